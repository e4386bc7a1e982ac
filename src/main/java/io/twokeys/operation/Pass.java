package io.twokeys.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twokeys.journal.Journal;
import io.twokeys.journal.NewEntry;
import io.twokeys.operation.Operation.StepRun;
import io.twokeys.operation.Operation.StepState;
import io.twokeys.operation.OperationRunner.Patience;
import io.twokeys.operation.OperationStore.LockStore;
import io.twokeys.operation.StepOutcome.Aftermath;
import io.twokeys.operation.StepStore.Finding;
import io.twokeys.people.PersonId;
import io.twokeys.plan.Plan;
import io.twokeys.timer.Alarm;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * One pick-up of one operation, from its first unfinished step to its end or to the next wait.
 *
 * <p>Every change is one transaction that first locks the operation's row under this pick-up's epoch, then writes, then tells
 * the journal; if the epoch is gone, the pass ends without another word.
 */
final class Pass implements StepContext {
    private static final Logger LOG = Logger.getLogger(Pass.class);
    private static final JsonMapper MAPPER =
            JsonMapper.builder().findAndAddModules().build();

    private final Engine engine;
    private final Optional<Plan> plan;
    private final List<Step> steps;
    private final Map<String, StepRun> runs = new HashMap<>();
    private Operation operation;

    /** What all passes of a replica share. */
    record Engine(Jdbi jdbi, Journal journal, InstantSource clock, Patience patience, BooleanSupplier stopping) {}

    Pass(Engine engine, Operation operation, Optional<Plan> plan, List<Step> steps, List<StepRun> runs) {
        this.engine = engine;
        this.operation = operation;
        this.plan = plan;
        this.steps = steps;
        runs.forEach(run -> this.runs.put(run.id(), run));
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
            return operation.progress().ending() == null ? forward() : back();
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
                return turnBack(cancelledBy.get());
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
        begin(step, position);
        return switch (attempt(step)) {
            case StepOutcome.Done(var result) -> {
                settle(step, new Finding(StepState.DONE, "", result, now()), "step.done");
                yield Optional.empty();
            }
            case StepOutcome.Failed failed -> Optional.of(failed(step, failed));
            case StepOutcome.Unknown(var why) ->
                Optional.of(stopping() ? handOver() : unknown(step, StepState.UNKNOWN, why));
        };
    }

    private void begin(Step step, int position) {
        write(handle -> {
            OperationStore.at(handle, operation.id(), step.id(), step.pointOfNoReturn());
            var run = StepStore.begin(handle, operation, step, position, now());
            runs.put(step.id(), run);
            if (run.tries().unknown() == 0) {
                tell(
                        handle,
                        "step.started",
                        about(run).put("attempt", run.tries().begun()));
            }
        });
    }

    private StepOutcome attempt(Step step) {
        try {
            return step.run(this);
        } catch (Fenced e) {
            throw e;
        } catch (RuntimeException | Error e) {
            LOG.warnf(e, "%s of %s ended with an exception", step.id(), operation.id());
            return new StepOutcome.Unknown(sentence(e));
        }
    }

    private void settle(Step step, Finding finding, String kind) {
        write(handle -> settle(handle, step, finding, kind));
    }

    private void settle(Handle handle, Step step, Finding finding, String kind) {
        var run = StepStore.settle(handle, operation.id(), step.id(), finding);
        runs.put(step.id(), run);
        tell(handle, kind, about(run));
    }

    private Alarm.Next failed(Step step, StepOutcome.Failed failed) {
        var finding = new Finding(StepState.FAILED, failed.why(), failed.evidence(), now());
        write(handle -> {
            if (failed.aftermath() == Aftermath.UNDO) {
                operation = OperationStore.turnBack(handle, operation.id(), OperationState.FAILED, failed.why());
            }
            settle(handle, step, finding, "step.failed");
            if (failed.aftermath() == Aftermath.STAY) {
                end(handle, OperationState.FAILED, failed.why());
            }
        });
        return switch (failed.aftermath()) {
            case UNDO -> back();
            case STAY -> new Alarm.Done();
        };
    }

    /** Asks again later, or gives up when that has gone on for too long. */
    private Alarm.Next unknown(Step step, StepState meanwhile, String why) {
        var at = now();
        var since = Optional.ofNullable(run(step).tries().unknownSince()).orElse(at);
        boolean givesUp =
                Duration.between(since, at).compareTo(engine.patience().limit()) >= 0;
        var again = at.plus(engine.patience().after(run(step).tries().unknown() + 1));
        write(handle -> {
            var finding = new Finding(meanwhile, why, JsonNodeFactory.instance.objectNode(), at);
            var run = StepStore.unsettle(handle, operation.id(), step.id(), finding);
            runs.put(step.id(), run);
            var data = about(run).put("attempt", run.tries().unknown());
            if (givesUp) {
                tell(handle, "step.unknown", data);
                end(handle, OperationState.UNKNOWN, why);
                return;
            }
            OperationStore.park(handle, operation.id());
            tell(handle, "step.unknown", data.put("again", again.toString()));
        });
        return givesUp ? new Alarm.Done() : new Alarm.Again(again);
    }

    /** Who wants to cancel, as long as that is heeded. */
    private Optional<PersonId> cancelInTime() {
        return fresh().map(Operation::progress)
                .filter(progress -> !progress.committed())
                .map(Operation.Progress::cancelledBy);
    }

    private Alarm.Next turnBack(PersonId cancelledBy) {
        var verdict = "Cancelled by " + cancelledBy + ".";
        write(handle -> operation = OperationStore.turnBack(handle, operation.id(), OperationState.CANCELLED, verdict));
        return back();
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
        var ending = Optional.ofNullable(operation.progress().ending()).orElseThrow();
        return end(ending, operation.verdict());
    }

    /** Undoes one step; empty if the one before it may follow. */
    private Optional<Alarm.Next> undo(Step step) {
        write(handle -> OperationStore.at(handle, operation.id(), step.id(), false));
        try {
            step.undo(this);
        } catch (Fenced e) {
            throw e;
        } catch (RuntimeException | Error e) {
            LOG.warnf(e, "undoing %s of %s ended with an exception", step.id(), operation.id());
            var why = "Undoing it: " + sentence(e);
            return Optional.of(stopping() ? handOver() : unknown(step, run(step).state(), why));
        }
        settle(step, new Finding(StepState.UNDONE, "", run(step).result(), now()), "step.undone");
        return Optional.empty();
    }

    private Alarm.Next end(OperationState state, String verdict) {
        write(handle -> end(handle, state, verdict));
        return new Alarm.Done();
    }

    private void end(Handle handle, OperationState state, String verdict) {
        operation = OperationStore.end(handle, operation.id(), state, verdict, now());
        if (state == OperationState.UNKNOWN && operation.kind().exclusive()) {
            keepLocked(handle);
        }
        var times = operation.times();
        var data = JsonNodeFactory.instance
                .objectNode()
                .put("title", plan.map(Plan::title).orElse(""))
                .put("step", operation.progress().step())
                .put("why", verdict)
                .put(
                        "millis",
                        Duration.between(Optional.ofNullable(times.started()).orElse(times.created()), now())
                                .toMillis());
        tell(handle, "operation." + state.name().toLowerCase(Locale.ROOT), data);
    }

    /** Nobody knows what the host is doing: the next operation waits until a person has looked. */
    private void keepLocked(Handle handle) {
        var reason = operation.id() + " ended unknown at step "
                + operation.progress().step() + ": look at the host, then unlock";
        LockStore.put(
                handle, new TargetLock(operation.target(), NewEntry.TWOKEYS, reason, now(), null, operation.id()));
    }

    /** Another replica continues here, or this one after its restart. */
    private Alarm.Next handOver() {
        boolean wasInterrupted = Thread.interrupted();
        LOG.infof("%s is handed over%s", operation.id(), wasInterrupted ? ", its step was interrupted" : "");
        return new Alarm.Again(now());
    }

    /** One transaction under this epoch. */
    private void write(Consumer<Handle> change) {
        engine.jdbi().useTransaction(handle -> {
            if (!OperationStore.hold(handle, operation.id(), operation.epoch())) {
                throw new Fenced(operation.id(), operation.epoch());
            }
            change.accept(handle);
        });
    }

    private void tell(Handle handle, String kind, JsonNode data) {
        var id = operation.id().toString();
        engine.journal().append(handle, new NewEntry(id, operation.target().value(), kind, NewEntry.TWOKEYS, data));
    }

    private ObjectNode about(StepRun run) {
        var data = JsonNodeFactory.instance
                .objectNode()
                .put("step", run.id())
                .put("title", run.title())
                .put("why", run.why());
        data.set("result", run.result());
        run.duration().ifPresent(duration -> data.put("millis", duration.toMillis()));
        return data;
    }

    /** What the last step with something to say about the whole said. */
    private String verdict() {
        return steps.reversed().stream()
                .map(step -> run(step).result().path("verdict").asText())
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }

    private boolean is(Step step, StepState state) {
        var run = runs.get(step.id());
        return run != null && run.state() == state;
    }

    private StepRun run(Step step) {
        return Optional.ofNullable(runs.get(step.id())).orElseThrow();
    }

    private Optional<Operation> fresh() {
        return engine.jdbi().withHandle(handle -> OperationStore.find(handle, operation.id()));
    }

    private Instant now() {
        return engine.clock().instant();
    }

    private static String sentence(Throwable trouble) {
        return Optional.ofNullable(trouble.getMessage())
                .orElse(trouble.getClass().getSimpleName());
    }

    @Override
    public Operation operation() {
        return operation;
    }

    @Override
    public Plan plan() {
        return plan.orElseThrow();
    }

    @Override
    public Optional<JsonNode> result(String stepId) {
        return Optional.ofNullable(runs.get(stepId))
                .filter(run -> run.state() == StepState.DONE)
                .map(StepRun::result);
    }

    @Override
    public void note(String kind, Object data) {
        write(handle -> tell(handle, kind, MAPPER.valueToTree(data)));
    }

    @Override
    public boolean cancelRequested() {
        return fresh().map(Operation::progress)
                .map(Operation.Progress::cancelledBy)
                .isPresent();
    }

    @Override
    public boolean stopping() {
        return engine.stopping().getAsBoolean();
    }
}
