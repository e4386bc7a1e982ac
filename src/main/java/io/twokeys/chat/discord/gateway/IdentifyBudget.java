package io.twokeys.chat.discord.gateway;

import java.time.Duration;
import java.util.List;

/**
 * How often a session may be begun anew. Discord allows one IDENTIFY in 5 seconds, and at 1,000 in 24 hours closes every session
 * and resets the bot's token. So the sixth within ten minutes waits longer, doubling to a minute, and after 900 in a day there
 * is none until the oldest is a day old.
 *
 * @param ages of the IDENTIFYs of the last 24 hours, over all replicas and restarts, youngest first
 */
record IdentifyBudget(List<Duration> ages) {
    static final int A_DAY = 900;
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration RECENT = Duration.ofMinutes(10);
    private static final Duration SHORTEST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final int QUICK = 5;

    /** How long the next one has to wait; zero if it may go. */
    Duration pause() {
        if (ages.isEmpty()) return Duration.ZERO;
        Duration spacing = longer(spacing().minus(ages.getFirst()), Duration.ZERO);
        return ages.size() < A_DAY ? spacing : longer(spacing, DAY.minus(ages.get(A_DAY - 1)));
    }

    boolean isUsedUp() {
        return ages.size() >= A_DAY;
    }

    private Duration spacing() {
        long recent = ages.stream().filter(age -> age.compareTo(RECENT) < 0).count();
        if (recent <= QUICK) return SHORTEST;
        Duration doubled = SHORTEST.multipliedBy(1L << Math.min(recent - QUICK, 10));
        return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
