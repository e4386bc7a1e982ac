package io.twokeys.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twokeys.fleet.Fleet;
import io.twokeys.fleet.Target;
import io.twokeys.fleet.Target.CheckpointStrategy;
import io.twokeys.fleet.Target.Checkpointing;
import io.twokeys.fleet.Targets;
import io.twokeys.odoo.host.OdooHost;
import io.twokeys.odoo.host.Reach;
import io.twokeys.sandbox.EmbeddedPostgres;
import io.twokeys.sandbox.SandboxHost;
import io.twokeys.ssh.Hosts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over SSH, with a program that answers what pgBackRest 2.45 was seen to answer. */
class PgBackRestTest {
    private static final String LABEL = "20261127-051212F_20261127-051217I";
    private static final String INFO = """
            [{"backup":[
                {"annotation":{"twokeys":"prod__cp1"},"error":false,"label":"20261127-051212F"},
                {"error":false,"label":"20261127-051300F"},
                {"annotation":{"twokeys":"prod__cp2"},"error":%s,"label":"20261127-051212F_20261127-051217I"}],
              "name":"main","status":{"code":%d,"message":"%s"}}]""";
    private static final String VERIFIED = """
            stanza: main
            status: %1$s
              backup: 20261127-051212F, status: valid, total files checked: 1563, total valid files: 1563
                missing: 0, checksum invalid: 0, size invalid: 0, other: 0
              backup: 20261127-051212F_20261127-051217I, status: %2$s, total files checked: 1563, total valid files: 1562
            """;

    private static EmbeddedPostgres postgres;
    private static SandboxHost sandbox;
    private static Hosts hosts;
    private static OdooHost host;
    private static PgBackRest strategy;
    private static Path program;

    @BeforeAll
    static void aHost(@TempDir Path folder) {
        postgres = EmbeddedPostgres.start(folder.resolve("postgresql"));
        sandbox = SandboxHost.start(folder.resolve("sandbox"), postgres);
        program = folder.resolve("sandbox/bin/pgbackrest");
        hosts = new Hosts();
        Target saved = withStanza(sandbox.target());
        strategy = new PgBackRest(saved.settings());
        host = new Reach(new Fleet(List.of(saved)), hosts).host(saved.name());
    }

    private static Target withStanza(Target plain) {
        String folder = plain.settings().checkpoints().folder();
        return Targets.saving(plain, new Checkpointing(CheckpointStrategy.PGBACKREST, folder, "main"));
    }

    @AfterAll
    static void noHost() throws Exception {
        hosts.close();
        sandbox.close();
        postgres.stop();
    }

    @Test
    void a_backup_is_known_by_its_annotation_and_made_once() throws IOException {
        pgbackrest(INFO.formatted(false, 0, "ok"), "");
        assertThat(strategy.make(host, "prod", "prod__cp3").orElseThrow().line())
                .isEqualTo(
                        "sudo -n -u postgres pgbackrest --stanza=main --start-fast --annotation=twokeys=prod__cp3 backup");
        assertThat(strategy.make(host, "prod", "prod__cp2")).isEmpty();
        assertThat(strategy.stands(host, "prod__cp1")).isTrue();
        assertThat(strategy.stands(host, "prod__cp3")).isFalse();
    }

    @Test
    void it_counts_only_when_pgbackrest_calls_this_very_backup_valid() throws IOException {
        pgbackrest(INFO.formatted(false, 0, "ok"), VERIFIED.formatted("ok", "valid"));
        assertThat(strategy.verify(host, "prod", "prod__cp2")).isEmpty();
        pgbackrest(INFO.formatted(false, 0, "ok"), VERIFIED.formatted("error", "invalid"));
        assertThat(strategy.verify(host, "prod", "prod__cp1")).isEmpty();
        assertNotWhole("does not call its backup " + LABEL + " valid");
        pgbackrest(INFO.formatted(false, 0, "ok"), "");
        assertNotWhole("does not call its backup " + LABEL + " valid");
        pgbackrest(INFO.formatted(true, 0, "ok"), VERIFIED.formatted("ok", "valid"));
        assertNotWhole("does not call its backup " + LABEL + " valid");
        pgbackrest("[]", VERIFIED.formatted("ok", "valid"));
        assertNotWhole("has no backup prod__cp2");
    }

    @Test
    void what_stands_in_its_way_is_what_pgbackrest_says() throws IOException {
        pgbackrest(INFO.formatted(false, 0, "ok"), "");
        assertThat(strategy.obstacle(host)).isEmpty();
        pgbackrest(INFO.formatted(false, 2, "no valid backups"), "");
        assertThat(strategy.obstacle(host)).isEmpty();
        pgbackrest(INFO.formatted(false, 1, "missing stanza path"), "");
        assertThat(strategy.obstacle(host))
                .hasValueSatisfying(
                        why -> assertThat(why).isEqualTo("pgBackRest says of the stanza main: missing stanza path"));
        pgbackrest("[]", "");
        assertThat(strategy.obstacle(host)).isPresent();
    }

    @Test
    void without_pgbackrest_that_is_what_is_said() throws IOException {
        Files.writeString(program, "#!/bin/sh\necho 'sudo: pgbackrest: command not found' >&2; exit 1\n");
        assertThat(strategy.obstacle(host))
                .hasValueSatisfying(why -> assertThat(why).contains("pgBackRest", "the host has no such command"));
    }

    private void assertNotWhole(String words) {
        assertThatThrownBy(() -> strategy.verify(host, "prod", "prod__cp2"))
                .isInstanceOfSatisfying(
                        NotWhole.class, it -> assertThat(it.sentence()).contains(words));
    }

    private static void pgbackrest(String info, String verified) throws IOException {
        Files.writeString(program, """
                #!/bin/sh
                case "$*" in
                  '--stanza=main --output=json info') cat <<'END'
                %s
                END
                  ;;
                  '--stanza=main --set='*' --output=text --verbose verify') cat <<'END'
                %s
                END
                  ;;
                  *) echo "pgbackrest was asked: $*" >&2; exit 1 ;;
                esac
                """.formatted(info, verified));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
