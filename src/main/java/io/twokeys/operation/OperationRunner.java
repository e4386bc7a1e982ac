package io.twokeys.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twokeys.journal.Journal;
import io.twokeys.journal.NewEntry;
import io.twokeys.operation.Operation.StepRun;
import io.twokeys.operation.Operation.StepState;
import io.twokeys.operation.OperationStore.LockStore;
import io.twokeys.operation.StepContext.Fenced;
import io.twokeys.operation.StepOutcome.Aftermath;
import io.twokeys.operation.StepOutcome.Failed;
import io.twokeys.operation.StepStore.Finding;
import io.twokeys.plan.Plan;
import io.twokeys.timer.Alarm;
import io.twokeys.timer.Timers;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Picks operations up and runs them on this replica, those included that another replica left behind. */
@Singleton
public final class OperationRunner {
    private static final Logger LOG = Logger.getLogger(OperationRunner.class);
    private static final Duration UNTIL_SOMEBODY_CAN = Duration.ofSeconds(5);

    private final Jdbi jdbi;
    private final Journal journal;
    private final Timers timers;
    private final InstantSource clock;
    private final Map<OperationKind, Runbook> runbooks = new EnumMap<>(OperationKind.class);
    private final Patience patience;

    /** With the usual patience. */
    @Inject
    public OperationRunner(Jdbi jdbi, Journal journal, Timers timers, InstantSource clock, Instance<Runbook> runbooks) {
        this(jdbi, journal, timers, clock, runbooks, Patience.USUAL);
    }

    public OperationRunner(
            Jdbi jdbi,
            Journal journal,
            Timers timers,
            InstantSource clock,
            Iterable<Runbook> runbooks,
            Patience patience) {
        this.jdbi = jdbi;
        this.journal = journal;
        this.timers = timers;
        this.clock = clock;
        this.patience = patience;
        for (var runbook : runbooks) {
            if (this.runbooks.put(runbook.kind(), runbook) != null) {
                throw new IllegalArgumentException("two runbooks for " + runbook.kind());
            }
        }
    }

    /**
     * How long a step whose end is not known is tried again.
     *
     * @param first wait after the first attempt; it doubles with each further one
     * @param longest wait between two attempts at most
     * @param limit after the first attempt; then the operation ends {@code UNKNOWN}
     */
    public record Patience(Duration first, Duration longest, Duration limit) {
        public static final Patience USUAL =
                new Patience(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMinutes(10));

        /** The wait after {@code attempts} attempts, at least one. */
        Duration after(int attempts) {
            var wait = first.multipliedBy(1L << Math.min(attempts - 1, 20));
            return wait.compareTo(longest) < 0 ? wait : longest;
        }
    }

    /** Begins to run operations and starts the alarm clock; whoever else answers alarms has said so before. */
    public void start() {
        timers.on(Operations.ALARM, this::ring);
        timers.start();
    }

    /**
     * Hands running operations over: each stops at its next look at {@link StepContext#stopping()} and is continued by another
     * replica at once, or by this one after its restart. Waits up to 10 s; a step that is still busy then is interrupted.
     */
    public void stop() {
        timers.stop();
    }

    private Alarm.Next ring(String alarm) {
        var id = OperationId.parse(alarm).orElseThrow();
        var runbook = runbooks.get(id.kind());
        if (runbook == null) {
            LOG.warnf("%s waits for a replica that has a runbook for %s", id, id.kind());
            return new Alarm.Again(clock.instant().plus(UNTIL_SOMEBODY_CAN));
        }
        return claim(id, runbook).map(Pass::run).orElse(new Alarm.Done());
    }

    private Optional<Pass> claim(OperationId id, Runbook runbook) {
        return jdbi.inTransaction(handle -> OperationStore.claim(handle, id, clock.instant())
                .map(claim -> {
                    var plan = Pass.soundPlan(claim.operation());
                    List<Step> steps = plan.map(runbook::steps).orElse(List.of());
                    var ledger =
                            new Ledger(claim.operation(), plan.map(Plan::title).orElse(""), StepStore.of(handle, id));
                    ledger.open(handle, claim.parked(), steps);
                    return new Pass(ledger, plan, steps, clock, timers::stopping);
                }));
    }

    /**
     * What is written during one pick-up.
     *
     * <p>Every change is one transaction that first locks the operation's row under this epoch, then writes, then tells the
     * journal; if the epoch is gone, {@link Fenced} says so and nothing is written.
     */
    final class Ledger {
        private final Map<String, StepRun> runs = new HashMap<>();
        private final String title;
        private Operation operation;

        private Ledger(Operation operation, String title, List<StepRun> runs) {
            this.operation = operation;
            this.title = title;
            runs.forEach(run -> this.runs.put(run.id(), run));
        }

        Operation operation() {
            return operation;
        }

        /** The operation as it stands in the database now. */
        Operation fresh() {
            return jdbi.withHandle(handle -> OperationStore.find(handle, operation.id()))
                    .orElseThrow();
        }

        Optional<StepRun> run(String step) {
            return Optional.ofNullable(runs.get(step));
        }

        private void open(Handle handle, boolean parked, List<Step> steps) {
            if (parked) {
                return;
            }
            var data = object().put("epoch", operation.epoch());
            if (operation.epoch() > 1) {
                tell(
                        handle,
                        "operation.resumed",
                        data.put("step", operation.progress().step()));
                return;
            }
            data.put("title", title);
            var list = data.putArray("steps");
            steps.forEach(step -> list.addObject().put("id", step.id()).put("title", step.title()));
            tell(handle, "operation.started", data);
        }

        void begin(Step step, int position) {
            write(handle -> {
                OperationStore.at(handle, operation.id(), step.id(), step.pointOfNoReturn());
                var run = keep(StepStore.begin(handle, operation, step, position, clock.instant()));
                if (run.tries().unknown() == 0) {
                    tell(
                            handle,
                            "step.started",
                            StepStore.about(run).put("attempt", run.tries().begun()));
                }
            });
        }

        void done(Step step, JsonNode result) {
            write(handle -> settle(handle, step, StepState.DONE, "", result));
        }

        /** Undoing is still to come, or all is over. */
        void failed(Step step, Failed failed) {
            write(handle -> {
                if (failed.aftermath() == Aftermath.UNDO) {
                    operation = OperationStore.turnBack(handle, operation.id(), OperationState.FAILED, failed.why());
                }
                settle(handle, step, StepState.FAILED, failed.why(), failed.evidence());
                if (failed.aftermath() == Aftermath.STAY) {
                    end(handle, OperationState.FAILED, failed.why());
                }
            });
        }

        /** When to ask again; empty if that has gone on for too long and the operation ended unknown. */
        Optional<Instant> unknown(Step step, StepState meanwhile, String why) {
            var now = clock.instant();
            var tries = run(step.id()).orElseThrow().tries();
            var since = Optional.ofNullable(tries.unknownSince()).orElse(now);
            var again = Optional.of(now.plus(patience.after(tries.unknown() + 1)))
                    .filter(any -> Duration.between(since, now).compareTo(patience.limit()) < 0);
            write(handle -> {
                var finding = new Finding(meanwhile, why, object(), now);
                var run = keep(StepStore.unsettle(handle, operation.id(), step.id(), finding));
                var data = StepStore.about(run).put("attempt", run.tries().unknown());
                again.ifPresent(at -> {
                    OperationStore.park(handle, operation.id());
                    data.put("again", at.toString());
                });
                tell(handle, "step.unknown", data);
                if (again.isEmpty()) {
                    end(handle, OperationState.UNKNOWN, why);
                }
            });
            return again;
        }

        void turnBack(OperationState ending, String verdict) {
            write(handle -> operation = OperationStore.turnBack(handle, operation.id(), ending, verdict));
        }

        void undoing(Step step) {
            write(handle -> OperationStore.at(handle, operation.id(), step.id(), false));
        }

        void undone(Step step) {
            var result = run(step.id()).orElseThrow().result();
            write(handle -> settle(handle, step, StepState.UNDONE, "", result));
        }

        void end(OperationState state, String verdict) {
            write(handle -> end(handle, state, verdict));
        }

        void note(String kind, Object data) {
            write(handle -> tell(handle, kind, StepStore.json(data)));
        }

        private void settle(Handle handle, Step step, StepState state, String why, JsonNode result) {
            var finding = new Finding(state, why, result, clock.instant());
            var run = keep(StepStore.settle(handle, operation.id(), step.id(), finding));
            tell(handle, "step." + lower(state), StepStore.about(run));
        }

        private void end(Handle handle, OperationState state, String verdict) {
            var now = clock.instant();
            operation = OperationStore.end(handle, operation.id(), state, verdict, now);
            var step = operation.progress().step();
            if (state == OperationState.UNKNOWN && operation.kind().exclusive()) {
                var reason = operation.id() + " ended unknown at step " + step + ": look at the host, then unlock";
                LockStore.put(handle, new TargetLock(operation.target(), NewEntry.TWOKEYS, reason, now, null, null));
            }
            var times = operation.times();
            var began = Optional.ofNullable(times.started()).orElse(times.created());
            var data = object().put("title", title).put("step", step).put("why", verdict);
            tell(
                    handle,
                    "operation." + lower(state),
                    data.put("millis", Duration.between(began, now).toMillis()));
        }

        private void write(Consumer<Handle> change) {
            jdbi.useTransaction(handle -> {
                if (!OperationStore.hold(handle, operation.id(), operation.epoch())) {
                    throw new Fenced(operation.id(), operation.epoch());
                }
                change.accept(handle);
            });
        }

        private StepRun keep(StepRun run) {
            runs.put(run.id(), run);
            return run;
        }

        private void tell(Handle handle, String kind, JsonNode data) {
            var id = operation.id().toString();
            journal.append(handle, new NewEntry(id, operation.target().value(), kind, NewEntry.TWOKEYS, data));
        }

        private static ObjectNode object() {
            return JsonNodeFactory.instance.objectNode();
        }

        private static String lower(Enum<?> state) {
            return state.name().toLowerCase(Locale.ROOT);
        }
    }
}
