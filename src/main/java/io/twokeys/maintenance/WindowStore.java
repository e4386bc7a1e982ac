package io.twokeys.maintenance;

import io.twokeys.fleet.TargetName;
import io.twokeys.maintenance.Window.State;
import io.twokeys.people.PersonId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The tables {@code maintenance_window} and {@code maintenance_wish}. */
final class WindowStore {
    private WindowStore() {}

    /** One decision about the windows of a target at a time, until the transaction ends. */
    static void turn(Handle handle, TargetName target) {
        handle.createQuery("""
                        select 1 from (select pg_advisory_xact_lock(hashtextextended('maintenance ' || :target, 0))) as turn
                        """)
                .bind("target", target.value())
                .mapTo(Integer.class)
                .one();
    }

    static Window insert(Handle handle, Booking booking, PersonId by, State state, Instant now) {
        return handle.createQuery("""
                        insert into maintenance_window (target, announcer, reason, begins, ends, state, told)
                        values (:target, :by, :reason, :begins, :ends, :state, :now)
                        returning *""")
                .bind("target", booking.target().value())
                .bind("by", by.value())
                .bind("reason", booking.reason())
                .bind("begins", booking.start())
                .bind("ends", booking.start().plus(booking.length()))
                .bind("state", state.name())
                .bind("now", now)
                .map((row, context) -> read(row))
                .one();
    }

    /** Writes a change that people see; only who has the target's turn may. */
    static void update(Handle handle, Window window, Instant told) {
        handle.createUpdate("""
                        update maintenance_window
                           set reason = :reason, begins = :begins, ends = :ends, state = :state, told = :told,
                               version = version + 1
                         where number = :number""")
                .bind("reason", window.reason())
                .bind("begins", window.start())
                .bind("ends", window.end())
                .bind("state", window.state().name())
                .bind("told", told)
                .bind("number", number(window.id()))
                .execute();
    }

    static Instant told(Handle handle, WindowId id) {
        return handle.createQuery("select told from maintenance_window where number = :number")
                .bind("number", number(id))
                .mapTo(OffsetDateTime.class)
                .one()
                .toInstant();
    }

    static void tell(Handle handle, WindowId id, Instant told) {
        handle.createUpdate("update maintenance_window set told = :told where number = :number")
                .bind("told", told)
                .bind("number", number(id))
                .execute();
    }

    static Optional<Window> find(Handle handle, WindowId id) {
        return handle.createQuery("select * from maintenance_window where number = :number")
                .bind("number", number(id))
                .map((row, context) -> read(row))
                .findOne();
    }

    /** Of a target, those that are not over, in the order in which they begin. */
    static List<Window> ahead(Handle handle, TargetName target) {
        return handle.createQuery("""
                        select * from maintenance_window
                         where target = :target and state in ('SCHEDULED', 'ACTIVE') order by begins""")
                .bind("target", target.value())
                .map((row, context) -> read(row))
                .list();
    }

    /** The window that an event was about, if it counted already. */
    static Optional<WindowId> ofEvent(Handle handle, String event) {
        return handle.createQuery("select number from maintenance_wish where event = :event")
                .bind("event", event)
                .mapTo(Long.class)
                .findOne()
                .map(WindowStore::id);
    }

    /** @throws RuntimeException if it counted meanwhile; then all of the transaction is void */
    static void count(Handle handle, String event, WindowId id) {
        handle.createUpdate("insert into maintenance_wish (event, number) values (:event, :number)")
                .bind("event", event)
                .bind("number", number(id))
                .execute();
    }

    static WindowId id(long number) {
        return new WindowId("MW-" + number);
    }

    static long number(WindowId id) {
        return Long.parseLong(id.value().substring(3));
    }

    static Window read(ResultSet row) throws SQLException {
        return new Window(
                id(row.getLong("number")),
                new TargetName(row.getString("target")),
                new PersonId(row.getString("announcer")),
                row.getString("reason"),
                row.getObject("begins", OffsetDateTime.class).toInstant(),
                row.getObject("ends", OffsetDateTime.class).toInstant(),
                State.valueOf(row.getString("state")));
    }
}
