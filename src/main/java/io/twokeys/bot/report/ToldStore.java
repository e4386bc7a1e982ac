package io.twokeys.bot.report;

import io.twokeys.chat.Platform;
import java.sql.ResultSet;
import java.sql.SQLException;
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

    /** The row as it is now, held until the transaction ends; empty if another replica holds it or it is over. */
    static Optional<Told> hold(Handle handle, Told seen) {
        return handle.createQuery("""
                        select * from log_told where operation = :operation and platform = :platform and not ended
                        for update skip locked""")
                .bind("operation", seen.operation())
                .bind("platform", seen.platform().name())
                .map((row, context) -> read(row))
                .findOne();
    }

    static void move(Handle handle, Told told) {
        handle.createUpdate("""
                        update log_told set page = :page, told_from = :from, told_to = :to, ended = :over
                        where operation = :operation and platform = :platform""")
                .bind("page", told.page())
                .bind("from", told.from())
                .bind("to", told.to())
                .bind("over", told.over())
                .bind("operation", told.operation())
                .bind("platform", told.platform().name())
                .execute();
    }

    private static Told read(ResultSet row) throws SQLException {
        return new Told(
                row.getString("operation"),
                Platform.valueOf(row.getString("platform")),
                row.getInt("page"),
                row.getLong("told_from"),
                row.getLong("told_to"),
                row.getBoolean("ended"));
    }
}
