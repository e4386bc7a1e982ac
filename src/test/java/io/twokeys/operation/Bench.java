package io.twokeys.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.twokeys.approval.Clearance;
import io.twokeys.approval.Clearances;
import io.twokeys.db.Database;
import io.twokeys.fleet.TargetName;
import io.twokeys.journal.Entry;
import io.twokeys.journal.Journal;
import io.twokeys.operation.OperationRunner.Patience;
import io.twokeys.operation.Operations.Admission;
import io.twokeys.plan.Plan;
import io.twokeys.timer.TimerStore;
import io.twokeys.timer.Timers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** One replica's engine on a real database. */
final class Bench implements AutoCloseable {
    static final TargetName PROD = new TargetName("prod");
    static final Patience QUICK = new Patience(Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofSeconds(1));

    final Jdbi jdbi;
    final Journal journal;
    final Timers timers;
    final Operations operations;
    private final OperationRunner runner;

    Bench(DataSource database, Runbook runbook, Patience patience) {
        var clock = InstantSource.system();
        jdbi = Database.over(database);
        journal = new Journal(jdbi, clock);
        timers = new Timers(new TimerStore(database), clock);
        operations = new Operations(jdbi, journal, timers, clock);
        runner = new OperationRunner(jdbi, journal, timers, clock, List.of(runbook), patience);
    }

    Bench start() {
        runner.start();
        return this;
    }

    @Override
    public void close() {
        runner.stop();
    }

    static Clearance clearance(int request, String target) {
        var plan = new Plan.Upgrade(
                new TargetName(target),
                "odoo",
                List.of("sale_custom"),
                new Plan.Revisions("a", "b"),
                List.of(),
                "base",
                "clone",
                List.of());
        return Clearances.of("AR-" + request, plan);
    }

    Admission admit(int request, String target) {
        return jdbi.inTransaction(handle -> operations.enqueue(handle, clearance(request, target)));
    }

    OperationId enqueue(int request) {
        var admission = admit(request, "prod");
        assertThat(admission).isInstanceOf(Admission.Queued.class);
        return ((Admission.Queued) admission).operation().id();
    }

    Operation ended(OperationId id) {
        return await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .until(
                        () -> operations.find(id).orElseThrow(),
                        operation -> operation.state().isFinal());
    }

    /** Kind and step of every entry about an operation: {@code step.done two}. */
    List<String> story(OperationId id) {
        return journal.of(id.toString()).stream().map(Bench::line).toList();
    }

    private static String line(Entry entry) {
        var step = entry.data().path("step").asText("");
        return entry.kind().startsWith("step.") ? entry.kind() + " " + step : entry.kind();
    }
}
