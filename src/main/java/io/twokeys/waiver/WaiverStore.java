package io.twokeys.waiver;

import io.twokeys.fleet.TargetName;
import io.twokeys.people.PersonId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table {@code gate_waiver}. */
final class WaiverStore {
    private WaiverStore() {}

    static void insert(Handle handle, Waiver waiver, Instant now) {
        handle.createUpdate("""
                        insert into gate_waiver (target, gate, waived_by, reason, begins, ends)
                        values (:target, :gate, :by, :reason, :now, :until)""")
                .bind("target", waiver.target().value())
                .bind("gate", waiver.gate())
                .bind("by", waiver.by().value())
                .bind("reason", waiver.reason())
                .bind("now", now)
                .bind("until", waiver.until())
                .execute();
    }

    /** The newest that has not expired. */
    static Optional<Waiver> find(Handle handle, TargetName target, String gate, Instant now) {
        return handle.createQuery("""
                        select * from gate_waiver
                         where target = :target and gate = :gate and begins <= :now and ends > :now
                         order by number desc limit 1""")
                .bind("target", target.value())
                .bind("gate", gate)
                .bind("now", now)
                .map((row, context) -> read(row))
                .findOne();
    }

    private static Waiver read(ResultSet row) throws SQLException {
        return new Waiver(
                new TargetName(row.getString("target")),
                row.getString("gate"),
                new PersonId(row.getString("waived_by")),
                row.getString("reason"),
                row.getObject("ends", OffsetDateTime.class).toInstant());
    }
}
