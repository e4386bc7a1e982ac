package io.twokeys.bot.report;

import io.twokeys.chat.Platform;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table {@code log_told}. */
final class ToldStore {
    private ToldStore() {}

    static void begin(Handle handle, String operation, Platform platform) {
        handle.createUpdate("""
                        insert into log_told (operation, platform, page, told_from, told_to)
                        values (:operation, :platform, 1, 0, 0) on conflict do nothing""")
                .bind("operation", operation)
                .bind("platform", platform.name())
                .execute();
    }

    static List<Told> open(Handle handle) {
        return handle.createQuery("select * from log_told where not ended order by operation, platform")
                .map((row, context) -> read(row))
                .list();
    }

    /** The row as it is now, held until the transaction ends; empty if somebody else holds it or it is over. */
    static Optional<Told> hold(Handle handle, Told seen) {
        return find(handle, seen.operation(), seen.platform(), "skip locked");
    }

    /** The same, but waits for whoever holds it. */
    static Optional<Told> await(Handle handle, String operation, Platform platform) {
        return find(handle, operation, platform, "");
    }

    private static Optional<Told> find(Handle handle, String operation, Platform platform, String ifHeld) {
        return handle.createQuery("""
                        select * from log_told where operation = :operation and platform = :platform and not ended
                        for update\s""" + ifHeld)
                .bind("operation", operation)
                .bind("platform", platform.name())
                .map((row, context) -> read(row))
                .findOne();
    }

    static void move(Handle handle, Told told) {
        handle.createUpdate("""
                        update log_told set page = :page, told_from = :from, told_to = :to, folded = :folded,
                          folded_before = :foldedBefore, begun = :begun, lost = :lost, ended = :over
                        where operation = :operation and platform = :platform""")
                .bind("page", told.page().number())
                .bind("from", told.page().from())
                .bind("to", told.page().to())
                .bind("folded", told.page().folded())
                .bind("foldedBefore", told.foldedBefore())
                .bind("begun", told.page().begun())
                .bind("lost", told.lost())
                .bind("over", told.over())
                .bind("operation", told.operation())
                .bind("platform", told.platform().name())
                .execute();
    }

    private static Told read(ResultSet row) throws SQLException {
        Timestamp begun = row.getTimestamp("begun");
        return new Told(
                row.getString("operation"),
                Platform.valueOf(row.getString("platform")),
                new Told.Growing(
                        row.getInt("page"),
                        row.getLong("told_from"),
                        row.getLong("told_to"),
                        row.getLong("folded"),
                        begun == null ? null : begun.toInstant()),
                row.getLong("folded_before"),
                row.getInt("lost"),
                row.getBoolean("ended"));
    }
}
