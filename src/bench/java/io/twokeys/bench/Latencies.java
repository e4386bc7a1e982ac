package io.twokeys.bench;

/** Times in steps of 10 µs, up to two seconds. */
final class Latencies {
    private static final int STEP = 10_000;

    private final int[] counts = new int[200_000];
    private long count;

    void add(long nanos) {
        counts[(int) Math.min(nanos / STEP, counts.length - 1)]++;
        count++;
    }

    long count() {
        return count;
    }

    /** In milliseconds; so many of a hundred were not slower. */
    double percentile(double percent) {
        long left = (long) Math.ceil(count * percent / 100);
        for (int i = 0; i < counts.length; i++) {
            left -= counts[i];
            if (left <= 0) return (i + 1) * STEP / 1e6;
        }
        return counts.length * STEP / 1e6;
    }
}
