package io.twokeys.maintenance;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** When something is to be said or done about a window. */
final class Notices {
    /** So long before the beginning people are reminded. */
    private static final List<Duration> REMINDERS =
            List.of(Duration.ofHours(24), Duration.ofHours(1), Duration.ofMinutes(15));

    private static final Duration BEFORE_THE_END = Duration.ofMinutes(10);

    private Notices() {}

    /**
     * The next time to look after the window; empty if there is none.
     *
     * @param told what was due up to here is done
     */
    static Optional<Instant> next(Window window, Instant told) {
        return switch (window.state()) {
            case SCHEDULED ->
                Stream.concat(reminders(window, told), Stream.of(window.start()))
                        .min(Instant::compareTo);
            case ACTIVE -> Optional.of(ending(window, told).orElse(window.end()));
            case ENDED, CANCELLED -> Optional.empty();
        };
    }

    /** Whether people are to be reminded now. Of several reminders that are due, one is enough. */
    static boolean remind(Window window, Instant told, Instant now) {
        return reminders(window, told).anyMatch(at -> !at.isAfter(now));
    }

    static boolean endsSoon(Window window, Instant told, Instant now) {
        return ending(window, told).filter(at -> !at.isAfter(now)).isPresent();
    }

    private static Stream<Instant> reminders(Window window, Instant told) {
        return REMINDERS.stream().map(window.start()::minus).filter(at -> at.isAfter(told));
    }

    private static Optional<Instant> ending(Window window, Instant told) {
        return Optional.of(window.end().minus(BEFORE_THE_END)).filter(at -> at.isAfter(told));
    }
}
