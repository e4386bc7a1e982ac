package io.twokeys.runbook;

import io.twokeys.checkpoint.Checkpoints;
import io.twokeys.odoo.host.Reach;
import io.twokeys.operation.OperationKind;
import io.twokeys.runbook.smoke.CheckAssets;
import io.twokeys.runbook.smoke.RunSmokeTest;
import io.twokeys.runbook.step.CheckHealth;
import io.twokeys.runbook.step.DeployCode;
import io.twokeys.runbook.step.FixedSteps;
import io.twokeys.runbook.step.StartOdoo;
import io.twokeys.runbook.step.StopOdoo;
import io.twokeys.runbook.step.SwapDatabase;
import io.twokeys.runbook.traffic.SwitchTraffic;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Takes a rollback's swap back: the database it kept goes live again, the one of now is renamed and kept. */
@Singleton
public class UndoRollback extends FixedSteps {
    @Inject
    public UndoRollback(Reach reach, Checkpoints checkpoints, InstantSource clock) {
        super(
                OperationKind.UNDO_ROLLBACK,
                new SwitchTraffic(reach, SwitchTraffic.Way.FREEZE),
                new StopOdoo(reach),
                new SwapDatabase(reach, checkpoints, "Swap the kept database back, keep the present one"),
                new DeployCode(reach),
                new StartOdoo(reach),
                new CheckHealth(reach, clock),
                new CheckAssets(reach, clock),
                new RunSmokeTest(reach),
                new SwitchTraffic(reach, SwitchTraffic.Way.REOPEN));
    }
}
