package io.twokeys.odoo.diagnosis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twokeys.odoo.trace.ModuleRows;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every recorded run of a real Odoo 19 gets the answer that its {@code expected.json} gives: the runs that were handed to
 * us in {@code odoo-logs}, and those that we recorded on a host of the same kind in {@code odoo-runs}.
 */
class RecordedRunsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path RUNS = Path.of("src/test/resources/odoo-logs");
    private static final Path OUR_RUNS = Path.of("src/test/resources/odoo-runs");
    private static final List<String> FIELDS = List.of(
            "verdict",
            "database",
            "cause",
            "causeNeedsEvidence",
            "databaseNeedsEvidence",
            "module",
            "script",
            "file",
            "firstFailure",
            "exceptionLine",
            "sqlstateOrException",
            "findings",
            "findingLines",
            "notes",
            "retryAllowed");

    @TestFactory
    Stream<DynamicTest> every_recorded_run_is_judged_as_expected() throws IOException {
        return cases().stream()
                .map(run -> DynamicTest.dynamicTest(run.getFileName().toString(), () -> {
                    JsonNode expected =
                            JSON.readTree(run.resolve("expected.json").toFile());
                    assertThat(fields(JSON.valueToTree(diagnose(run, expected))))
                            .isEqualTo(fields(expected));
                }));
    }

    @Test
    void there_are_recorded_runs() throws IOException {
        assertThat(cases()).hasSizeGreaterThanOrEqualTo(110);
    }

    @Test
    void no_run_is_called_a_success_without_its_module_states() throws IOException {
        for (Path run : cases()) {
            JsonNode expected = JSON.readTree(run.resolve("expected.json").toFile());
            Evidence blind = evidence(run, expected, false);
            assertThat(new Diagnostician().diagnose(blind).verdict().code())
                    .as(run.getFileName().toString())
                    .doesNotStartWith("succeeded");
        }
    }

    /** Cut anywhere, a log never turns into a success, whatever the exit status says. */
    @Test
    void a_truncated_log_is_no_success() throws IOException {
        Path run = RUNS.resolve("second-module-post-script-fails");
        JsonNode expected = JSON.readTree(run.resolve("expected.json").toFile());
        byte[] log = Files.readAllBytes(run.resolve("output.log"));
        for (int cut = 0; cut < log.length; cut += 97) {
            Evidence e = evidence(run, expected, true);
            Evidence truncated = new Evidence(
                    e.asked(), new ByteArrayInputStream(log, 0, cut), 0, e.before(), e.after(), null, null);
            assertThat(new Diagnostician().diagnose(truncated).verdict().code()).doesNotStartWith("succeeded");
        }
    }

    /** The exit status alone never turns a failure into a success, nor does the loss of the host's logs. */
    @Test
    void no_exit_status_makes_a_failure_a_success() throws IOException {
        for (Path run : cases()) {
            JsonNode expected = JSON.readTree(run.resolve("expected.json").toFile());
            if (expected.path("verdict").asText().startsWith("succeeded")) continue;
            for (Integer exit : Arrays.asList(0, 1, 2, 130, 137, 255, null)) {
                Evidence e = evidence(run, expected, true);
                Evidence changed = new Evidence(e.asked(), e.log(), exit, e.before(), e.after(), null, null);
                assertThat(new Diagnostician().diagnose(changed).verdict().code())
                        .as(run.getFileName() + " with exit status " + exit)
                        .doesNotStartWith("succeeded");
            }
        }
    }

    @Test
    void a_success_needs_the_log_to_its_end() throws IOException {
        Path run = RUNS.resolve("upgrade-with-pre-and-post-scripts");
        JsonNode expected = JSON.readTree(run.resolve("expected.json").toFile());
        byte[] log = Files.readAllBytes(run.resolve("output.log"));
        int end = new String(log, UTF_8).indexOf("Registry loaded in");
        for (int cut = 0; cut < end; cut += 53) {
            Evidence e = evidence(run, expected, true);
            Evidence truncated = new Evidence(
                    e.asked(), new ByteArrayInputStream(log, 0, cut), 0, e.before(), e.after(), null, null);
            assertThat(new Diagnostician().diagnose(truncated).verdict().code()).doesNotStartWith("succeeded");
        }
    }

    @Test
    void the_json_is_flat_and_has_advice_and_evidence() throws IOException {
        Path run = RUNS.resolve("post-script-undefined-column");
        JsonNode json = JSON.valueToTree(
                diagnose(run, JSON.readTree(run.resolve("expected.json").toFile())));
        List<String> keys = new ArrayList<>(FIELDS);
        keys.addAll(List.of("why", "advice", "evidence"));
        assertThat(json.properties()).extracting(Map.Entry::getKey).containsExactlyElementsOf(keys);
        assertThat(json.path("advice").asText()).contains("the same command may then run again");
    }

    static List<Path> cases() throws IOException {
        try (Stream<Path> given = Files.list(RUNS);
                Stream<Path> ours = Files.list(OUR_RUNS)) {
            return Stream.concat(given, ours)
                    .filter(Files::isDirectory)
                    .sorted()
                    .toList();
        }
    }

    private static Diagnosis diagnose(Path run, JsonNode expected) throws IOException {
        return new Diagnostician().diagnose(evidence(run, expected, true));
    }

    static Evidence evidence(Path run, JsonNode expected, boolean states) throws IOException {
        List<String> modules = new ArrayList<>();
        expected.at("/target/modules").forEach(name -> modules.add(name.asText()));
        return new Evidence(
                new Evidence.Asked(expected.at("/target/database").asText(), modules, Map.of()),
                new ByteArrayInputStream(Files.readAllBytes(run.resolve("output.log"))),
                expected.path("exitCode").isNull()
                        ? null
                        : Integer.valueOf(expected.path("exitCode").intValue()),
                states ? rows(run.resolve("states-before.json")) : null,
                states ? rows(run.resolve("states-after.json")) : null,
                stream(run.resolve("journal.log")),
                stream(run.resolve("postgresql.log")));
    }

    private static @Nullable ModuleRows rows(Path file) throws IOException {
        InputStream in = stream(file);
        return in == null ? null : ModuleRows.read(in);
    }

    private static @Nullable InputStream stream(Path file) throws IOException {
        return Files.exists(file) ? new ByteArrayInputStream(Files.readAllBytes(file)) : null;
    }

    static String fields(JsonNode diagnosis) throws IOException {
        ObjectNode kept = JSON.createObjectNode();
        for (String field : FIELDS) kept.set(field, diagnosis.get(field));
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(JSON.treeToValue(kept, Map.class));
    }
}
