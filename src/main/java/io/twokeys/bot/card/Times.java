package io.twokeys.bot.card;

import java.time.Duration;

/** Durations as people say them. */
public final class Times {
    private Times() {}

    /** {@code 45 s}, {@code 4 min}, {@code 1 h 20 min}. */
    public static String of(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 1) return "under 1 s";
        if (seconds < 120) return seconds + " s";
        long minutes = duration.plusSeconds(30).toMinutes();
        return minutes < 60 ? minutes + " min" : minutes / 60 + " h " + minutes % 60 + " min";
    }

    static String range(Duration low, Duration high) {
        return low.equals(high) ? "about " + of(low) : of(low) + " to " + of(high);
    }
}
