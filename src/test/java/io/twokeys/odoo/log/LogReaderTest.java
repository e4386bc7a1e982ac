package io.twokeys.odoo.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LogReaderTest {
    private static final String PREFIX = "2026-11-21 01:33:54,188 2360 INFO prod odoo.modules.loading: ";

    @Test
    void a_record_has_its_parts_and_the_lines_below_it() {
        List<LogRecord> records = read("""
                2026-11-21 01:33:54,189 2360 ERROR prod odoo.sql_db: bad query: b'SELECT 1'
                ERROR: no

                2026-11-21 01:33:54,190 2360 INFO ? odoo: next\s
                """.getBytes(UTF_8));
        LogRecord first = records.getFirst();
        assertThat(first.timestamp()).isEqualTo("2026-11-21 01:33:54,189");
        assertThat(first.pid()).isEqualTo(2360);
        assertThat(first.level()).isEqualTo(Level.ERROR);
        assertThat(first.database()).isEqualTo("prod");
        assertThat(first.logger()).isEqualTo("odoo.sql_db");
        assertThat(first.message()).isEqualTo("bad query: b'SELECT 1'");
        assertThat(first.more()).containsExactly(new LogLine(2, "ERROR: no"), new LogLine(3, ""));
        assertThat(records.getLast().line()).isEqualTo(4);
        assertThat(records.getLast().text()).endsWith("next ");
    }

    @Test
    void colours_are_stripped_before_the_prefix_is_read() {
        String line = "2026-11-21 01:40:27,992 4643 \u001b[1;33m\u001b[1;49mWARNING\u001b[0m ? odoo.tools.config: x\n";
        LogRecord record = read(line.getBytes(UTF_8)).getFirst();
        assertThat(record.level()).isEqualTo(Level.WARNING);
        assertThat(record.text()).isEqualTo("2026-11-21 01:40:27,992 4643 WARNING ? odoo.tools.config: x");
    }

    @Test
    void a_database_name_beyond_ascii_does_not_shift_the_message() {
        assertThat(read("2026-11-21 01:40:27,992 4643 INFO größe odoo.x: m\n".getBytes(UTF_8))
                        .getFirst()
                        .message())
                .isEqualTo("m");
    }

    @Test
    void lines_before_the_first_record_stand_for_themselves() {
        LogRecord record = read("sudo: no\nbash: no\n".getBytes(UTF_8)).getFirst();
        assertThat(record.prefixed()).isFalse();
        assertThat(record.text()).isEqualTo("sudo: no");
        assertThat(record.more()).containsExactly(new LogLine(2, "bash: no"));
    }

    @Test
    void a_line_of_a_megabyte_is_cut_and_the_next_one_is_whole() {
        List<LogRecord> records = read((PREFIX + "x".repeat(1_000_000) + "\n" + PREFIX + "y\n").getBytes(UTF_8));
        assertThat(records.getFirst().text()).hasSize(LogReader.MAX_LINE);
        assertThat(records.getLast().message()).isEqualTo("y");
    }

    @Test
    void of_a_record_with_endless_lines_the_first_and_the_last_are_kept() {
        StringBuilder log = new StringBuilder(PREFIX + "x\n");
        for (int i = 0; i < 100_000; i++) log.append("line ").append(i).append('\n');
        List<LogLine> more = read(log.toString().getBytes(UTF_8)).getFirst().more();
        assertThat(more).hasSize(LogReader.MAX_HEAD + LogReader.MAX_TAIL);
        assertThat(more.getLast()).isEqualTo(new LogLine(100_001, "line 99999"));
    }

    @Test
    void an_open_record_is_handed_on_when_flushed() {
        List<LogRecord> records = new ArrayList<>();
        LogReader reader = new LogReader(records::add);
        byte[] bytes = (PREFIX + "x\n").getBytes(UTF_8);
        reader.feed(bytes, 0, bytes.length);
        assertThat(records).isEmpty();
        reader.flush();
        assertThat(records).hasSize(1);
    }

    /** Chunks do not matter, nor the kind of line end, whatever the bytes. */
    @Property(tries = 300)
    void chunks_and_line_ends_do_not_matter(
            @ForAll("logs") byte[] log, @ForAll @Size(max = 10) List<@IntRange(min = 1, max = 40) Integer> sizes) {
        List<LogRecord> whole = read(log);
        List<LogRecord> chunked = new ArrayList<>();
        LogReader reader = new LogReader(chunked::add);
        int at = 0;
        for (int i = 0; at < log.length; i++) {
            int size = Math.min(sizes.isEmpty() ? 1 : sizes.get(i % sizes.size()), log.length - at);
            reader.feed(log, at, size);
            at += size;
        }
        reader.end();
        assertThat(chunked).isEqualTo(whole);
        assertThat(read(crlf(log))).isEqualTo(whole);
    }

    /** However a log is cut, what came before the last line is read the same. */
    @Property(tries = 200)
    void a_truncated_log_loses_only_its_last_line(@ForAll("logs") byte[] log, @ForAll @IntRange(max = 400) int cut) {
        byte[] part = Arrays.copyOf(log, Math.min(cut, log.length));
        List<LogRecord> whole = read(log);
        List<LogRecord> truncated = read(part);
        for (int i = 0; i < truncated.size() - 1 && i < whole.size() - 1; i++) {
            assertThat(truncated.get(i).line()).isEqualTo(whole.get(i).line());
        }
        assertThat(truncated.size()).isLessThanOrEqualTo(whole.size());
    }

    @Provide
    Arbitrary<byte[]> logs() {
        Arbitrary<byte[]> lines = Arbitraries.oneOf(
                Arbitraries.of(
                                PREFIX + "Loading module a (1/2)",
                                "2026-11-21 01:33:54,189 2360 ERROR prod odoo.sql_db: bad query: x",
                                "Traceback (most recent call last):",
                                "2026-11-21 01:33:54,189 2360 SHOUT prod odoo: x",
                                "2026-11-21 01:33",
                                "\u001b[1;32mINFO\u001b[0m",
                                "")
                        .map(line -> line.getBytes(UTF_8)),
                Arbitraries.bytes()
                        .filter(b -> b != '\n' && b != '\r' && b != 27)
                        .array(byte[].class)
                        .ofMaxSize(60));
        return lines.list().ofMaxSize(12).map(LogReaderTest::join);
    }

    private static byte[] join(List<byte[]> lines) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] line : lines) {
            out.writeBytes(line);
            out.write('\n');
        }
        return out.toByteArray();
    }

    private static byte[] crlf(byte[] log) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte b : log) {
            if (b == '\n') out.write('\r');
            out.write(b);
        }
        return out.toByteArray();
    }

    @Test
    void a_hundred_megabytes_pass_through_without_being_kept() throws IOException {
        AtomicLong records = new AtomicLong();
        LogReader.read(
                new Repeated(PREFIX + "loading sale_custom/views/note_views.xml number of many \n", 100_000_000),
                r -> records.incrementAndGet());
        assertThat(records.get()).isGreaterThan(800_000);
    }

    private static List<LogRecord> read(byte[] log) {
        List<LogRecord> records = new ArrayList<>();
        LogReader reader = new LogReader(records::add);
        reader.feed(log, 0, log.length);
        reader.end();
        return records;
    }

    /** The same line again and again, made while it is read. */
    private static final class Repeated extends InputStream {
        private final byte[] line;
        private long left;
        private int at;

        Repeated(String line, long bytes) {
            this.line = line.getBytes(UTF_8);
            this.left = bytes;
        }

        @Override
        public int read() {
            if (left-- <= 0) return -1;
            byte b = line[at];
            at = (at + 1) % line.length;
            return b & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int count) {
            if (left <= 0) return -1;
            int done = (int) Math.min(count, left);
            for (int i = 0; i < done; i++) {
                into[offset + i] = line[at];
                at = at + 1 == line.length ? 0 : at + 1;
            }
            left -= done;
            return done;
        }
    }
}
