package io.twokeys.maintenance;

import io.twokeys.journal.Journal;
import io.twokeys.journal.NewEntry;
import io.twokeys.maintenance.Window.State;
import io.twokeys.maintenance.WindowLedger.Note;
import io.twokeys.operation.Operation;
import io.twokeys.operation.Operations;
import io.twokeys.timer.Alarm;
import io.twokeys.timer.Timers;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * What comes by itself: reminders, the beginning at its time, a notice before the end, the end. It takes its turn as people do
 * and looks again what is due, so an alarm that rings twice, or on two replicas, does everything once.
 *
 * <p>A window ends at its planned end. While an operation still has the target, it does not: it goes on for another
 * {@link #OVERRUN}, up to the next window at most, and people are told because of what.
 */
@Singleton
public final class WindowClock {
    /** The kind of alarm that says: look after this window. */
    static final String ALARM = "maintenance";

    static final Duration OVERRUN = Duration.ofMinutes(15);

    private final Jdbi jdbi;
    private final WindowLedger ledger;
    private final Operations operations;
    private final Timers timers;
    private final InstantSource clock;

    @Inject
    public WindowClock(Jdbi jdbi, Journal journal, Operations operations, Timers timers, InstantSource clock) {
        this.jdbi = jdbi;
        this.ledger = new WindowLedger(journal, timers);
        this.operations = operations;
        this.timers = timers;
        this.clock = clock;
    }

    /** Answers the alarms of windows from now on; before the alarm clock starts. */
    public void start() {
        timers.on(ALARM, this::ring);
    }

    Alarm.Next ring(String alarm) {
        WindowId id = new WindowId(alarm);
        Optional<Window> known = jdbi.withHandle(handle -> WindowStore.find(handle, id));
        Optional<Operation> running = known.flatMap(window -> operations.running(window.target()));
        return known.flatMap(window -> jdbi.inTransaction(handle -> look(handle, window, running)))
                .<Alarm.Next>map(Alarm.Again::new)
                .orElse(new Alarm.Done());
    }

    /** Does what is due; when to look again. */
    private Optional<Instant> look(Handle handle, Window seen, Optional<Operation> running) {
        WindowStore.turn(handle, seen.target());
        Window window = WindowStore.find(handle, seen.id()).orElseThrow();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return Notices.next(
                switch (window.state()) {
                    case SCHEDULED -> planned(handle, window, now);
                    case ACTIVE -> active(handle, window, now, running);
                    case ENDED, CANCELLED -> window;
                },
                now);
    }

    /** One that nobody was there to begin is called off rather than begun after its end. */
    private Window planned(Handle handle, Window window, Instant now) {
        if (!now.isBefore(window.end())) {
            return write(handle, window.as(State.CANCELLED), now, "cancelled", "Twokeys did not run at its time");
        }
        if (!now.isBefore(window.start())) return write(handle, window.as(State.ACTIVE), now, "started", "");
        if (Notices.remind(window, WindowStore.told(handle, window.id()), now)) tell(handle, window, now, "reminded");
        return window;
    }

    private Window active(Handle handle, Window window, Instant now, Optional<Operation> running) {
        if (!now.isBefore(window.end())) return ending(handle, window, now, running);
        if (Notices.endsSoon(window, WindowStore.told(handle, window.id()), now)) tell(handle, window, now, "ending");
        return window;
    }

    private Window ending(Handle handle, Window window, Instant now, Optional<Operation> running) {
        Instant latest = latestEnd(handle, window, now);
        return running.filter(operation -> latest.isAfter(now))
                .map(operation ->
                        write(handle, window.until(latest), now, "extended", operation.id() + " is still running"))
                .orElseGet(() -> write(handle, window.as(State.ENDED), now, "ended", ""));
    }

    private static Instant latestEnd(Handle handle, Window window, Instant now) {
        Stream<Instant> next = WindowStore.ahead(handle, window.target()).stream()
                .map(Window::start)
                .filter(start -> start.isAfter(window.start()));
        return Stream.concat(next, Stream.of(now.plus(OVERRUN), window.start().plus(Windows.LONGEST)))
                .min(Instant::compareTo)
                .orElseThrow();
    }

    private Window write(Handle handle, Window window, Instant now, String kind, String because) {
        WindowStore.update(handle, window, now);
        ledger.note(handle, window, new Note(kind, NewEntry.TWOKEYS, because));
        return window;
    }

    private void tell(Handle handle, Window window, Instant now, String kind) {
        WindowStore.tell(handle, window.id(), now);
        ledger.note(handle, window, new Note(kind, NewEntry.TWOKEYS, ""));
    }
}
