package io.twokeys.bot.report;

import io.twokeys.journal.Entry;
import org.jdbi.v3.core.Handle;

/** Tells one sort of journal entries; everything it queues belongs to the transaction of {@code handle}. */
public interface Story {
    /** Whether {@code entry} is one of its own. */
    boolean about(Entry entry);

    void tell(Handle handle, Entry entry);
}
