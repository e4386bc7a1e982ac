package io.twokeys.operation;

import com.fasterxml.jackson.databind.JsonNode;
import io.twokeys.operation.Operation.StepRun;
import io.twokeys.operation.Operation.StepState;
import io.twokeys.operation.OperationRunner.Ledger;
import io.twokeys.people.PersonId;
import io.twokeys.plan.Plan;
import io.twokeys.timer.Alarm;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * One pick-up of one operation, from its first unfinished step to its end or to the next wait. Decides what is next; what
 * became of it stands in the ledger before anything else happens.
 */
final class Pass implements StepContext {
    private static final Logger LOG = Logger.getLogger(Pass.class);

    private final Ledger ledger;
    private final Optional<Plan> plan;
    private final List<Step> steps;
    private final InstantSource clock;
    private final BooleanSupplier stopping;

    Pass(Ledger ledger, Optional<Plan> plan, List<Step> steps, InstantSource clock, BooleanSupplier stopping) {
        this.ledger = ledger;
        this.plan = plan;
        this.steps = steps;
        this.clock = clock;
        this.stopping = stopping;
    }

    /** The stored plan, if it still is the one whose digest was approved. */
    static Optional<Plan> soundPlan(Operation operation) {
        try {
            return Optional.of(operation.plan())
                    .filter(plan -> plan.digest().equals(operation.order().digest()));
        } catch (RuntimeException e) {
            LOG.errorf(e, "the plan of %s cannot be read", operation.id());
            return Optional.empty();
        }
    }

    Alarm.Next run() {
        try {
            if (plan.isEmpty()) {
                return end(
                        OperationState.FAILED,
                        "The stored plan is not the one that was approved; nothing more was run.");
            }
            return operation().progress().ending() == null ? forward() : back();
        } catch (Fenced e) {
            LOG.warn(e.getMessage());
            return new Alarm.Lost();
        }
    }

    private Alarm.Next forward() {
        for (int position = 0; position < steps.size(); position++) {
            var step = steps.get(position);
            if (is(step, StepState.DONE)) {
                continue;
            }
            if (stopping()) {
                return handOver();
            }
            var cancelledBy = cancelInTime();
            if (cancelledBy.isPresent()) {
                ledger.turnBack(OperationState.CANCELLED, "Cancelled by " + cancelledBy.get() + ".");
                return back();
            }
            var stop = take(step, position);
            if (stop.isPresent()) {
                return stop.get();
            }
        }
        return end(OperationState.SUCCEEDED, verdict());
    }

    /** Runs one step; empty if the next one may follow. */
    private Optional<Alarm.Next> take(Step step, int position) {
        ledger.begin(step, position);
        return switch (attempt(step)) {
            case StepOutcome.Done(var result) -> {
                ledger.done(step, result);
                yield Optional.empty();
            }
            case StepOutcome.Failed failed -> {
                ledger.failed(step, failed);
                yield Optional.of(
                        switch (failed.aftermath()) {
                            case UNDO -> back();
                            case STAY -> new Alarm.Done();
                        });
            }
            case StepOutcome.Unknown(var why) -> Optional.of(later(step, StepState.UNKNOWN, why));
        };
    }

    private StepOutcome attempt(Step step) {
        try {
            return step.run(this);
        } catch (Fenced e) {
            throw e;
        } catch (RuntimeException | Error e) {
            LOG.warnf(
                    e,
                    "%s of %s ended with an exception",
                    step.id(),
                    operation().id());
            return new StepOutcome.Unknown(sentence(e));
        }
    }

    /** Asks again later, unless that has gone on for too long; a replica that goes down leaves the asking to the next. */
    private Alarm.Next later(Step step, StepState meanwhile, String why) {
        if (stopping()) {
            return handOver();
        }
        return ledger.unknown(step, meanwhile, why)
                .<Alarm.Next>map(Alarm.Again::new)
                .orElse(new Alarm.Done());
    }

    /** Who wants to cancel, as long as that is heeded. */
    private Optional<PersonId> cancelInTime() {
        var progress = ledger.fresh().progress();
        return Optional.ofNullable(progress.committed() ? null : progress.cancelledBy());
    }

    private Alarm.Next back() {
        for (var step : steps.reversed()) {
            if (!is(step, StepState.DONE) && !is(step, StepState.UNKNOWN) && !is(step, StepState.RUNNING)) {
                continue;
            }
            if (stopping()) {
                return handOver();
            }
            var stop = undo(step);
            if (stop.isPresent()) {
                return stop.get();
            }
        }
        var ending = Optional.ofNullable(operation().progress().ending()).orElseThrow();
        return end(ending, operation().verdict());
    }

    /** Undoes one step; empty if the one before it may follow. */
    private Optional<Alarm.Next> undo(Step step) {
        ledger.undoing(step);
        try {
            step.undo(this);
        } catch (Fenced e) {
            throw e;
        } catch (RuntimeException | Error e) {
            LOG.warnf(
                    e,
                    "undoing %s of %s ended with an exception",
                    step.id(),
                    operation().id());
            return Optional.of(later(step, ledger.run(step.id()).orElseThrow().state(), "Undoing it: " + sentence(e)));
        }
        ledger.undone(step);
        return Optional.empty();
    }

    private Alarm.Next end(OperationState state, String verdict) {
        ledger.end(state, verdict);
        return new Alarm.Done();
    }

    /** Another replica continues here, or this one after its restart. */
    private Alarm.Next handOver() {
        boolean wasInterrupted = Thread.interrupted();
        LOG.infof("%s is handed over%s", operation().id(), wasInterrupted ? ", its step was interrupted" : "");
        return new Alarm.Again(clock.instant());
    }

    /** What the last step with something to say about the whole said. */
    private String verdict() {
        return steps.reversed().stream()
                .flatMap(step -> result(step.id()).stream())
                .map(result -> result.path("verdict").asText())
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }

    private boolean is(Step step, StepState state) {
        return ledger.run(step.id()).map(StepRun::state).filter(state::equals).isPresent();
    }

    private static String sentence(Throwable trouble) {
        return Optional.ofNullable(trouble.getMessage())
                .orElse(trouble.getClass().getSimpleName())
                .replace("\0", "");
    }

    @Override
    public Operation operation() {
        return ledger.operation();
    }

    @Override
    public Plan plan() {
        return plan.orElseThrow();
    }

    @Override
    public Optional<JsonNode> result(String stepId) {
        return ledger.run(stepId).filter(run -> run.state() == StepState.DONE).map(StepRun::result);
    }

    @Override
    public boolean firstTry(String stepId) {
        return ledger.run(stepId).filter(run -> run.tries().begun() > 1).isEmpty();
    }

    @Override
    public void note(String kind, Object data) {
        ledger.note(kind, data);
    }

    @Override
    public boolean cancelRequested() {
        return ledger.fresh().progress().cancelledBy() != null;
    }

    @Override
    public boolean stopping() {
        return stopping.getAsBoolean();
    }
}
