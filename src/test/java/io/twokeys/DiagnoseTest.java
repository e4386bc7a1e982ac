package io.twokeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command line of {@code diagnose}: what it prints, and what it says where it cannot read. */
class DiagnoseTest {
    private static final Path RUN = Path.of("src/test/resources/odoo-logs/disk-full-in-wal");
    private static final String LOG = RUN.resolve("output.log").toString();

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void a_colleague_reads_what_happened_where_how_one_knows_and_what_next() {
        int status = diagnose(
                LOG,
                "--exit-code=255",
                "--states-before=" + RUN.resolve("states-before.json"),
                "--states-after=" + RUN.resolve("states-after.json"),
                "--journal=" + RUN.resolve("journal.log"),
                "--postgresql-log=" + RUN.resolve("postgresql.log"));
        assertThat(status).isEqualTo(1);
        assertThat(out.toString())
                .startsWith("It failed. No space was left on a disk in sale_custom/migrations/")
                .containsSubsequence(
                        "Database  unchanged; the same command may run again",
                        "Where     sale_custom/migrations/19.0.1.1.0/post-migrate.py:8",
                        "Log       line 26 says it first: ERROR: server closed the connection unexpectedly",
                        "line 66 repeats it in the traceback",
                        "Evidence  exit status 255",
                        "PostgreSQL: 2026-11-21 02:02:24.365 UTC [11081] odoo@prod PANIC:",
                        "Next      Free space on the disk that is full");
    }

    @Test
    void a_created_database_shows_though_nobody_said_which_one_was_meant() throws IOException {
        diagnose("src/test/resources/odoo-logs/database-name-misspelled/output.log", "--json");
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.path("cause").asText()).isEqualTo("wrong-database");
        assertThat(json.path("target").path("database").isNull()).isTrue();
        assertThat(json.path("exitCode").isNull()).isTrue();
    }

    @Test
    void what_cannot_be_read_is_a_sentence_that_names_the_option(@TempDir Path folder) throws IOException {
        assertThat(refusal("gone.log")).isEqualTo("There is no file gone.log (LOG). Check the path.");
        assertThat(refusal(LOG, "--journal=gone"))
                .isEqualTo("There is no file gone (--journal). Check the path, or leave the option out.");
        assertThat(refusal(folder.toString())).startsWith(folder + " (LOG) is a folder. Name the file in it");
        assertThat(refusal(LOG, "--exit-code=abc")).startsWith("--exit-code is a number from 0 to 255, not 'abc'.");
        assertThat(refusal(LOG, "--exit-code=256")).contains("not '256'");
        Path states = Files.writeString(folder.resolve("states.json"), "[]");
        assertThat(refusal(LOG, "--states-after=" + states))
                .startsWith(states + " (--states-after) does not hold module states. It should look like {");
        Files.writeString(states, "{\"sale\": ");
        assertThat(refusal(LOG, "--states-before=" + states)).contains("(--states-before) does not hold module states");
    }

    private String refusal(String... args) {
        err.getBuffer().setLength(0);
        assertThat(diagnose(args)).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        return err.toString().strip();
    }

    private int diagnose(String... args) {
        return new CommandLine(new Diagnose())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }
}
