package io.twokeys.incident;

import io.twokeys.fleet.TargetName;
import io.twokeys.incident.Incident.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table {@code incident}. */
final class IncidentStore {
    private IncidentStore() {}

    static Incident insert(Handle handle, TargetName target, String operation, String title) {
        return handle.createQuery("""
                        insert into incident (target, operation, title) values (:target, :operation, :title)
                        returning *""")
                .bind("target", target.value())
                .bind("operation", operation)
                .bind("title", title)
                .map((row, context) -> read(row))
                .one();
    }

    /** Empty unless it stood at {@code from}. */
    static Optional<Incident> move(Handle handle, IncidentId id, Status from, Status to) {
        return handle.createQuery(
                        "update incident set status = :to where number = :number and status = :from returning *")
                .bind("to", to.name())
                .bind("from", from.name())
                .bind("number", number(id))
                .map((row, context) -> read(row))
                .findOne();
    }

    static Optional<Incident> ofOperation(Handle handle, String operation) {
        return handle.createQuery("select * from incident where operation = :operation for update")
                .bind("operation", operation)
                .map((row, context) -> read(row))
                .findOne();
    }

    static Optional<Incident> find(Handle handle, IncidentId id) {
        return handle.createQuery("select * from incident where number = :number")
                .bind("number", number(id))
                .map((row, context) -> read(row))
                .findOne();
    }

    static List<Incident> open(Handle handle, TargetName target) {
        return handle.createQuery("select * from incident where target = :target and status = 'OPEN' order by number")
                .bind("target", target.value())
                .map((row, context) -> read(row))
                .list();
    }

    static List<Incident> unresolved(Handle handle, TargetName target) {
        return handle.createQuery(
                        "select * from incident where target = :target and status <> 'RESOLVED' order by number desc")
                .bind("target", target.value())
                .map((row, context) -> read(row))
                .list();
    }

    private static long number(IncidentId id) {
        return Long.parseLong(id.value().substring(3));
    }

    private static Incident read(ResultSet row) throws SQLException {
        return new Incident(
                new IncidentId("IN-" + row.getLong("number")),
                new TargetName(row.getString("target")),
                row.getString("operation"),
                row.getString("title"),
                Status.valueOf(row.getString("status")),
                row.getObject("opened_at", OffsetDateTime.class).toInstant());
    }
}
