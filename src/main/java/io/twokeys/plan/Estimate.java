package io.twokeys.plan;

import java.time.Duration;
import java.util.List;

/**
 * How long it will take, as a range.
 *
 * @param basis where the figures come from, for people
 */
public record Estimate(Duration low, Duration high, String basis) {
    /** Bytes a second that a copy or a dump was measured to take on disks that are good, and on poor ones. */
    private static final long FAST = 400_000_000;

    private static final long SLOW = 50_000_000;
    private static final Duration PER_MODULE = Duration.ofSeconds(8);
    /** From here on the last runs, of fewer as a rule, tell little. */
    private static final int MANY = 10;

    /** From the last runs of the same kind on the target; without any, from the bytes that have to be copied. */
    static Estimate ofCopy(List<Duration> before, long bytes) {
        if (!before.isEmpty()) return of(before, 0);
        return new Estimate(
                Duration.ofSeconds(5 + bytes / FAST),
                Duration.ofSeconds(60 + bytes / SLOW),
                "from the size of the database");
    }

    /** From the last runs of the same kind on the target; without any, from the bytes to copy and the number of modules. */
    public static Estimate ofCopyAndUpgrade(List<Duration> before, long bytes, int modules) {
        if (!before.isEmpty()) return of(before, modules);
        Estimate copy = ofCopy(before, bytes);
        Estimate upgrade = of(before, modules);
        return new Estimate(
                copy.low.plus(upgrade.low),
                copy.high.plus(upgrade.high),
                "from the size of the database and the number of modules");
    }

    /**
     * From the dry run of the same change: what it took, and the copy that is made before it.
     *
     * @param took the upgrade of the modules alone
     * @param run its id, {@code DR-3}
     */
    static Estimate ofRehearsal(Duration took, String run, long bytes) {
        Estimate copy = ofCopy(List.of(), bytes);
        return new Estimate(
                copy.low.plus(took),
                copy.high.plus(took.multipliedBy(3).dividedBy(2)),
                "from " + run + ", the dry run of this change");
    }

    /** From the last runs of the same kind on the target; without any, from the number of modules. */
    static Estimate of(List<Duration> before, int modules) {
        Duration guess = Duration.ofSeconds(20).plus(PER_MODULE.multipliedBy(modules));
        if (before.isEmpty()) {
            return new Estimate(guess.dividedBy(2), guess.multipliedBy(2), "no run to compare with yet");
        }
        Duration shortest = before.stream().min(Duration::compareTo).orElseThrow();
        Duration longest = before.stream().max(Duration::compareTo).orElseThrow();
        Duration usual = longest.multipliedBy(3).dividedBy(2);
        if (modules > MANY && guess.dividedBy(2).compareTo(usual) > 0) {
            return new Estimate(
                    shortest, guess.multipliedBy(2), "from the number of modules: more than in the last ones here");
        }
        return new Estimate(
                shortest,
                usual,
                before.size() == 1
                        ? "from the last one on this target"
                        : "from the last " + before.size() + " on this target");
    }
}
