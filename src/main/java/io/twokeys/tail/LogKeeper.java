package io.twokeys.tail;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a host's log as it comes: masked on the thread that brings it, written beside that by another. What comes while a write is
 * on its way goes into the next one, so a fast log takes few commits and a slow one is there at once. What was not written when the
 * process dies is read from the host again. One log, one caller.
 */
public final class LogKeeper implements AutoCloseable {
    /** Masked bytes that may wait; whoever brings more waits as well. */
    private static final int MOST_WAITING = 2 * 1024 * 1024;

    private final LogStore store;
    private final String operation;
    private final LogFeed feed;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Bytes waiting = new Bytes();
    private long from;
    private long to;
    private int lines;
    private boolean writing;
    private boolean closed;
    private boolean outrun;
    private @Nullable RuntimeException trouble;

    /** @param from of the first byte to come, in the host's log: what the store says by {@link LogStore#resumeOffset} */
    public LogKeeper(LogStore store, String operation, long from) {
        this.store = store;
        this.operation = operation;
        this.feed = new LogFeed(from);
        this.from = from;
        this.to = from;
        Thread.ofVirtual().name("log-" + operation).start(this::write);
    }

    /**
     * Takes the next bytes.
     *
     * @return false if somebody else keeps this log meanwhile: there is no use in bringing more
     * @throws RuntimeException what came of an earlier write
     */
    public boolean take(byte[] buffer, int length) {
        return add(feed.feed(buffer, length));
    }

    /** The log is over: keeps its last line too, and returns when everything is written. */
    public boolean end() {
        add(feed.end());
        return settle();
    }

    /** Writes what is whole by now. The last line, if it had no line end, is left for whoever goes on. */
    @Override
    public void close() {
        try {
            settle();
        } finally {
            locked(() -> closed = true);
        }
    }

    private boolean add(LogFeed.Piece piece) {
        lock.lock();
        try {
            while (waiting.length() > MOST_WAITING && !broken()) changed.awaitUninterruptibly();
            check();
            waiting.add(piece.text(), 0, piece.text().length);
            to = piece.to();
            lines += piece.lines();
            changed.signalAll();
            return !outrun;
        } finally {
            lock.unlock();
        }
    }

    private boolean settle() {
        lock.lock();
        try {
            while ((from < to || writing) && !broken()) changed.awaitUninterruptibly();
            check();
            return !outrun;
        } finally {
            lock.unlock();
        }
    }

    private boolean broken() {
        return outrun || trouble != null || closed;
    }

    private void check() {
        if (trouble != null) throw trouble;
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void write() {
        for (LogFeed.Piece piece = next(); piece != null; piece = next()) {
            try {
                boolean kept = store.append(operation, piece);
                locked(() -> outrun |= !kept);
            } catch (RuntimeException failed) {
                locked(() -> trouble = failed);
            }
            locked(() -> writing = false);
        }
    }

    /** All that waits; null when nothing will come any more. */
    private LogFeed.@Nullable Piece next() {
        lock.lock();
        try {
            while (from == to && !broken()) changed.awaitUninterruptibly();
            if (broken()) return null;
            var piece = new LogFeed.Piece(from, to, waiting.takeAll(), lines);
            from = to;
            lines = 0;
            writing = true;
            changed.signalAll();
            return piece;
        } finally {
            lock.unlock();
        }
    }
}
