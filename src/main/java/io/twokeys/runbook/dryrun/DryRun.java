package io.twokeys.runbook.dryrun;

import io.twokeys.checkpoint.Checkpoint;
import io.twokeys.checkpoint.CheckpointId;
import io.twokeys.checkpoint.Checkpoints;
import io.twokeys.odoo.host.OdooHost;
import io.twokeys.odoo.host.Reach;
import io.twokeys.operation.OperationKind;
import io.twokeys.operation.StepContext;
import io.twokeys.plan.Plan;
import io.twokeys.runbook.step.DeployCode;
import io.twokeys.runbook.step.FixedSteps;
import io.twokeys.runbook.step.JudgeUpgrade;
import io.twokeys.runbook.step.RunUpgrade;
import io.twokeys.tail.LogStore;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Tries an upgrade on a copy. The copy is made harmless before any Odoo touches it. However it ends, the copy is dropped and the
 * twin is as it was: its code, and its service if that ran.
 */
@Singleton
public class DryRun extends FixedSteps {
    @Inject
    public DryRun(Reach reach, Checkpoints checkpoints, LogStore logs) {
        super(
                OperationKind.DRY_RUN,
                new CarryCheckpoint(reach, checkpoints),
                new RestoreCopy(reach, checkpoints),
                new NeutralizeCopy(reach, checkpoints),
                new PauseTwin(reach),
                new DeployCode(reach),
                new RunUpgrade(reach, logs),
                new CloseCopy(reach),
                new JudgeUpgrade(reach, logs, NeutralizeCopy.ID),
                new LeaveTwin(reach));
    }

    static Plan.DryRun plan(StepContext context) {
        if (context.plan() instanceof Plan.DryRun dryRun) return dryRun;
        throw new IllegalStateException("no dry run: " + context.plan().title());
    }

    /** Where the checkpoint is. */
    static OdooHost home(Reach reach, StepContext context) {
        return reach.host(plan(context).source().target());
    }

    /** Whether the twin reaches the checkpoint without a transfer. */
    static boolean isAtHome(OdooHost home, OdooHost twin) {
        return home.target().host().isAt(twin.target().host());
    }

    static Checkpoint checkpoint(Checkpoints checkpoints, StepContext context) {
        var id = new CheckpointId(plan(context).source().checkpoint());
        return checkpoints.find(id).orElseThrow(() -> new IllegalStateException(id + " is not known any more"));
    }
}
