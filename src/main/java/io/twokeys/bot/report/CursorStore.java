package io.twokeys.bot.report;

import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/** The table {@code reporter_cursor}: whoever holds its row tells the journal. */
final class CursorStore {
    private CursorStore() {}

    /** The cursor, held until the transaction ends; empty if another replica holds it. */
    static OptionalLong take(Handle handle) {
        return handle.createQuery("select seq from reporter_cursor for update skip locked")
                .mapTo(Long.class)
                .findOne()
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty);
    }

    static void move(Handle handle, long seq) {
        handle.createUpdate("update reporter_cursor set seq = :seq")
                .bind("seq", seq)
                .execute();
    }

    /** Runs {@code telling} so that its failure undoes what it wrote and nothing before it. */
    static void apart(Handle handle, Runnable telling) {
        handle.savepoint("entry");
        try {
            telling.run();
            handle.release("entry");
        } catch (RuntimeException trouble) {
            handle.rollbackToSavepoint("entry");
            throw trouble;
        }
    }
}
