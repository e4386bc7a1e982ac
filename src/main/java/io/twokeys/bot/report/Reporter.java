package io.twokeys.bot.report;

import io.twokeys.chat.OutboxSender;
import io.twokeys.journal.Entry;
import io.twokeys.journal.Journal;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
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
    private static final int AT_ONCE = 50;

    private final Jdbi jdbi;
    private final Journal journal;
    private final OutboxSender sender;
    private final LogStory logs;
    private final List<Story> stories;
    private final ScheduledExecutorService clockwork = Executors.newScheduledThreadPool(
            2, Thread.ofVirtual().name("reporter-", 0).factory());

    @Inject
    public Reporter(Jdbi jdbi, Journal journal, OutboxSender sender, LogStory logs, Instance<Story> stories) {
        this.jdbi = jdbi;
        this.journal = journal;
        this.sender = sender;
        this.logs = logs;
        this.stories = stories.stream().toList();
    }

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
            while (jdbi.inTransaction(this::tellSome)) sender.nudge();
        } catch (RuntimeException trouble) {
            LOG.error("the journal could not be told; it is tried again", trouble);
        }
    }

    private void tellLogs() {
        try {
            if (logs.tellAll()) sender.nudge();
        } catch (RuntimeException trouble) {
            LOG.error("a log could not be told; it is tried again", trouble);
        }
    }

    private boolean tellSome(Handle handle) {
        OptionalLong cursor = CursorStore.take(handle);
        if (cursor.isEmpty()) return false;
        List<Entry> entries = journal.after(cursor.getAsLong(), AT_ONCE);
        for (Entry entry : entries) tellOne(handle, entry);
        if (entries.isEmpty()) return false;
        CursorStore.move(handle, entries.getLast().seq());
        return true;
    }

    /** An entry that cannot be told is left out rather than told for ever; the journal itself keeps it. */
    private void tellOne(Handle handle, Entry entry) {
        try {
            CursorStore.apart(
                    handle,
                    () -> stories.stream()
                            .filter(story -> story.about(entry))
                            .forEach(story -> story.tell(handle, entry)));
        } catch (RuntimeException trouble) {
            LOG.errorf(trouble, "entry %d (%s of %s) could not be told", entry.seq(), entry.kind(), entry.subject());
        }
    }
}
