package io.twokeys.operation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.twokeys.journal.Journal;
import io.twokeys.journal.NewEntry;
import io.twokeys.operation.OperationStore.Claim;
import io.twokeys.plan.Plan;
import io.twokeys.timer.Alarm;
import io.twokeys.timer.Timers;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        var engine = new Pass.Engine(jdbi, journal, clock, patience, timers::stopping);
        return jdbi.inTransaction(handle -> OperationStore.claim(handle, id, clock.instant())
                .map(claim -> {
                    var operation = claim.operation();
                    var runs = StepStore.of(handle, id);
                    var plan = Pass.soundPlan(operation);
                    List<Step> steps = plan.map(runbook::steps).orElse(List.of());
                    tell(handle, claim, plan, steps);
                    return new Pass(engine, operation, plan, steps, runs);
                }));
    }

    private void tell(Handle handle, Claim claim, Optional<Plan> plan, List<Step> steps) {
        var operation = claim.operation();
        if (claim.parked()) {
            return;
        }
        var data = JsonNodeFactory.instance.objectNode().put("epoch", operation.epoch());
        var kind = "operation.resumed";
        if (operation.epoch() == 1) {
            kind = "operation.started";
            data.put("title", plan.map(Plan::title).orElse(""));
            var list = data.putArray("steps");
            steps.forEach(step -> list.addObject().put("id", step.id()).put("title", step.title()));
        } else {
            data.put("step", operation.progress().step());
        }
        journal.append(
                handle,
                new NewEntry(operation.id().toString(), operation.target().value(), kind, NewEntry.TWOKEYS, data));
    }
}
