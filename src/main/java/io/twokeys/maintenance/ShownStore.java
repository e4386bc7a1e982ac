package io.twokeys.maintenance;

import io.twokeys.fleet.TargetName;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The table {@code maintenance_calendar}. */
final class ShownStore {
    private ShownStore() {}

    /**
     * A window that a platform does not show as it is.
     *
     * @param version of the window
     * @param attempts that failed since it was shown last
     */
    record Row(Window window, String platform, long version, int attempts) {}

    /** In a transaction that nothing the calendar does on this thread can join. */
    static <T> T apart(Jdbi jdbi, Function<Handle, T> work) {
        try (Handle own = jdbi.open()) {
            return own.inTransaction(work::apply);
        }
    }

    /** What is to come on these targets belongs into the calendar of the platform. */
    static void enter(Handle handle, String platform, Collection<TargetName> targets, Instant now) {
        handle.createUpdate("""
                        insert into maintenance_calendar (number, platform, due)
                        select number, :platform, :now from maintenance_window w
                         where target = any(:targets) and state in ('SCHEDULED', 'ACTIVE')
                           and not exists (select 1 from maintenance_calendar c
                                            where c.number = w.number and c.platform = :platform)
                        on conflict do nothing""")
                .bind("platform", platform)
                .bind("now", now)
                .bindArray(
                        "targets",
                        String.class,
                        targets.stream().map(TargetName::value).toArray())
                .execute();
    }

    /** One that is to be shown now, held until the transaction ends; empty if there is none that nobody holds. */
    static Optional<Row> next(Handle handle, String platform, Instant now) {
        return handle.createQuery("""
                        select w.*, c.platform, c.attempts from maintenance_calendar c join maintenance_window w using (number)
                         where c.platform = :platform and c.shown < w.version and c.due <= :now
                         order by c.due, number limit 1
                           for update of c skip locked""")
                .bind("platform", platform)
                .bind("now", now)
                .map((row, context) -> new Row(
                        WindowStore.read(row),
                        row.getString("platform"),
                        row.getLong("version"),
                        row.getInt("attempts")))
                .findOne();
    }

    static void shown(Handle handle, Row row) {
        handle.createUpdate("""
                        update maintenance_calendar set shown = :version, attempts = 0, error = ''
                         where number = :number and platform = :platform""")
                .bind("version", row.version())
                .bind("number", WindowStore.number(row.window().id()))
                .bind("platform", row.platform())
                .execute();
    }

    static void later(Handle handle, Row row, Instant due, String error) {
        handle.createUpdate("""
                        update maintenance_calendar set attempts = attempts + 1, due = :due, error = :error
                         where number = :number and platform = :platform""")
                .bind("due", due)
                .bind("error", error)
                .bind("number", WindowStore.number(row.window().id()))
                .bind("platform", row.platform())
                .execute();
    }
}
