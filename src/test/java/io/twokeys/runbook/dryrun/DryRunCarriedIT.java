package io.twokeys.runbook.dryrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.twokeys.checkpoint.Checkpoint;
import io.twokeys.checkpoint.RunnableCopy;
import io.twokeys.odoo.host.OdooHost;
import io.twokeys.odoo.host.Reach;
import io.twokeys.operation.OperationState;
import io.twokeys.plan.Planned;
import io.twokeys.plan.Proposal;
import io.twokeys.plan.gate.Gate;
import io.twokeys.plan.gate.Gate.Result;
import io.twokeys.shell.ShellCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dry runs on a twin that is on another host: two sandbox hosts, each with its own SSH server and its own PostgreSQL. */
class DryRunCarriedIT {
    private static Stage stage;
    private static FarTwin far;
    private static Checkpoint checkpoint;
    private static Path folder;

    @BeforeAll
    static void twoHosts(@TempDir Path temporary) throws Exception {
        folder = temporary;
        stage = Stage.in(folder.resolve("one"));
        far = FarTwin.in(folder.resolve("other"));
        FarTwin.letDump(stage.bin());
        checkpoint = stage.takesACheckpoint();
    }

    @AfterAll
    static void noHosts() throws Exception {
        far.close();
        stage.close();
    }

    private static Reach reach() {
        return stage.reach(far.target());
    }

    private static OdooHost twin() {
        return reach().host(TwinHost.STAGING);
    }

    private static Proposal proposed(Reach reach, String module) {
        var planned = stage.dryRuns(reach).plan(TwinHost.PROD, List.of(module), Optional.empty());
        assertThat(planned).isInstanceOf(Planned.Proposed.class);
        return ((Planned.Proposed) planned).proposal();
    }

    private static Gate gate(Proposal proposal, String id) {
        return proposal.gates().stream()
                .filter(gate -> gate.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** All that is on both hosts and must be there afterwards as it was. */
    private static String condition() {
        OdooHost twin = twin();
        return stage.condition() + " " + databases(twin) + " "
                + twin.checkout().head() + " " + twin.service().active() + " "
                + twin.filestore().count("odoo") + " " + folders(stage.prod()) + " " + folders(twin);
    }

    private static String databases(OdooHost host) {
        return host.postgres()
                .query("postgres", "select json_agg(datname order by datname) from pg_database")
                .toString();
    }

    private static String folders(OdooHost host) {
        var find = ShellCommand.of("find")
                .with(
                        host.target().settings().checkpoints().folder(),
                        host.target().odoo().dataDir() + "/filestore")
                .with("-maxdepth", "1");
        return host.session().run(find, Duration.ofSeconds(20)).out();
    }

    @Test
    void what_passes_there_passes_the_gate_and_leaves_both_hosts_as_they_were() {
        String before = condition();
        Proposal proposal = proposed(reach(), "crm_custom");
        assertThat(proposal.mayStart()).as(proposal.gates().toString()).isTrue();
        assertThat(proposal.warnings())
                .anySatisfy(line -> assertThat(line).contains("carried from sandbox to staging, through Twokeys"));
        assertThat(gate(proposal, "twin-apart").result()).isEqualTo(Result.PASS);
        assertThat(gate(proposal, "dump-programs").evidence())
                .isEqualTo("pg_dump 18 of sandbox, pg_restore 18 of staging");
        assertThat(gate(proposal, "copy-space").evidence())
                .contains("free in /", " on the host of staging, up to ", " are wanted");

        var id = stage.enqueue(proposal);
        var runner = stage.runner(reach());
        try {
            assertThat(stage.awaitEnd(id).verdict()).startsWith("succeeded: ");
        } finally {
            runner.stop();
        }

        assertThat(condition()).isEqualTo(before);
        assertThat(gate(proposed(reach(), "crm_custom"), "target-free").result())
                .isEqualTo(Result.PASS);
    }

    @Test
    void what_is_carried_is_the_whole_of_it_and_what_was_cut_is_carried_again() {
        OdooHost home = stage.prod();
        OdooHost twin = twin();
        String copy = RunnableCopy.nameFor(checkpoint);
        run(home, RunnableCopy.restoreToCarry(home, checkpoint));
        run(home, RunnableCopy.dumpToCarry(home, checkpoint));
        assertThat(RunnableCopy.carry(home, twin, checkpoint, () -> false)).isFalse();
        assertThat(twin.filestore().exists(copy)).isFalse();

        assertThat(RunnableCopy.carry(home, twin, checkpoint, () -> true)).isTrue();

        assertThat(twin.filestore().count(copy))
                .isEqualTo(home.filestore().count(checkpoint.sibling()))
                .isPositive();
        run(twin, RunnableCopy.restoreCarried(twin, checkpoint));
        assertThat(databases(twin)).contains(copy);
        RunnableCopy.dropCarried(home, checkpoint);
        RunnableCopy.dropCarried(twin, checkpoint);
        RunnableCopy.drop(twin, copy);
        assertThat(databases(home)).doesNotContain("carry");
        assertThat(folders(home) + folders(twin)).doesNotContain("carry", copy);
    }

    private static void run(OdooHost host, Optional<ShellCommand> command) {
        host.session().run(command.orElseThrow(), Duration.ofSeconds(60)).orTrouble("a job");
    }

    @Test
    void a_restart_in_the_middle_goes_on_where_it_was() throws IOException {
        String before = condition();
        Files.writeString(stage.bin().resolve("hold"), "");
        var id = stage.enqueue(proposed(reach(), "crm_custom"));
        var first = stage.runner(reach());
        await().until(() -> Files.exists(stage.bin().resolve("held")));
        first.stop();
        Files.writeString(stage.bin().resolve("go"), "");
        var second = stage.runner(reach());
        try {
            assertThat(stage.awaitEnd(id).verdict()).startsWith("succeeded: ");
        } finally {
            second.stop();
            for (String file : List.of("hold", "held", "go"))
                Files.delete(stage.bin().resolve(file));
        }
        assertThat(condition()).isEqualTo(before);
    }

    @Test
    void what_cannot_be_dumped_is_told_and_leaves_nothing() throws IOException {
        String before = condition();
        Path program = stage.bin().resolve("pg_dump");
        Proposal proposal = proposed(reach(), "crm_custom");
        Files.writeString(
                program, "#!/bin/sh\nfor folder; do :; done; mkdir $folder; echo 'no room for it' >&2; exit 1\n");
        var id = stage.enqueue(proposal);
        var runner = stage.runner(reach());
        try {
            var done = stage.awaitEnd(id);
            assertThat(done.state()).isEqualTo(OperationState.FAILED);
            assertThat(done.verdict()).contains("The checkpoint could not be dumped: exit status 1: no room for it");
        } finally {
            runner.stop();
            FarTwin.letDump(stage.bin());
        }
        assertThat(condition()).isEqualTo(before);
    }

    @Test
    void a_cancel_ends_what_is_being_carried() throws IOException {
        String before = condition();
        Files.writeString(far.bin().resolve("slow"), "");
        var id = stage.enqueue(proposed(reach(), "crm_custom"));
        var runner = stage.runner(reach());
        try {
            await().until(() -> Files.exists(far.bin().resolve("reads")));
            stage.cancel(id);
            assertThat(stage.awaitEnd(id).state()).isEqualTo(OperationState.CANCELLED);
        } finally {
            runner.stop();
            Files.delete(far.bin().resolve("slow"));
        }
        assertThat(Long.parseLong(Files.readString(far.bin().resolve("read")).strip()))
                .isLessThan(FarTwin.BYTES);
        assertThat(condition()).isEqualTo(before);
    }

    @Test
    void files_that_were_cut_on_their_way_are_not_left_behind() {
        OdooHost twin = twin();
        String copy = RunnableCopy.nameFor(checkpoint);
        String half = twin.target().odoo().filestore(copy) + ".unfinished";
        assertThat(twin.session()
                        .run(ShellCommand.of("mkdir", half), Duration.ofSeconds(20))
                        .ok())
                .isTrue();
        RunnableCopy.drop(twin, copy);
        assertThat(folders(twin)).doesNotContain(copy);
    }

    @Test
    void the_same_host_by_another_address_is_no_other_host() throws IOException {
        var alias = FarTwin.byAnotherAddress(stage.prod().target(), folder);
        Proposal proposal = proposed(stage.reach(alias), "crm_custom");
        assertThat(proposal.mayStart()).isFalse();
        assertThat(gate(proposal, "twin-apart").evidence())
                .isEqualTo("the PostgreSQL of staging is that of sandbox, by another address");
    }
}
