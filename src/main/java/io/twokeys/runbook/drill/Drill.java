package io.twokeys.runbook.drill;

import io.twokeys.checkpoint.Checkpoint;
import io.twokeys.checkpoint.CheckpointId;
import io.twokeys.checkpoint.Checkpoints;
import io.twokeys.odoo.host.Reach;
import io.twokeys.operation.OperationKind;
import io.twokeys.operation.StepContext;
import io.twokeys.plan.Plan;
import io.twokeys.runbook.step.FixedSteps;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Proves that a checkpoint can be restored, without touching what is live. Whatever fails, the scratch database is dropped. */
@Singleton
public class Drill extends FixedSteps {
    @Inject
    public Drill(Reach reach, Checkpoints checkpoints) {
        super(
                OperationKind.DRILL,
                new RestoreScratch(reach, checkpoints),
                new Neutralize(reach),
                new ProveScratch(reach, checkpoints),
                new LoadScratch(reach, checkpoints),
                new OpenScratch(reach, checkpoints),
                new DropScratch(reach));
    }

    static Plan.Drill plan(StepContext context) {
        if (context.plan() instanceof Plan.Drill drill) return drill;
        throw new IllegalStateException("no drill: " + context.plan().title());
    }

    static Checkpoint checkpoint(Checkpoints checkpoints, StepContext context) {
        var id = new CheckpointId(plan(context).checkpoint());
        return checkpoints.find(id).orElseThrow(() -> new IllegalStateException(id + " is not known any more"));
    }
}
