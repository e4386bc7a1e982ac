package io.twokeys.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.approval.Clearances;
import io.twokeys.chat.SteppedClock;
import io.twokeys.db.Database;
import io.twokeys.db.TestPostgres;
import io.twokeys.fleet.TargetName;
import io.twokeys.journal.Entry;
import io.twokeys.journal.Journal;
import io.twokeys.operation.Operations;
import io.twokeys.people.PersonId;
import io.twokeys.plan.Plan;
import io.twokeys.timer.Alarm;
import io.twokeys.timer.TimerStore;
import io.twokeys.timer.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** One replica's windows on a real database, at a time that the test sets. */
final class Hall {
    static final TargetName PROD = new TargetName("prod");
    static final Duration HOUR = Duration.ofHours(1);
    private static final PersonId OPERATOR = new PersonId("operator");

    final SteppedClock clock;
    final Jdbi jdbi;
    final Journal journal;
    final Timers timers;
    final Operations operations;
    final Windows windows;
    final WindowClock alarms;
    private int events;

    Hall() {
        this(TestPostgres.freshDataSource(), new SteppedClock());
    }

    Hall(DataSource database, SteppedClock clock) {
        this.clock = clock;
        jdbi = Database.over(database);
        journal = new Journal(jdbi, clock);
        timers = new Timers(new TimerStore(database), clock);
        operations = new Operations(jdbi, journal, timers, clock);
        windows = new Windows(jdbi, journal, timers, clock);
        alarms = new WindowClock(jdbi, journal, operations, timers, clock);
    }

    Instant in(Duration time) {
        return clock.instant().plus(time);
    }

    Wish wish() {
        return new Wish(OPERATOR, "console/" + ++events);
    }

    /** A window on prod, planned, an hour long. */
    Window planned(Duration fromNow) {
        return done(windows.schedule(wish(), new Booking(PROD, in(fromNow), HOUR, "new pricing")));
    }

    static Window done(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        return ((Outcome.Done) outcome).window();
    }

    static Refusal refused(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        return ((Outcome.Refused) outcome).why();
    }

    /** Lets an operation take prod. */
    void operationBegins() {
        var revisions = new Plan.Revisions("a", "b");
        var plan = new Plan.Upgrade(
                PROD, "odoo", List.of("sale_custom"), revisions, List.of(), "base", "clone", List.of());
        jdbi.useTransaction(handle -> operations.enqueue(handle, Clearances.of("AR-1", plan)));
    }

    /** Lets time pass to the next alarm of a window and rings it; when it wants to ring again. */
    Optional<Instant> ring(WindowId id) {
        Instant next = alarmOf(id).orElseThrow();
        if (next.isAfter(clock.instant())) clock.advance(Duration.between(clock.instant(), next));
        return ringNow(id);
    }

    Optional<Instant> ringNow(WindowId id) {
        return switch (alarms.ring(id.value())) {
            case Alarm.Again(Instant at) -> {
                jdbi.useTransaction(handle -> timers.schedule(handle, WindowClock.ALARM, id.value(), at));
                yield Optional.of(at);
            }
            case Alarm.Done done -> {
                jdbi.useTransaction(handle -> timers.cancel(handle, WindowClock.ALARM, id.value()));
                yield Optional.empty();
            }
            case Alarm.Lost lost -> throw new AssertionError("nobody takes windows over");
        };
    }

    /** When a window's alarm is set to. */
    Optional<Instant> alarmOf(WindowId id) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select execution_time from scheduled_tasks where task_name = 'maintenance' and task_instance = ?""")
                .bind(0, id.value())
                .mapTo(java.time.OffsetDateTime.class)
                .findOne()
                .map(java.time.OffsetDateTime::toInstant));
    }

    Window now(WindowId id) {
        return windows.find(id).orElseThrow();
    }

    /** What the journal says of a window: {@code started by operator}. */
    List<String> story(WindowId id) {
        return journal.of(id.value()).stream().map(Hall::line).toList();
    }

    private static String line(Entry entry) {
        String because = entry.data().path("because").asText("");
        return entry.kind().replace("maintenance.", "") + " by " + entry.actor()
                + (because.isEmpty() ? "" : ": " + because);
    }
}
