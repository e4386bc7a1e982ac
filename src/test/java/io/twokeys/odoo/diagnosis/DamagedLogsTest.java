package io.twokeys.odoo.diagnosis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/** Logs as terminals, pipes and crashes leave them: the answer stays the same, or at least there is one. */
class DamagedLogsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern RECORD = Pattern.compile("(\\d{4}-\\d\\d-\\d\\d \\S+ \\d+ )[A-Z]+ (\\S+) ");

    @Property(tries = 55)
    void colours_and_carriage_returns_change_no_answer(@ForAll("runs") Path run) throws IOException {
        assertThat(answer(
                        run,
                        line -> line.replaceFirst(
                                        "^(\\d{4}-\\S+ \\S+ \\d+ )([A-Z]+)( )",
                                        "$1\u001b[1;32m\u001b[1;49m$2\u001b[0m$3")
                                + "\r"))
                .isEqualTo(answer(run, UnaryOperator.identity()));
    }

    /** Whatever else is logged in between: only line numbers move, by as much as was put before them. */
    @Property(tries = 110)
    void noise_between_the_records_moves_line_numbers_only(@ForAll("runs") Path run, @ForAll long seed)
            throws IOException {
        List<String> lines = lines(run);
        Random random = new Random(seed);
        List<String> noisy = new ArrayList<>();
        List<Integer> newNumbers = new ArrayList<>();
        for (String line : lines) {
            String noise = noise(line);
            if (noise != null && random.nextInt(4) == 0) noisy.add(noise);
            noisy.add(line);
            newNumbers.add(noisy.size());
        }
        Diagnosis before = diagnose(run, bytes(lines));
        Diagnosis after = diagnose(run, bytes(noisy));
        assertThat(after.judgement()).isEqualTo(before.judgement());
        assertThat(after.remarks().findings()).isEqualTo(before.remarks().findings());
        assertThat(after.place().script()).isEqualTo(before.place().script());
        var first = before.place().firstFailure();
        var moved = after.place().firstFailure();
        assertThat(moved == null).isEqualTo(first == null);
        if (first == null || moved == null) return;
        assertThat(moved.line())
                .isEqualTo(newNumbers.get((int) first.line() - 1).longValue());
        assertThat(moved.text()).isEqualTo(first.text());
    }

    /** Cut, with bytes that are no text, with lines in another order: there is an answer, and its line is that line. */
    @Property(tries = 150)
    void nothing_that_a_log_may_hold_is_an_exception(
            @ForAll("runs") Path run,
            @ForAll @IntRange(max = 100_000) int cut,
            @ForAll @Size(max = 40) byte[] rubbish,
            @ForAll boolean shuffled,
            @ForAll long seed)
            throws IOException {
        List<String> lines = new ArrayList<>(lines(run));
        if (shuffled) Collections.shuffle(lines, new Random(seed));
        String whole = String.join("\n", lines);
        String part = whole.substring(0, Math.min(cut, whole.length())) + visible(new String(rubbish, ISO_8859_1));
        byte[] log = part.getBytes(ISO_8859_1);
        Diagnosis d = diagnose(run, log);
        var first = d.place().firstFailure();
        if (first == null) return;
        String line = new String(log, UTF_8).split("\n", -1)[(int) first.line() - 1];
        assertThat(visible(line)).startsWith(visible(first.text()));
        if (first.recordLine() != null) assertThat(first.recordLine()).isLessThanOrEqualTo(first.line());
    }

    /** One query of many megabytes is one line. */
    @Property(tries = 3)
    void a_line_of_megabytes_hides_nothing_after_it(@ForAll @IntRange(min = 1, max = 8) int megabytes)
            throws IOException {
        Path run = Path.of("src/test/resources/odoo-logs/post-script-undefined-column");
        List<String> lines = new ArrayList<>(lines(run));
        lines.set(24, lines.get(24) + "x".repeat(megabytes << 20));
        var first = diagnose(run, bytes(lines)).place().firstFailure();
        assertThat(first).isEqualTo(new Diagnosis.FirstFailure(26, "ERROR: column \"legacy_ref\" does not exist", 25L));
    }

    @Provide
    Arbitrary<Path> runs() throws IOException {
        return Arbitraries.of(RecordedRunsTest.cases());
    }

    private static String visible(String text) {
        return text.replaceAll("\\p{Cntrl}", "");
    }

    /** A line of its own for every record, by the same process on the same database. */
    private static @Nullable String noise(String line) {
        Matcher record = RECORD.matcher(line);
        return record.lookingAt()
                ? record.group(1) + "DEBUG " + record.group(2) + " odoo.addons.sale.models: café £12, nothing to see "
                : null;
    }

    private static String answer(Path run, UnaryOperator<String> changed) throws IOException {
        Diagnosis d = diagnose(run, bytes(lines(run).stream().map(changed).toList()));
        ObjectNode node = JSON.valueToTree(d);
        return RecordedRunsTest.fields(node);
    }

    private static List<String> lines(Path run) throws IOException {
        return List.of(Files.readString(run.resolve("output.log"), ISO_8859_1).split("\n", -1));
    }

    private static byte[] bytes(List<String> lines) {
        return String.join("\n", lines).getBytes(ISO_8859_1);
    }

    private static Diagnosis diagnose(Path run, byte[] log) throws IOException {
        JsonNode expected = JSON.readTree(run.resolve("expected.json").toFile());
        Evidence e = RecordedRunsTest.evidence(run, expected, true);
        return new Diagnostician()
                .diagnose(new Evidence(
                        e.asked(),
                        new ByteArrayInputStream(log),
                        e.exitCode(),
                        e.before(),
                        e.after(),
                        e.journal(),
                        e.postgresLog()));
    }
}
