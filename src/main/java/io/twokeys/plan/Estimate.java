package io.twokeys.plan;

import java.time.Duration;
import java.util.List;

/**
 * How long it will take, as a range.
 *
 * @param basis where the figures come from, for people
 */
public record Estimate(Duration low, Duration high, String basis) {
    private static final Duration PER_MODULE = Duration.ofSeconds(8);

    /** From the last runs of the same kind on the target; without any, from the number of modules. */
    static Estimate of(List<Duration> before, int modules) {
        if (before.isEmpty()) {
            Duration guess = Duration.ofSeconds(20).plus(PER_MODULE.multipliedBy(modules));
            return new Estimate(guess.dividedBy(2), guess.multipliedBy(2), "no run to compare with yet");
        }
        Duration shortest = before.stream().min(Duration::compareTo).orElseThrow();
        Duration longest = before.stream().max(Duration::compareTo).orElseThrow();
        return new Estimate(
                shortest,
                longest.multipliedBy(3).dividedBy(2),
                before.size() == 1
                        ? "from the last one on this target"
                        : "from the last " + before.size() + " on this target");
    }
}
