package io.twokeys.bot.dryrun;

import io.twokeys.fleet.TargetName;
import io.twokeys.operation.Operation;
import io.twokeys.operation.Operation.StepRun;
import io.twokeys.operation.Operation.StepState;
import io.twokeys.operation.OperationState;
import io.twokeys.operation.Operations;
import io.twokeys.plan.Plan;
import io.twokeys.plan.gate.History.Change;
import io.twokeys.plan.gate.History.Rehearsal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where and how a change was tried before it is done. A dry run counts if it tried exactly this change of this target and was
 * judged; one that broke off before its verdict says nothing. The newest decides.
 */
public final class Trials {
    private static final int LOOKED_AT = 50;

    private final Operations operations;

    public Trials(Operations operations) {
        this.operations = operations;
    }

    /** @param twin the staging twin of {@code target} */
    public Optional<Rehearsal> last(TargetName target, TargetName twin, Change change) {
        return operations.history(twin, LOOKED_AT).stream()
                .filter(operation -> operation.state().isFinal())
                .flatMap(operation -> read(operation, target, change).stream())
                .findFirst();
    }

    private Optional<Rehearsal> read(Operation operation, TargetName target, Change change) {
        return switch (operation.plan()) {
            case Plan.DryRun dryRun
            when dryRun.source().target().equals(target) && dryRun.change().equals(change.digest()) ->
                judged(operation);
            case Plan.Upgrade upgrade
            when upgrade.modules().equals(change.modules())
                    && upgrade.revisions().to().equals(change.commit())
                    && operation.state() == OperationState.SUCCEEDED ->
                Optional.of(rehearsal(operation, true, Optional.empty()));
            case Plan.DryRun _,
                    Plan.Upgrade _,
                    Plan.Rollback _,
                    Plan.UndoRollback _,
                    Plan.Backup _,
                    Plan.Drill _,
                    Plan.Thaw _ -> Optional.empty();
        };
    }

    private Optional<Rehearsal> judged(Operation operation) {
        List<StepRun> steps = operations.steps(operation.id());
        boolean passed = operation.state() == OperationState.SUCCEEDED;
        boolean failed = steps.stream().anyMatch(step -> step.id().equals("judge") && step.state() == StepState.FAILED);
        if (!passed && !failed) return Optional.empty();
        Optional<Duration> took = steps.stream()
                .filter(step -> step.id().equals("upgrade"))
                .flatMap(step -> step.duration().stream())
                .findFirst();
        return Optional.of(rehearsal(operation, passed, took));
    }

    private static Rehearsal rehearsal(Operation operation, boolean passed, Optional<Duration> took) {
        var times = operation.times();
        return new Rehearsal(
                operation.id().toString(), times.ended() == null ? times.created() : times.ended(), passed, took);
    }
}
