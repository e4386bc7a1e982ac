package io.twokeys.runbook;

import io.twokeys.checkpoint.Checkpoints;
import io.twokeys.odoo.host.Reach;
import io.twokeys.operation.OperationKind;
import io.twokeys.operation.Runbook;
import io.twokeys.operation.Step;
import io.twokeys.plan.Plan;
import io.twokeys.runbook.step.CheckHealth;
import io.twokeys.runbook.step.DeployCode;
import io.twokeys.runbook.step.StartOdoo;
import io.twokeys.runbook.step.StopOdoo;
import io.twokeys.runbook.step.SwapDatabase;
import io.twokeys.runbook.step.SwitchTraffic;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;

/** Takes a rollback's swap back: the database it kept goes live again, the one of now is renamed and kept. */
@Singleton
public class UndoRollback implements Runbook {
    private final List<Step> steps;

    @Inject
    public UndoRollback(Reach reach, Checkpoints checkpoints, InstantSource clock) {
        steps = List.of(
                new SwitchTraffic(reach, SwitchTraffic.Way.FREEZE),
                new StopOdoo(reach),
                new SwapDatabase(reach, checkpoints, "Swap the kept database back, keep the present one"),
                new DeployCode(reach),
                new StartOdoo(reach),
                new CheckHealth(reach, clock),
                new SwitchTraffic(reach, SwitchTraffic.Way.REOPEN));
    }

    @Override
    public OperationKind kind() {
        return OperationKind.UNDO_ROLLBACK;
    }

    @Override
    public List<Step> steps(Plan plan) {
        return steps;
    }

    /** The titles of its steps, for plans. */
    public List<String> titles() {
        return steps.stream().map(Step::title).toList();
    }
}
