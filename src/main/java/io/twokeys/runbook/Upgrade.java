package io.twokeys.runbook;

import io.twokeys.checkpoint.Checkpoints;
import io.twokeys.incident.Incidents;
import io.twokeys.odoo.host.Reach;
import io.twokeys.operation.OperationKind;
import io.twokeys.runbook.smoke.BeginWatch;
import io.twokeys.runbook.smoke.CheckAssets;
import io.twokeys.runbook.smoke.RunSmokeTest;
import io.twokeys.runbook.step.CheckHealth;
import io.twokeys.runbook.step.DeleteCheckpoints;
import io.twokeys.runbook.step.DeployCode;
import io.twokeys.runbook.step.FixedSteps;
import io.twokeys.runbook.step.JudgeUpgrade;
import io.twokeys.runbook.step.RunUpgrade;
import io.twokeys.runbook.step.StartOdoo;
import io.twokeys.runbook.step.StopOdoo;
import io.twokeys.runbook.step.TakeCheckpoint;
import io.twokeys.runbook.traffic.Drain;
import io.twokeys.runbook.traffic.SwitchTraffic;
import io.twokeys.tail.LogStore;
import io.twokeys.watch.soak.Soaks;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Upgrade of modules: traffic is frozen first and thawed only after the verdict, the pages and the smoke test say so. */
@Singleton
public class Upgrade extends FixedSteps {
    @Inject
    public Upgrade(
            Reach reach,
            Checkpoints checkpoints,
            LogStore logs,
            Incidents incidents,
            Soaks soaks,
            InstantSource clock) {
        super(
                OperationKind.UPGRADE,
                new SwitchTraffic(reach, SwitchTraffic.Way.FREEZE),
                new Drain(reach, clock),
                new StopOdoo(reach),
                new TakeCheckpoint(reach, checkpoints),
                new DeployCode(reach),
                new RunUpgrade(reach, logs),
                new JudgeUpgrade(reach, logs),
                new StartOdoo(reach),
                new CheckHealth(reach, clock),
                new CheckAssets(reach, clock),
                new RunSmokeTest(reach),
                new SwitchTraffic(reach, SwitchTraffic.Way.REOPEN),
                new BeginWatch(reach, soaks),
                new DeleteCheckpoints(reach, checkpoints, incidents));
    }
}
