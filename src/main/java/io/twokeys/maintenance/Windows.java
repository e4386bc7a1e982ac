package io.twokeys.maintenance;

import io.twokeys.fleet.TargetName;
import io.twokeys.journal.Journal;
import io.twokeys.maintenance.Outcome.Done;
import io.twokeys.maintenance.Outcome.Refused;
import io.twokeys.maintenance.Refusal.Begun;
import io.twokeys.maintenance.Refusal.NotBegun;
import io.twokeys.maintenance.Refusal.Over;
import io.twokeys.maintenance.Refusal.Overlapping;
import io.twokeys.maintenance.Refusal.TooFar;
import io.twokeys.maintenance.Refusal.TooLong;
import io.twokeys.maintenance.Refusal.TooShort;
import io.twokeys.maintenance.Refusal.TooSoon;
import io.twokeys.maintenance.Window.State;
import io.twokeys.maintenance.WindowLedger.Note;
import io.twokeys.timer.Timers;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The windows of all targets, as people plan and change them. Two windows of one target never share a moment. Every change,
 * its alarm and its journal entry are one transaction; {@link WindowClock} does what comes by itself.
 */
@Singleton
public final class Windows {
    /** What is planned begins no earlier than this from now; what has to begin earlier is begun by hand. */
    public static final Duration NOTICE = Duration.ofMinutes(1);

    public static final Duration HORIZON = Duration.ofDays(366);
    public static final Duration SHORTEST = Duration.ofMinutes(1);
    public static final Duration LONGEST = Duration.ofDays(7);

    private final Jdbi jdbi;
    private final WindowLedger ledger;
    private final InstantSource clock;

    @Inject
    public Windows(Jdbi jdbi, Journal journal, Timers timers, InstantSource clock) {
        this.jdbi = jdbi;
        this.ledger = new WindowLedger(journal, timers);
        this.clock = clock;
    }

    /** Plans a window. */
    public Outcome schedule(Wish wish, Booking booking) {
        Instant now = now();
        return once(wish, handle -> {
            if (booking.start().isBefore(now.plus(NOTICE))) return new Refused(new TooSoon(booking.start()));
            if (booking.start().isAfter(now.plus(HORIZON))) return new Refused(new TooFar(booking.start()));
            return insert(handle, wish, booking, State.SCHEDULED);
        });
    }

    /** Begins a window that was not planned. */
    public Outcome begin(Wish wish, TargetName target, Duration length, String reason) {
        return once(wish, handle -> insert(handle, wish, new Booking(target, now(), length, reason), State.ACTIVE));
    }

    /**
     * Begins a planned window now instead of at its time.
     *
     * @param length how long it takes; without one as long as planned, so that it ends as much earlier as it begins
     * @param reason in place of the one that was announced
     */
    public Outcome start(Wish wish, WindowId id, Optional<Duration> length, Optional<String> reason) {
        return change(wish, id, (handle, window) -> {
            if (window.active()) return new Refused(new Begun(window));
            Window begun = window.from(now(), length.orElse(window.length()))
                    .because(reason.orElse(window.reason()))
                    .as(State.ACTIVE);
            return ifFit(handle, begun, () -> changed(handle, wish, begun, "started", ""));
        });
    }

    /** Moves the end of a window, running or planned. */
    public Outcome extend(Wish wish, WindowId id, Duration by) {
        return change(wish, id, (handle, window) -> {
            Window longer = window.until(window.end().plus(by));
            return ifFit(handle, longer, () -> changed(handle, wish, longer, "extended", ""));
        });
    }

    /** Ends a running window now. */
    public Outcome end(Wish wish, WindowId id) {
        return change(wish, id, (handle, window) -> {
            if (!window.active()) return new Refused(new NotBegun(window));
            return changed(handle, wish, window.until(now()).as(State.ENDED), "ended", "");
        });
    }

    /** Calls a planned window off. */
    public Outcome cancel(Wish wish, WindowId id, String because) {
        return change(wish, id, (handle, window) -> {
            if (window.active()) return new Refused(new Begun(window));
            return changed(handle, wish, window.as(State.CANCELLED), "cancelled", because);
        });
    }

    public Optional<Window> find(WindowId id) {
        return jdbi.withHandle(handle -> find(handle, id));
    }

    public Optional<Window> find(Handle handle, WindowId id) {
        return WindowStore.find(handle, id);
    }

    /** Of a target, those that run or are to come, in the order in which they begin. */
    public List<Window> ahead(TargetName target) {
        return jdbi.withHandle(handle -> WindowStore.ahead(handle, target));
    }

    private Outcome insert(Handle handle, Wish wish, Booking booking, State state) {
        WindowStore.turn(handle, booking.target());
        Window wanted = new Window(
                WindowStore.id(0),
                booking.target(),
                wish.by(),
                booking.reason(),
                booking.start(),
                booking.start().plus(booking.length()),
                state);
        return ifFit(handle, wanted, () -> {
            Window window = WindowStore.insert(handle, booking, wish.by(), state, now());
            String kind = state == State.ACTIVE ? "started" : "scheduled";
            return changed(handle, wish, window, kind, "");
        });
    }

    /** A change of a window that is not over, in its target's turn. */
    private Outcome change(Wish wish, WindowId id, BiFunction<Handle, Window, Outcome> change) {
        return once(wish, handle -> {
            Optional<Window> known = find(handle, id);
            if (known.isEmpty()) return new Refused(new Refusal.Unheard(id));
            WindowStore.turn(handle, known.get().target());
            Window window = find(handle, id).orElseThrow();
            return window.over() ? new Refused(new Over(window)) : change.apply(handle, window);
        });
    }

    private Outcome once(Wish wish, Function<Handle, Outcome> change) {
        return jdbi.inTransaction(handle -> WindowStore.ofEvent(handle, wish.event())
                .flatMap(id -> find(handle, id))
                .<Outcome>map(Done::new)
                .orElseGet(() -> change.apply(handle)));
    }

    private static Outcome ifFit(Handle handle, Window wanted, Supplier<Outcome> change) {
        if (wanted.length().compareTo(LONGEST) > 0) return new Refused(new TooLong());
        if (wanted.length().compareTo(SHORTEST) < 0) return new Refused(new TooShort());
        return WindowStore.ahead(handle, wanted.target()).stream()
                .filter(other -> !other.id().equals(wanted.id()) && other.overlaps(wanted))
                .findFirst()
                .<Outcome>map(other -> new Refused(new Overlapping(other)))
                .orElseGet(change);
    }

    private Outcome changed(Handle handle, Wish wish, Window window, String kind, String because) {
        WindowStore.count(handle, wish.event(), window.id());
        ledger.change(handle, window, now(), new Note(kind, wish.by().value(), because));
        return new Done(window);
    }

    /** As exact as the database keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
