package io.twokeys.runbook.step;

import io.twokeys.operation.OperationKind;
import io.twokeys.operation.Runbook;
import io.twokeys.operation.Step;
import io.twokeys.plan.Plan;
import java.util.List;

/** A runbook whose steps are the same whatever the plan says. */
public abstract class FixedSteps implements Runbook {
    private final OperationKind kind;
    private final List<Step> steps;

    protected FixedSteps(OperationKind kind, Step... steps) {
        this.kind = kind;
        this.steps = List.of(steps);
    }

    @Override
    public final OperationKind kind() {
        return kind;
    }

    @Override
    public final List<Step> steps(Plan plan) {
        return steps;
    }

    /** The titles of its steps, for plans. */
    public final List<String> titles() {
        return steps.stream().map(Step::title).toList();
    }
}
