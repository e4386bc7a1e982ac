package io.twokeys.maintenance;

import io.twokeys.fleet.TargetName;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Keeps in mind what other places show of the windows, the calendars of platforms, and brings them up to date: the last state of
 * a window always arrives, those in between may be left out. A place that fails holds no window up.
 */
@Singleton
public final class Noticeboards {
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private final Jdbi jdbi;
    private final InstantSource clock;

    @Inject
    public Noticeboards(Jdbi jdbi, InstantSource clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** How it went to show a window somewhere. */
    public sealed interface Showing {
        record Shown() implements Showing {}

        /** It is tried again, at the earliest after {@code pause}, and less and less often. */
        record Failed(String error, Duration pause) implements Showing {}

        /** It will never be accepted. It is tried again only while the window is to come or runs. */
        record Rejected(String error) implements Showing {}
    }

    /**
     * Brings one window up to date in one place.
     *
     * @param place {@code discord}
     * @param targets those that are shown there
     * @param show shows the window as it is, again and again if need be
     * @return false if there is nothing to do now
     */
    public boolean showNext(String place, Collection<TargetName> targets, Function<Window, Showing> show) {
        Instant now = clock.instant();
        jdbi.useTransaction(handle -> ShownStore.enter(handle, place, targets, now));
        return ShownStore.apart(jdbi, handle -> {
            Optional<ShownStore.Row> row = ShownStore.next(handle, place, now);
            row.ifPresent(it -> record(handle, it, show.apply(it.window()), now));
            return row.isPresent();
        });
    }

    private static void record(Handle handle, ShownStore.Row row, Showing showing, Instant now) {
        switch (showing) {
            case Showing.Shown shown -> ShownStore.shown(handle, row);
            case Showing.Failed(String error, Duration pause) ->
                ShownStore.later(handle, row, now.plus(longer(pause, backOff(row))), error);
            case Showing.Rejected rejected when row.window().over() -> ShownStore.shown(handle, row);
            case Showing.Rejected(String error) -> ShownStore.later(handle, row, now.plus(LONGEST_WAIT), error);
        }
    }

    /** 1 s, doubling, at most ten minutes. */
    private static Duration backOff(ShownStore.Row row) {
        Duration wait = Duration.ofSeconds(1L << Math.min(row.attempts(), 10));
        return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
