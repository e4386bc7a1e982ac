package io.twokeys.odoo.log;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of an Odoo log into records, whatever the chunks they come in. Colours and carriage returns are
 * stripped, bytes that are not UTF-8 become U+FFFD, lines are cut at {@link #MAX_LINE}; memory stays bounded. Not
 * thread-safe.
 *
 * <p>A record ends where the next one starts, so the last one is handed on by {@link #flush}. Lines before the first
 * record, or after a flush, come as a record of level {@link Level#NONE}.
 */
public final class LogReader {
    /**
     * What is kept of a record; the rest is dropped.
     *
     * @param line bytes of a line
     * @param head first lines below the record
     * @param below bytes after which no more first lines are kept
     * @param tail last lines below it
     */
    public record Kept(int line, int head, int below, int tail) {
        /** Enough for a diagnosis. */
        public static final Kept MUCH = new Kept(MAX_LINE, MAX_HEAD, MAX_BELOW, MAX_TAIL);
        /** Enough to show it. */
        public static final Kept LITTLE = new Kept(4 * 1024, 40, 8 * 1024, 10);
    }

    /** Bytes kept of a line; the rest is dropped. */
    public static final int MAX_LINE = 16 * 1024;
    /** First lines kept below a record. */
    public static final int MAX_HEAD = 1000;
    /** Last lines kept below a record that has more than {@link #MAX_HEAD}. */
    public static final int MAX_TAIL = 300;

    private static final int MAX_BELOW = 1024 * 1024;
    private static final char ESCAPE = 27;

    private final Consumer<LogRecord> sink;
    private final Kept kept;
    private final RecordPrefix prefix = new RecordPrefix();
    private byte[] line = new byte[1024];
    private int length;
    private boolean escapes;
    private boolean unfinished;
    private long number;
    private @Nullable LogRecord open;
    private List<LogLine> head = new ArrayList<>();
    private final ArrayDeque<LogLine> tail = new ArrayDeque<>();
    private int below;

    public LogReader(Consumer<LogRecord> sink) {
        this(sink, Kept.MUCH);
    }

    public LogReader(Consumer<LogRecord> sink, Kept kept) {
        this.sink = sink;
        this.kept = kept;
    }

    /** Reads {@code in} to its end; does not close it. */
    public static void read(InputStream in, Consumer<LogRecord> sink) throws IOException {
        LogReader reader = new LogReader(sink);
        byte[] chunk = new byte[64 * 1024];
        for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) reader.feed(chunk, 0, n);
        reader.end();
    }

    /** A character for each byte: the JDK looks through a string many characters at a time, through bytes one by one. */
    public void feed(byte[] bytes, int offset, int count) {
        String latin = new String(bytes, offset, count, ISO_8859_1);
        boolean coloured = latin.indexOf(ESCAPE) >= 0;
        int start = 0;
        for (int end = latin.indexOf('\n'); end >= 0; end = latin.indexOf('\n', start)) {
            keep(bytes, offset + start, offset + end);
            escapes |= coloured;
            endLine();
            start = end + 1;
        }
        if (start < count) {
            keep(bytes, offset + start, offset + count);
            escapes |= coloured;
            unfinished = true;
        }
    }

    /** The end of the log: its last line counts though no line feed ends it. */
    public void end() {
        if (unfinished) endLine();
        flush();
    }

    /** Hands on the record that is open, for a reader that must not wait for the next one. */
    public void flush() {
        LogRecord record = open;
        if (record == null) return;
        open = null;
        sink.accept(below == 0 ? record : withLines(record));
        head = new ArrayList<>();
        tail.clear();
        below = 0;
    }

    private LogRecord withLines(LogRecord r) {
        List<LogLine> lines = head;
        lines.addAll(tail);
        return new LogRecord(
                r.line(),
                r.text(),
                r.messageAt(),
                r.pid(),
                r.level(),
                r.database(),
                r.logger(),
                Collections.unmodifiableList(lines));
    }

    private void keep(byte[] bytes, int start, int end) {
        int count = Math.min(end - start, kept.line() - length);
        if (count <= 0) return;
        if (length + count > line.length) line = Arrays.copyOf(line, Math.max(length + count, line.length * 2));
        System.arraycopy(bytes, start, line, length, count);
        length += count;
    }

    private void endLine() {
        number++;
        if (length > 0 && line[length - 1] == '\r') length--;
        if (escapes) stripEscapes();
        stripJournal();
        if (prefix.parse(line, length)) {
            flush();
            open = new LogRecord(
                    number,
                    text(),
                    prefix.messageAt,
                    prefix.pid,
                    prefix.level,
                    prefix.database,
                    prefix.logger,
                    List.of());
        } else if (open == null) {
            open = new LogRecord(number, text(), 0, 0, Level.NONE, "", "", List.of());
        } else {
            addBelow();
        }
        length = 0;
        escapes = false;
        unfinished = false;
    }

    private void addBelow() {
        LogLine next = new LogLine(number, text());
        if (head.size() < kept.head() && below < kept.below()) {
            head.add(next);
        } else {
            tail.add(next);
            if (tail.size() > kept.tail()) tail.remove();
        }
        below += length + 1;
        if (below < 0) below = MAX_BELOW;
    }

    /** Drops {@code ESC [ … letter}, the only sequences that Odoo and terminals put around levels. */
    private void stripEscapes() {
        int to = 0;
        for (int i = 0; i < length; i++) {
            if (line[i] != ESCAPE) {
                line[to++] = line[i];
            } else if (i + 1 < length && line[i + 1] == '[') {
                i++;
                do i++;
                while (i < length && !(line[i] >= 0x40 && line[i] <= 0x7e));
            }
        }
        length = to;
    }

    /** Drops {@code Nov 26 22:04:52 host odoo-bin[77]: }, what {@code journalctl} and syslog put before Odoo's lines. */
    private void stripJournal() {
        int at = RecordPrefix.journal(line, length);
        if (at == 0) return;
        System.arraycopy(line, at, line, 0, length - at);
        length -= at;
    }

    private String text() {
        return new String(line, 0, length, UTF_8);
    }
}
