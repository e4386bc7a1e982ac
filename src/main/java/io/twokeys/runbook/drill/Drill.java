package io.twokeys.runbook.drill;

import io.twokeys.checkpoint.Checkpoint;
import io.twokeys.checkpoint.CheckpointId;
import io.twokeys.checkpoint.Checkpoints;
import io.twokeys.odoo.host.Reach;
import io.twokeys.operation.OperationKind;
import io.twokeys.operation.Runbook;
import io.twokeys.operation.Step;
import io.twokeys.operation.StepContext;
import io.twokeys.plan.Plan;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/** Proves that a checkpoint can be restored, without touching what is live. Whatever fails, the scratch database is dropped. */
@Singleton
public class Drill implements Runbook {
    private final List<Step> steps;

    @Inject
    public Drill(Reach reach, Checkpoints checkpoints) {
        steps = List.of(
                new RestoreScratch(reach, checkpoints),
                new Neutralize(reach),
                new ProveScratch(reach, checkpoints),
                new DropScratch(reach));
    }

    @Override
    public OperationKind kind() {
        return OperationKind.DRILL;
    }

    @Override
    public List<Step> steps(Plan plan) {
        return steps;
    }

    /** The titles of its steps, for plans. */
    public List<String> titles() {
        return steps.stream().map(Step::title).toList();
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
