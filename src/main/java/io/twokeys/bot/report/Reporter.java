package io.twokeys.bot.report;

import io.twokeys.chat.outbox.OutboxSender;
import io.twokeys.journal.Entry;
import io.twokeys.journal.Journal;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Reads the journal past its cursor and queues what is to be said; cursor and words are one transaction. One replica does it at
 * a time. Logs are told beside it, page by page.
 */
@Singleton
public class Reporter {
    private static final Logger LOG = Logger.getLogger(Reporter.class);
    private static final long LOOK_MILLIS = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Jdbi jdbi;
    private final Journal journal;
    private final OutboxSender sender;
    private final LogStory logs;
    private final List<Story> stories;
    private final InstantSource clock;
    private volatile Stuck stuck = new Stuck(0, Instant.MAX);
    private final ScheduledExecutorService clockwork = Executors.newScheduledThreadPool(
            2, Thread.ofVirtual().name("reporter-", 0).factory());

    @Inject
    public Reporter(
            Jdbi jdbi,
            Journal journal,
            OutboxSender sender,
            LogStory logs,
            Instance<Story> stories,
            InstantSource clock) {
        this.jdbi = jdbi;
        this.journal = journal;
        this.sender = sender;
        this.logs = logs;
        this.stories = stories.stream().toList();
        this.clock = clock;
    }

    /** The entry that could not be told, and since when. */
    private record Stuck(long seq, Instant since) {}

    public void start() {
        journal.whenAppended(() -> clockwork.execute(this::tell));
        clockwork.scheduleWithFixedDelay(this::tell, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        clockwork.scheduleWithFixedDelay(this::tellLogs, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    public void stop() {
        clockwork.shutdownNow();
    }

    private void tell() {
        try {
            while (jdbi.inTransaction(this::tellNext)) sender.nudge();
        } catch (RuntimeException | Error trouble) {
            LOG.error("the journal could not be told; it is tried again", trouble);
        }
    }

    private void tellLogs() {
        try {
            if (logs.tellAll()) sender.nudge();
        } catch (RuntimeException | Error trouble) {
            LOG.error("a log could not be told; it is tried again", trouble);
        }
    }

    /** One entry, one transaction: a story that writes to the journal waits for nothing afterwards. */
    private boolean tellNext(Handle handle) {
        OptionalLong cursor = CursorStore.take(handle);
        if (cursor.isEmpty()) return false;
        List<Entry> entries = journal.after(cursor.getAsLong(), 1);
        if (entries.isEmpty() || !told(handle, entries.getFirst())) return false;
        CursorStore.move(handle, entries.getFirst().seq());
        return true;
    }

    /** An entry that cannot be told for a while is left out rather than told for ever; the journal itself keeps it. */
    private boolean told(Handle handle, Entry entry) {
        try {
            CursorStore.apart(
                    handle,
                    () -> stories.stream()
                            .filter(story -> story.about(entry))
                            .forEach(story -> story.tell(handle, entry)));
            return true;
        } catch (RuntimeException trouble) {
            boolean over = isOver(entry);
            String next = over ? "is left out" : "is tried again";
            LOG.errorf(trouble, "entry %d (%s of %s) %s", entry.seq(), entry.kind(), entry.subject(), next);
            return over;
        }
    }

    private boolean isOver(Entry entry) {
        if (stuck.seq() != entry.seq()) stuck = new Stuck(entry.seq(), clock.instant());
        return clock.instant().isAfter(stuck.since().plus(PATIENCE));
    }
}
