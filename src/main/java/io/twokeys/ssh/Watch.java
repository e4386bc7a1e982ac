package io.twokeys.ssh;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ends an exchange that takes too long or that nobody wants any more, without interrupting a thread. */
final class Watch implements AutoCloseable {
    private static final long LOOK_MS = 100;

    private enum Verdict {
        FINE,
        LATE,
        UNWANTED
    }

    private final CountDownLatch done = new CountDownLatch(1);
    private volatile Verdict verdict = Verdict.FINE;

    Watch(Duration limit, OutputSink sink, Runnable hangUp) {
        Thread.startVirtualThread(() -> watch(limit.toNanos(), sink, hangUp));
    }

    private void watch(long limit, OutputSink sink, Runnable hangUp) {
        long began = System.nanoTime();
        try {
            while (!done.await(LOOK_MS, TimeUnit.MILLISECONDS)) {
                if (!isWanted(sink)) verdict = Verdict.UNWANTED;
                if (System.nanoTime() - began > limit) verdict = Verdict.LATE;
                if (over()) {
                    hangUp.run();
                    return;
                }
            }
        } catch (
                @SuppressWarnings("unused")
                InterruptedException nobodyDoes) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whoever cannot tell is asked again. */
    private static boolean isWanted(OutputSink sink) {
        try {
            return sink.wanted();
        } catch (
                @SuppressWarnings("unused")
                RuntimeException cannotTell) {
            return true;
        }
    }

    boolean over() {
        return verdict != Verdict.FINE;
    }

    boolean late() {
        return verdict == Verdict.LATE;
    }

    boolean unwanted() {
        return verdict == Verdict.UNWANTED;
    }

    @Override
    public void close() {
        done.countDown();
    }
}
