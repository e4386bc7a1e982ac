package io.twokeys.journal;

import io.twokeys.journal.Verification.Broken;
import io.twokeys.journal.Verification.Intact;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * What happened, in the order in which it became true. Entries are never changed nor removed.
 *
 * <p>Writers take turns from {@link #append} until their transaction ends, so a reader that has seen entry n has seen all
 * before it. Append as the last thing a transaction does, after its row locks: it keeps the turn short and cannot deadlock.
 */
@Singleton
public final class Journal {
    private static final Logger LOG = Logger.getLogger(Journal.class);
    private static final int PAGE = 1000;

    private final Jdbi jdbi;
    private final InstantSource clock;
    private final List<Runnable> readers = new CopyOnWriteArrayList<>();

    @Inject
    public Journal(Jdbi jdbi, InstantSource clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /**
     * Adds an entry to the transaction of {@code handle}: it is there if and only if that commits.
     *
     * @throws IllegalStateException if there is no transaction
     */
    public Entry append(Handle handle, NewEntry entry) {
        JournalStore.lock(handle);
        var head = JournalStore.head(handle);
        var link = Link.after(head.seq(), head.hash(), clock.instant().truncatedTo(ChronoUnit.MICROS), entry);
        JournalStore.insert(handle, link);
        handle.afterCommit(() -> readers.forEach(Journal::wake));
        return link.entry();
    }

    /**
     * Calls {@code reader} after each commit of this process that added entries, on the committing thread: wake up and read
     * past your cursor. Entries of other replicas are found by asking now and then.
     */
    public void whenAppended(Runnable reader) {
        readers.add(reader);
    }

    /** The change is committed: a reader that fails must not make it look otherwise. */
    private static void wake(Runnable reader) {
        try {
            reader.run();
        } catch (RuntimeException e) {
            LOG.error("a reader of the journal failed; it will read again at the next entry", e);
        }
    }

    /** At most {@code limit} entries past {@code cursor}, a {@link Entry#seq()}; 0 reads from the start. */
    public List<Entry> after(long cursor, int limit) {
        return jdbi.withHandle(handle -> JournalStore.after(handle, cursor, limit)).stream()
                .map(Link::entry)
                .toList();
    }

    /** Everything about one subject, oldest first. */
    public List<Entry> of(String subject) {
        return jdbi.withHandle(handle -> JournalStore.of(handle, subject)).stream()
                .map(Link::entry)
                .toList();
    }

    /** Walks the whole chain, a page at a time. */
    public Verification verify() {
        long seq = 0;
        var hash = Link.GENESIS;
        while (true) {
            long cursor = seq;
            var page = jdbi.withHandle(handle -> JournalStore.after(handle, cursor, PAGE));
            for (var link : page) {
                if (link.seq() != seq + 1) {
                    return new Broken(seq + 1, "entry " + (seq + 1) + " is missing");
                }
                if (!link.prevHash().equals(hash)) {
                    return new Broken(link.seq(), "it does not follow the entry before it");
                }
                if (!link.computeHash().equals(link.hash())) {
                    return new Broken(link.seq(), "its content is not what was hashed when it was written");
                }
                seq = link.seq();
                hash = link.hash();
            }
            if (page.size() < PAGE) {
                return new Intact(seq, hash);
            }
        }
    }
}
