package io.twokeys.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.checkpoint.written.Marks;
import io.twokeys.checkpoint.written.Written;
import io.twokeys.db.TestPostgres;
import io.twokeys.fleet.Fleet;
import io.twokeys.fleet.Target.CheckpointStrategy;
import io.twokeys.odoo.host.OdooHost;
import io.twokeys.odoo.host.Reach;
import io.twokeys.sandbox.EmbeddedPostgres;
import io.twokeys.sandbox.SandboxHost;
import io.twokeys.ssh.Hosts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the sandbox's own Odoo database, over SSH. */
class WrittenTest {
    private static EmbeddedPostgres postgres;
    private static SandboxHost sandbox;
    private static Hosts hosts;
    private static OdooHost host;

    private final Checkpoints checkpoints = new Checkpoints(TestPostgres.fresh());

    @BeforeAll
    static void aHost(@TempDir Path folder) {
        postgres = EmbeddedPostgres.start(folder.resolve("postgresql"));
        sandbox = SandboxHost.start(folder.resolve("sandbox"), postgres);
        hosts = new Hosts();
        host = new Reach(new Fleet(List.of(sandbox.target())), hosts)
                .host(sandbox.target().name());
        host.service().stop();
    }

    @AfterAll
    static void noHost() throws Exception {
        hosts.close();
        sandbox.close();
        postgres.stop();
    }

    @Test
    void what_was_written_since_a_checkpoint_is_said_per_document() {
        Checkpoint checkpoint = taken("UP-1");
        assertThat(since(checkpoint).lines()).isEmpty();
        assertThat(since(checkpoint).untouched())
                .contains("sale orders", "posted invoices")
                .doesNotContain("point-of-sale orders");

        sql(
                "insert into sale_order (name, state, write_date) values ('S90001', 'draft', now()), ('S90002', 'sale', now())");
        sql("insert into account_move (name, state) values ('INV/90001', 'posted'), ('/', 'draft')");
        sql(
                "update account_move set state = 'posted', write_date = now() + interval '1 second' where name = 'INV/00003'");
        sql("insert into res_partner (name) values ('A person')");

        assertThat(since(checkpoint).lines())
                .extracting(Written.Line::document, Written.Line::words)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("sale orders", "2 new, the newest S90002, S90001"),
                        org.assertj.core.groups.Tuple.tuple(
                                "posted invoices", "1 new, the newest INV/90001; 1 older one changed"),
                        org.assertj.core.groups.Tuple.tuple("new partners", "1 new"));
    }

    @Test
    void of_a_checkpoint_without_marks_the_dates_tell() {
        sql("insert into sale_order (name, create_date) values ('S80001', now() + interval '1 day')");
        var marks = Marks.of(Instant.now().plus(Duration.ofHours(1)));

        assertThat(((Written.Since) Written.read(host, "odoo", marks)).lines())
                .extracting(Written.Line::words)
                .containsExactly("1 new, the newest S80001");
    }

    @Test
    void what_cannot_be_read_says_so() {
        assertThat(Written.read(host, "nowhere", Marks.of(Instant.EPOCH)))
                .isInstanceOfSatisfying(
                        Written.Unreadable.class, it -> assertThat(it.why()).contains("psql on database nowhere"));
    }

    private Checkpoint taken(String operation) {
        CheckpointId id = checkpoints.reserve(sandbox.target().name(), operation);
        checkpoints
                .make(host, id, CheckpointStrategy.CLONE)
                .ifPresent(command ->
                        host.session().run(command, Duration.ofMinutes(1)).orTrouble("the clone"));
        return checkpoints.complete(host, id, operation, CheckpointStrategy.CLONE);
    }

    private Written.Since since(Checkpoint checkpoint) {
        return (Written.Since) checkpoints.writtenSince(host, checkpoint);
    }

    private static void sql(String statement) {
        host.postgres().execute("odoo", statement);
    }
}
