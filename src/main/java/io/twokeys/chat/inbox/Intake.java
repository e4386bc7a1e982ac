package io.twokeys.chat.inbox;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes events in, many to a commit: while one batch is on its way to disk the next one gathers, so the busier it is the more
 * events share one fsync. A lone event goes at once. One thread writes, so events stand in the table in the order in which
 * they arrived here.
 *
 * <p>Who hands an event in hears of it within {@link #PATIENCE} ticks, or gets {@link NotRecorded}. Time passes only by
 * {@link #tick}, ten times a second.
 */
final class Intake {
    /** More than waits in one and a half seconds of the fastest flood that was measured would wait in vain. */
    static final int ROOM = 16_384;
    /** Half of Slack's three seconds: the other half is the network's. */
    static final int PATIENCE = 15;

    private static final Logger LOG = Logger.getLogger(Intake.class);
    private static final int BATCH = 256;
    /** More than so many people who wait for the same commit are a crowd. */
    private static final int CROWD = 4;

    private final Consumer<List<Line>> table;
    private final Consumer<List<Line>> committed;
    private final Runnable pause;
    private final BlockingQueue<Entry> waiting = new ArrayBlockingQueue<>(ROOM);
    private final Thread writer;
    private volatile List<Entry> underway = List.of();
    private volatile int now;
    private volatile boolean crowdThisTick;
    private volatile boolean crowdLastTick;
    private volatile boolean stopping;
    private volatile boolean ended;

    private record Entry(Line line, int since, CompletableFuture<@Nullable Void> word) {
        void fail(NotRecorded why) {
            word.completeExceptionally(why);
        }
    }

    /**
     * @param table commits all lines at once
     * @param committed gets them after each commit
     * @param pause done when nothing came for a tenth of a second, and at the end
     */
    Intake(Consumer<List<Line>> table, Consumer<List<Line>> committed, Runnable pause) {
        this.table = table;
        this.committed = committed;
        this.pause = pause;
        this.writer = Thread.ofPlatform().daemon().name("inbox-writer").start(this::write);
    }

    /** @return ends once the event is committed; fails with {@link NotRecorded} */
    CompletableFuture<@Nullable Void> offer(Line line) {
        Entry entry = new Entry(line, now, new CompletableFuture<>());
        if (stopping) {
            entry.fail(new NotRecorded("Twokeys is stopping"));
        } else if (!waiting.offer(entry)) {
            entry.fail(new NotRecorded(ROOM + " events wait for the database already"));
        } else if (ended && waiting.remove(entry)) {
            entry.fail(new NotRecorded("Twokeys is stopping"));
        }
        return entry.word();
    }

    /**
     * Whether so many wait for their acknowledgement that the work on what they sent should make way, down to ten pieces a
     * second: they have three seconds, the work has longer. It is measured by who waits, not by how many come: a slow disk makes
     * a crowd of few.
     */
    boolean crowded() {
        return crowdThisTick || crowdLastTick;
    }

    /**
     * A tenth of a second went by: gives up what has waited too long.
     *
     * @return whether a crowd is gone with it
     */
    boolean tick() {
        int then = ++now - PATIENCE;
        waiting.removeIf(entry -> {
            boolean late = entry.since() < then;
            if (late) entry.fail(new NotRecorded("the database was too busy with earlier events"));
            return late;
        });
        underway.stream().filter(entry -> entry.since() < then).forEach(entry -> entry.fail(NotRecorded.slow()));
        boolean before = crowdLastTick;
        crowdLastTick = crowdThisTick;
        crowdThisTick = waiting.size() > CROWD;
        return before && !crowded();
    }

    /** Takes no more in, and commits what waits; gives up after {@code limit} milliseconds. */
    void stop(long limit) throws InterruptedException {
        stopping = true;
        writer.join(limit);
        if (writer.isAlive()) {
            LOG.warn("the inbox stops although the database has not taken everything; it was not acknowledged");
        }
    }

    private void write() {
        try {
            List<Entry> batch = next();
            while (!batch.isEmpty()) {
                underway = batch;
                commit(batch);
                underway = List.of();
                batch = next();
            }
        } catch (InterruptedException ending) {
            LOG.debug("the inbox's writer was interrupted", ending);
        }
        ended = true;
        pause.run();
        waiting.forEach(entry -> entry.fail(new NotRecorded("Twokeys is stopping")));
    }

    /** All that wait, at most {@link #BATCH}; empty at the end. */
    private List<Entry> next() throws InterruptedException {
        Entry first = waiting.poll();
        while (first == null) {
            if (stopping) return List.of();
            first = waiting.poll(100, TimeUnit.MILLISECONDS);
            if (first == null) pause.run();
        }
        List<Entry> batch = new ArrayList<>(BATCH);
        batch.add(first);
        waiting.drainTo(batch, BATCH - 1);
        return batch;
    }

    private void commit(List<Entry> batch) {
        try {
            if (batch.size() > CROWD) crowdThisTick = true;
            List<Line> lines = batch.stream().map(Entry::line).toList();
            table.accept(lines);
            batch.forEach(entry -> entry.word().complete(null));
            committed.accept(lines);
        } catch (RuntimeException | Error trouble) {
            failed(batch, trouble);
        }
    }

    /** One bad line does not take the others down. */
    private void failed(List<Entry> batch, Throwable trouble) {
        if (batch.size() > 1 && ArrivalStore.isAboutOneLine(trouble)) {
            batch.forEach(entry -> commit(List.of(entry)));
            return;
        }
        LOG.errorf(trouble, "%d events were not recorded; they were not acknowledged", batch.size());
        batch.forEach(entry -> entry.fail(NotRecorded.refused(trouble)));
    }
}
