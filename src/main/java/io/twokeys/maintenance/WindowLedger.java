package io.twokeys.maintenance;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twokeys.journal.Journal;
import io.twokeys.journal.NewEntry;
import io.twokeys.timer.Timers;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** Writes what became of a window: its row, its alarm and its journal entry are one transaction, the caller's. */
final class WindowLedger {
    private final Journal journal;
    private final Timers timers;

    WindowLedger(Journal journal, Timers timers) {
        this.journal = journal;
        this.timers = timers;
    }

    /**
     * Something for the journal.
     *
     * @param kind without its {@code maintenance.}
     * @param actor a person's id or {@link NewEntry#TWOKEYS}
     * @param because why, beyond the window's own reason; empty for nothing
     */
    record Note(String kind, String actor, String because) {}

    /** A window as a person wants it; notices that were due before {@code now} are not given any more. */
    void change(Handle handle, Window window, Instant now, Note note) {
        WindowStore.update(handle, window, now);
        alarm(handle, window, now);
        note(handle, window, note);
    }

    private void alarm(Handle handle, Window window, Instant told) {
        String id = window.id().value();
        Notices.next(window, told)
                .ifPresentOrElse(
                        at -> timers.schedule(handle, WindowClock.ALARM, id, at),
                        () -> timers.cancel(handle, WindowClock.ALARM, id));
    }

    void note(Handle handle, Window window, Note note) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put("reason", window.reason());
        data.put("start", window.start().toString());
        data.put("end", window.end().toString());
        if (!note.because().isEmpty()) data.put("because", note.because());
        String subject = window.id().value();
        String kind = "maintenance." + note.kind();
        journal.append(handle, new NewEntry(subject, window.target().value(), kind, note.actor(), data));
    }
}
