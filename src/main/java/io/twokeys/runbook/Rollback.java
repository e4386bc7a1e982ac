package io.twokeys.runbook;

import io.twokeys.checkpoint.Checkpoints;
import io.twokeys.odoo.host.Reach;
import io.twokeys.operation.OperationKind;
import io.twokeys.runbook.smoke.CheckAssets;
import io.twokeys.runbook.smoke.RunSmokeTest;
import io.twokeys.runbook.step.CheckHealth;
import io.twokeys.runbook.step.DeployCode;
import io.twokeys.runbook.step.FixedSteps;
import io.twokeys.runbook.step.RestoreBeside;
import io.twokeys.runbook.step.StartOdoo;
import io.twokeys.runbook.step.StopOdoo;
import io.twokeys.runbook.step.SwapDatabase;
import io.twokeys.runbook.traffic.SwitchTraffic;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Return to a checkpoint: the database of now is renamed and kept, the checkpoint's copy takes its place. */
@Singleton
public class Rollback extends FixedSteps {
    @Inject
    public Rollback(Reach reach, Checkpoints checkpoints, InstantSource clock) {
        super(
                OperationKind.ROLLBACK,
                new SwitchTraffic(reach, SwitchTraffic.Way.FREEZE),
                new StopOdoo(reach),
                new RestoreBeside(reach, checkpoints),
                new SwapDatabase(reach, checkpoints),
                new DeployCode(reach),
                new StartOdoo(reach),
                new CheckHealth(reach, clock),
                new CheckAssets(reach, clock),
                new RunSmokeTest(reach),
                new SwitchTraffic(reach, SwitchTraffic.Way.REOPEN));
    }
}
