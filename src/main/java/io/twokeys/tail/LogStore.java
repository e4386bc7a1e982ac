package io.twokeys.tail;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbi.v3.core.Jdbi;

/**
 * The masked logs of operations, in the order of the host's bytes. A piece is kept only if it begins where the last one
 * ended, so two writers, or one that was restarted, can neither double nor lose a line.
 */
@Singleton
public final class LogStore {
    private static final int BATCH = 16;

    private final Jdbi jdbi;
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

    @Inject
    public LogStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Sees what this process keeps, so that it need not be read again. */
    public interface Watcher {
        /** {@code text} was kept, after {@code from} bytes of the log of {@code operation}. It belongs to the caller. */
        void kept(String operation, long from, byte[] text);
    }

    public void watch(Watcher watcher) {
        watchers.add(watcher);
    }

    /** Where in the host's log reading goes on: after the last byte kept. */
    public long resumeOffset(String operation) {
        return number("select coalesce(max(host_end), 0) from log_chunk where operation = :operation", operation);
    }

    /** Bytes of masked text kept. */
    public long length(String operation) {
        return number("select coalesce(max(text_end), 0) from log_chunk where operation = :operation", operation);
    }

    /** Lines kept. */
    public long lines(String operation) {
        return number("select coalesce(sum(lines), 0) from log_chunk where operation = :operation", operation);
    }

    /**
     * Keeps the masked text of the host's bytes from {@code from} up to {@code to}.
     *
     * @return false if somebody else has kept these bytes, or others are missing before them: ask for {@link
     *     #resumeOffset} and go on there
     */
    public boolean append(String operation, long from, long to, byte[] redacted, int lines) {
        if (from == to) return true;
        Optional<Long> end = insert(operation, from, to, redacted, lines);
        end.ifPresent(at -> watchers.forEach(watcher -> watcher.kept(operation, at - redacted.length, redacted)));
        return end.isPresent();
    }

    /** Where it ends; empty if it does not belong there. */
    private Optional<Long> insert(String operation, long from, long to, byte[] redacted, int lines) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        insert into log_chunk (operation, seq, host_offset, host_end, text_offset, text_end, body, lines)
                        select :operation, last.seq + 1, last.host_end, :to, last.text_end, last.text_end + :length, :body, :lines
                        from (
                          (select seq, host_end, text_end from log_chunk where operation = :operation order by seq desc limit 1)
                          union all
                          (select -1, 0, 0)
                          order by seq desc limit 1
                        ) last
                        where last.host_end = :from
                        on conflict do nothing
                        returning text_end
                        """)
                .bind("operation", operation)
                .bind("from", from)
                .bind("to", to)
                .bind("length", (long) redacted.length)
                .bind("body", redacted)
                .bind("lines", lines)
                .mapTo(Long.class)
                .findOne());
    }

    /** {@link #append} of a piece that {@link LogFeed} cut. */
    public boolean append(String operation, LogFeed.Piece piece) {
        return append(operation, piece.from(), piece.to(), piece.text(), piece.lines());
    }

    /** The whole log, a few pieces at a time. */
    public void copyTo(String operation, OutputStream out) throws IOException {
        long next = 0;
        while (true) {
            byte[] batch = read(operation, next, BATCH * LineSplitter.LONGEST);
            if (batch.length == 0) return;
            out.write(batch);
            next += batch.length;
        }
    }

    /** The whole log as a stream that holds one batch at a time. */
    public InputStream open(String operation) {
        return new SequenceInputStream(new Enumeration<>() {
            private long next;
            private byte[] batch = read(operation, 0, BATCH * LineSplitter.LONGEST);

            @Override
            public boolean hasMoreElements() {
                return batch.length > 0;
            }

            @Override
            public InputStream nextElement() {
                var current = new ByteArrayInputStream(batch);
                next += batch.length;
                batch = read(operation, next, BATCH * LineSplitter.LONGEST);
                return current;
            }
        });
    }

    /** Masked text from byte {@code from} on, {@code most} bytes at the most; fewer only at the end. */
    public byte[] read(String operation, long from, int most) {
        List<byte[]> parts = jdbi.withHandle(handle -> handle.createQuery("""
                        select substring(body from cast(greatest(:from - text_offset, 0) as int) + 1
                                              for cast(least(:to, text_end) - greatest(:from, text_offset) as int))
                        from log_chunk
                        where operation = :operation and text_end > :from and text_end <= coalesce(
                          (select text_end from log_chunk where operation = :operation and text_end >= :to
                           order by text_end limit 1), :to)
                        order by text_end
                        """)
                .bind("operation", operation)
                .bind("from", from)
                .bind("to", from + most)
                .mapTo(byte[].class)
                .list());
        if (parts.size() == 1) return parts.getFirst();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) bytes.writeBytes(part);
        return bytes.toByteArray();
    }

    /** The same as text; half a character at either end becomes a replacement character. */
    public String slice(String operation, long from, int most) {
        return new String(read(operation, from, most), StandardCharsets.UTF_8);
    }

    /** The log of {@code operation} for {@link Pages}. */
    public LogText text(String operation) {
        return new LogText() {
            @Override
            public long length() {
                return LogStore.this.length(operation);
            }

            @Override
            public byte[] read(long from, int most) {
                return LogStore.this.read(operation, from, most);
            }

            @Override
            public long lines(long from, long to) {
                Whole whole = whole(operation, from, to);
                return whole.lines == 0
                        ? LogText.super.lines(from, to)
                        : LogText.super.lines(from, whole.from) + whole.lines + LogText.super.lines(whole.to, to);
            }
        };
    }

    /** The pieces that lie whole between two bytes: their lines were counted when they were kept. */
    private Whole whole(String operation, long from, long to) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select coalesce(min(text_offset), 0), coalesce(max(text_end), 0), coalesce(sum(lines), 0)
                        from log_chunk
                        where operation = :operation and text_end > :from and text_end <= :to and text_offset >= :from
                        """)
                .bind("operation", operation)
                .bind("from", from)
                .bind("to", to)
                .map((row, context) -> new Whole(row.getLong(1), row.getLong(2), row.getLong(3)))
                .one());
    }

    private record Whole(long from, long to, long lines) {}

    private long number(String sql, String operation) {
        return jdbi.withHandle(handle -> handle.createQuery(sql)
                .bind("operation", operation)
                .mapTo(Long.class)
                .one());
    }
}
