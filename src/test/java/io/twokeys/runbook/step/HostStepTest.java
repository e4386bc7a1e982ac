package io.twokeys.runbook.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.twokeys.checkpoint.CheckpointId;
import io.twokeys.checkpoint.Checkpoints;
import io.twokeys.db.TestPostgres;
import io.twokeys.fleet.Fleet;
import io.twokeys.fleet.Target.CheckpointStrategy;
import io.twokeys.odoo.host.Modules;
import io.twokeys.odoo.host.OdooHost;
import io.twokeys.odoo.host.Reach;
import io.twokeys.operation.Alone;
import io.twokeys.operation.StepContext;
import io.twokeys.operation.StepOutcome;
import io.twokeys.operation.StepOutcome.Aftermath;
import io.twokeys.plan.Plan;
import io.twokeys.runbook.traffic.Drain;
import io.twokeys.sandbox.EmbeddedPostgres;
import io.twokeys.sandbox.SandboxHost;
import io.twokeys.shell.ShellCommand;
import io.twokeys.ssh.Hosts;
import io.twokeys.ssh.JobId;
import io.twokeys.ssh.JobState;
import io.twokeys.ssh.RemoteJobs;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps on a real host: real SSH, a real PostgreSQL. */
class HostStepTest {
    private static EmbeddedPostgres postgres;
    private static SandboxHost sandbox;
    private static Hosts hosts;
    private static Reach reach;

    private static final Jdbi OURS = TestPostgres.fresh();

    private final Checkpoints checkpoints = new Checkpoints(OURS);

    @BeforeAll
    static void aHost(@TempDir Path folder) {
        postgres = EmbeddedPostgres.start(folder.resolve("postgresql"));
        sandbox = SandboxHost.start(folder.resolve("sandbox"), postgres);
        hosts = new Hosts();
        reach = new Reach(new Fleet(List.of(sandbox.target())), hosts);
    }

    @AfterAll
    static void noHost() throws Exception {
        host().service().stop();
        hosts.close();
        sandbox.close();
        postgres.stop();
    }

    @Test
    void what_is_in_a_transaction_may_finish_before_odoo_is_stopped() throws Exception {
        try (Connection request = aRequest()) {
            var looks = new AtomicInteger();
            var drain = CompletableFuture.supplyAsync(() -> drain(() -> {
                looks.incrementAndGet();
                return Instant.now();
            }));
            await().until(() -> looks.get() > 2);
            assertThat(drain).isNotDone();
            request.rollback();
            assertThat(drain).succeedsWithin(Duration.ofSeconds(20)).isEqualTo("");
        }
    }

    @Test
    void what_does_not_finish_in_time_is_counted_and_holds_up_nobody() throws Exception {
        var begun = Instant.now();
        var clock = List.of(begun, begun.plus(Duration.ofHours(1))).iterator();
        try (Connection request = aRequest()) {
            assertThat(drain(clock::next)).isEqualTo("1 of them did not within 30 s");
            assertThat(request.isValid(5)).isTrue();
        }
    }

    /** In a transaction, and thinking. */
    private static Connection aRequest() throws SQLException {
        Connection request =
                DriverManager.getConnection(postgres.jdbcUrl(database()), postgres.user(), postgres.password());
        request.setAutoCommit(false);
        request.createStatement().execute("select 1");
        return request;
    }

    private static String drain(InstantSource clock) {
        var outcome = new Drain(reach, clock).run(upgrade(8));
        return ((StepOutcome.Done) outcome).result().path(HostStep.REMARK).asText();
    }

    @Test
    void a_checkpoint_that_fails_lets_sessions_into_the_database_again() {
        var host = host();
        var upgrade = upgrade(1);
        host.postgres().execute("postgres", "create database \"" + copy(upgrade) + "_unfinished\" is_template true");

        var outcome = new TakeCheckpoint(reach, checkpoints).run(upgrade);

        assertThat(outcome).isInstanceOf(StepOutcome.Failed.class);
        assertThat(((StepOutcome.Failed) outcome).aftermath()).isEqualTo(Aftermath.UNDO);
        assertThat(Modules.read(host.postgres(), database()).rows()).isNotEmpty();
    }

    @Test
    void a_checkpoint_interrupted_after_its_job_goes_on_with_what_the_job_made() {
        var host = host();
        var upgrade = upgrade(2);
        var id = checkpoints.reserve(
                sandbox.target().name(), upgrade.operation().id().toString());
        host.service().stop();
        assertThat(RemoteWork.complete(
                        upgrade, TakeCheckpoint.ID, host, () -> checkpoints.make(host, id, CheckpointStrategy.CLONE)))
                .isEmpty();

        var outcome = new TakeCheckpoint(reach, checkpoints).run(new Alone(upgrade.operation(), false));

        assertThat(outcome).isInstanceOf(StepOutcome.Done.class);
        assertThat(checkpoints.find(id)).isPresent();
        assertThat(host.postgres().exists(copy(upgrade))).isTrue();
    }

    @Test
    void a_job_that_failed_before_anybody_looked_says_why() {
        var upgrade = upgrade(5);
        var command = ShellCommand.of("sh", "-c", "echo no room >&2; exit 3");
        var host = host();
        RemoteWork.complete(upgrade, "haste", host, () -> Optional.of(command));

        var again = RemoteWork.complete(new Alone(upgrade.operation(), false), "haste", host, Optional::empty);

        assertThat(again).hasValue("exit status 3: no room");
    }

    @Test
    void what_is_still_copied_when_a_checkpoint_is_given_up_does_not_stay() {
        var host = host();
        var upgrade = upgrade(4);
        String half = copy(upgrade) + "_unfinished";
        var slow = host.postgres().statement("postgres", "create database \"" + half + "\"");
        var jobs = new RemoteJobs(host.session());
        var job = new JobId(upgrade.jobId(TakeCheckpoint.ID));
        jobs.start(job, 1, ShellCommand.of("sh", "-c", "sleep 2; " + slow.line()));

        new TakeCheckpoint(reach, checkpoints).undo(upgrade);

        await().until(() -> jobs.state(job), new JobState.Exited(0)::equals);
        assertThat(host.postgres().exists(half)).isFalse();
    }

    @Test
    void what_another_installation_left_on_the_host_is_no_checkpoint_of_ours() {
        var taken = new TakeCheckpoint(reach, checkpoints).run(upgrade(3));
        assertThat(taken).isInstanceOf(StepOutcome.Done.class);

        var again = new TakeCheckpoint(reach, checkpoints).run(upgrade(3));

        assertThat(again)
                .isInstanceOfSatisfying(
                        StepOutcome.Failed.class,
                        failed -> assertThat(failed.why())
                                .contains("a job UP-3-checkpoint already, from another installation"));
    }

    private static OdooHost host() {
        return reach.host(sandbox.target().name());
    }

    private static String database() {
        return sandbox.target().odoo().database();
    }

    private String copy(StepContext upgrade) {
        CheckpointId id = checkpoints.reserve(
                sandbox.target().name(), upgrade.operation().id().toString());
        return database() + "__" + id.value().replace("-", "").toLowerCase(java.util.Locale.ROOT);
    }

    private static Alone upgrade(int number) {
        var host = host();
        var plan = new Plan.Upgrade(
                sandbox.target().name(),
                database(),
                List.of("crm_custom"),
                new Plan.Revisions(host.checkout().head(), host.checkout().head()),
                List.of(),
                Modules.read(host.postgres(), database()).fingerprint(),
                "clone",
                List.of());
        return Alone.upgrade(number, plan, "checkpoint", false);
    }
}
