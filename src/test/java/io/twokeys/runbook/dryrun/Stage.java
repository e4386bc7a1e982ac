package io.twokeys.runbook.dryrun;

import static org.awaitility.Awaitility.await;

import io.twokeys.approval.Clearances;
import io.twokeys.bot.dryrun.Trials;
import io.twokeys.checkpoint.Checkpoint;
import io.twokeys.checkpoint.Checkpoints;
import io.twokeys.db.Database;
import io.twokeys.db.TestPostgres;
import io.twokeys.fleet.Fleet;
import io.twokeys.fleet.Target;
import io.twokeys.fleet.Target.CheckpointStrategy;
import io.twokeys.fleet.TargetName;
import io.twokeys.journal.Journal;
import io.twokeys.odoo.host.Modules;
import io.twokeys.odoo.host.OdooHost;
import io.twokeys.odoo.host.Reach;
import io.twokeys.operation.Operation;
import io.twokeys.operation.OperationId;
import io.twokeys.operation.OperationRunner;
import io.twokeys.operation.Operations;
import io.twokeys.operation.Operations.Admission;
import io.twokeys.people.PersonId;
import io.twokeys.plan.Planned;
import io.twokeys.plan.Planner;
import io.twokeys.plan.Proposal;
import io.twokeys.plan.dryrun.DryRuns;
import io.twokeys.plan.gate.NoHistory;
import io.twokeys.sandbox.EmbeddedPostgres;
import io.twokeys.sandbox.SandboxHost;
import io.twokeys.ssh.Hosts;
import io.twokeys.tail.LogStore;
import io.twokeys.timer.TimerStore;
import io.twokeys.timer.Timers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jdbi.v3.core.Jdbi;

/** A production target and its twin on one sandbox host, and what plans and runs dry runs there. */
final class Stage implements AutoCloseable {
    private final Path folder;
    private final EmbeddedPostgres postgres;
    private final SandboxHost sandbox;
    private final TwinHost twin;
    private final Hosts hosts = new Hosts();
    private final InstantSource clock = InstantSource.system();
    private final javax.sql.DataSource source = TestPostgres.freshDataSource();
    private final Jdbi jdbi = Database.over(source);
    private final Journal journal = new Journal(jdbi, clock);
    private final Timers timers = new Timers(new TimerStore(source), clock);
    private final Operations operations = new Operations(jdbi, journal, timers, clock);
    private final Checkpoints checkpoints = new Checkpoints(jdbi);
    private final LogStore logs = new LogStore(jdbi);
    private int requests;

    private Stage(Path folder, EmbeddedPostgres postgres, SandboxHost sandbox, TwinHost twin) {
        this.folder = folder;
        this.postgres = postgres;
        this.sandbox = sandbox;
        this.twin = twin;
    }

    static Stage in(Path folder) throws IOException, InterruptedException {
        var postgres = EmbeddedPostgres.start(folder.resolve("postgresql"));
        var sandbox = SandboxHost.start(folder.resolve("sandbox"), postgres);
        Files.writeString(folder.resolve("sandbox/etc/pace"), "0\n");
        return new Stage(folder, postgres, sandbox, TwinHost.on(sandbox));
    }

    /** Where the programs of the target's host are. */
    Path bin() {
        return folder.resolve("sandbox/bin");
    }

    TwinHost twin() {
        return twin;
    }

    private Reach reach(Target prod, Target staging) {
        return new Reach(new Fleet(List.of(prod, staging)), hosts);
    }

    Reach reach(String command) {
        return reach(twin.prod(true), twin.staging(command));
    }

    /** The same target with a twin on another host. */
    Reach reach(Target elsewhere) {
        return reach(twin.prod(true), elsewhere);
    }

    OdooHost prod() {
        return reach("odoo-bin").host(TwinHost.PROD);
    }

    private Planner planner() {
        var steps = new Planner.Steps(List.of(), List.of(), List.of(), how -> List.of(), List.of(), List.of());
        return new Planner(checkpoints, new Past(new Trials(operations)), steps, clock);
    }

    DryRuns dryRuns(String command) {
        return dryRuns(reach(command));
    }

    DryRuns withoutTwin() {
        return dryRuns(reach(twin.prod(false), twin.staging("odoo-bin")));
    }

    DryRuns ofTheSandboxAsItComes() {
        return dryRuns(reach(sandbox.target(), twin.staging("odoo-bin")));
    }

    DryRuns dryRuns(Reach reach) {
        var titles = new DryRun(reach, checkpoints, logs).titles();
        return new DryRuns(planner(), checkpoints, new Past(new Trials(operations)), reach, titles);
    }

    Proposal upgrade(String command, String module) {
        var host = reach(command).host(TwinHost.PROD);
        return ((Planned.Proposed) planner().upgrade(host, List.of(module), Optional.empty())).proposal();
    }

    /** @return the checkpoint */
    Checkpoint takesACheckpoint() {
        String operation = "BK-" + ++requests;
        var id = checkpoints.reserve(TwinHost.PROD, operation);
        var command = checkpoints.make(prod(), id, CheckpointStrategy.CLONE).orElseThrow();
        prod().session().run(command, Duration.ofSeconds(60)).orTrouble("the copy");
        return checkpoints.complete(prod(), id, operation, CheckpointStrategy.CLONE);
    }

    /** Runs it to its end, with {@code command} as the twin's {@code odoo-bin}. */
    Operation run(String command, Proposal proposal) {
        OperationId id = enqueue(proposal);
        var runner = runner(reach(command));
        try {
            return awaitEnd(id);
        } finally {
            runner.stop();
        }
    }

    OperationId enqueue(Proposal proposal) {
        var clearance = Clearances.of("AR-" + ++requests, proposal.plan());
        var admitted = jdbi.inTransaction(handle -> operations.enqueue(handle, clearance));
        return ((Admission.Queued) admitted).operation().id();
    }

    /** A replica that runs whatever is queued. Stop it. */
    OperationRunner runner(Reach reach) {
        var runbook = new DryRun(reach, checkpoints, logs);
        var replica = new Timers(new TimerStore(source), clock);
        var runner =
                new OperationRunner(jdbi, journal, replica, clock, List.of(runbook), OperationRunner.Patience.USUAL);
        runner.start();
        return runner;
    }

    void cancel(OperationId id) {
        operations.requestCancel(id, new PersonId("operator"));
    }

    Operation awaitEnd(OperationId id) {
        return await().atMost(Duration.ofSeconds(120))
                .until(
                        () -> operations.find(id).orElseThrow(),
                        operation -> operation.state().isFinal());
    }

    String log(Operation operation) {
        var out = new ByteArrayOutputStream();
        try {
            logs.copyTo(operation.id().toString(), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    List<String> findings(Operation operation) {
        return operations.steps(operation.id()).stream()
                .filter(step -> step.id().equals("judge"))
                .flatMap(step -> StreamSupport.stream(
                        step.result().path("diagnosis").path("findings").spliterator(), false))
                .map(finding -> finding.asText())
                .toList();
    }

    void sql(String statement) {
        prod().postgres().execute("odoo", statement);
    }

    /** All that a dry run must leave as it was. */
    record Condition(
            String modules,
            String code,
            boolean serves,
            long files,
            String databases,
            String twinsCode,
            boolean twinServes) {}

    Condition condition() {
        var prod = prod();
        var staging = reach("odoo-bin").host(TwinHost.STAGING);
        return new Condition(
                Modules.read(prod.postgres(), "odoo").rows().toString(),
                prod.checkout().head(),
                prod.service().active(),
                prod.filestore().count("odoo"),
                prod.postgres()
                        .query("postgres", "select json_agg(datname order by datname) from pg_database")
                        .toString(),
                staging.checkout().head(),
                twin.serves());
    }

    @Override
    public void close() throws Exception {
        prod().service().stop();
        hosts.close();
        sandbox.close();
        postgres.stop();
    }

    /** What dry runs have shown, and nothing else. */
    private static final class Past extends NoHistory {
        private final Trials trials;

        Past(Trials trials) {
            this.trials = trials;
        }

        @Override
        public Optional<Rehearsal> rehearsal(TargetName target, Change change) {
            return trials.last(target, TwinHost.STAGING, change);
        }
    }
}
