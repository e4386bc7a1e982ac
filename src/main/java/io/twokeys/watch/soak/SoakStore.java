package io.twokeys.watch.soak;

import io.twokeys.fleet.TargetName;
import io.twokeys.watch.soak.Soak.Seen;
import io.twokeys.watch.soak.Soak.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table {@code soak}. */
final class SoakStore {
    private SoakStore() {}

    /** False if there is one of this operation. */
    static boolean insert(Handle handle, Soak soak) {
        return handle.createUpdate("""
                                insert into soak (operation, target, until, log)
                                values (:operation, :target, :until, :log) on conflict do nothing""")
                        .bind("operation", soak.operation())
                        .bind("target", soak.target().value())
                        .bind("until", soak.until())
                        .bind("log", soak.seen().log())
                        .execute()
                == 1;
    }

    static Optional<Soak> watching(Handle handle, String operation) {
        return handle.createQuery("select * from soak where operation = :operation and state = 'WATCHING'")
                .bind("operation", operation)
                .map((row, context) -> read(row))
                .findOne();
    }

    static Instant until(Handle handle, String operation) {
        return handle.createQuery("select until from soak where operation = :operation")
                .bind("operation", operation)
                .map((row, context) ->
                        row.getObject("until", OffsetDateTime.class).toInstant())
                .one();
    }

    /** False if it is not watched any more, or somebody else looked since {@code before} was read. */
    static boolean move(Handle handle, Soak before, Seen now, State state) {
        return handle.createUpdate("""
                                update soak
                                   set log = :log, looks = :looks, errors = :errors, unanswered = :unanswered, state = :state
                                 where operation = :operation and state = 'WATCHING' and looks = :before""")
                        .bind("log", now.log())
                        .bind("looks", now.looks())
                        .bind("errors", now.errors())
                        .bind("unanswered", now.unanswered())
                        .bind("state", state.name())
                        .bind("operation", before.operation())
                        .bind("before", before.seen().looks())
                        .execute()
                == 1;
    }

    private static Soak read(ResultSet row) throws SQLException {
        return new Soak(
                row.getString("operation"),
                new TargetName(row.getString("target")),
                row.getObject("until", OffsetDateTime.class).toInstant(),
                new Seen(row.getString("log"), row.getInt("looks"), row.getInt("errors"), row.getInt("unanswered")));
    }
}
