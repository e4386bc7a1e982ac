package io.twokeys.chat.inbox;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/**
 * Workers that sleep until they are called, and then work until nothing is left. While {@code makeWay} holds, a call is good
 * for one piece only.
 */
final class Crew {
    private static final Logger LOG = Logger.getLogger(Crew.class);

    private final int size;
    private final BooleanSupplier work;
    private final BooleanSupplier makeWay;
    private final Semaphore calls = new Semaphore(0);
    private final List<Thread> workers;
    /** Counts those who have gone home. */
    private volatile CountDownLatch out = new CountDownLatch(0);

    private volatile boolean stopped;

    /** @param work does one piece; false if there was none */
    Crew(String name, int size, BooleanSupplier work, BooleanSupplier makeWay) {
        this.size = size;
        this.work = work;
        this.makeWay = makeWay;
        this.workers = IntStream.range(0, size)
                .mapToObj(n -> Thread.ofVirtual().name(name + "-" + n).unstarted(this::untilStopped))
                .toList();
    }

    void start() {
        out = new CountDownLatch(size);
        workers.forEach(Thread::start);
        call(size);
    }

    /** There may be this many pieces of work. */
    void call(int pieces) {
        int asleep = size - calls.availablePermits();
        if (asleep > 0) calls.release(Math.min(pieces, asleep));
    }

    /** No worker begins another piece. */
    void end() {
        stopped = true;
        calls.release(size);
    }

    /** @return whether all are home in time */
    boolean join(Duration limit) throws InterruptedException {
        return out.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void untilStopped() {
        try {
            while (!stopped) {
                calls.acquire();
                untilNothingIsLeft();
            }
        } catch (InterruptedException ending) {
            LOG.debug("a worker of the inbox was interrupted", ending);
        } finally {
            out.countDown();
        }
    }

    private void untilNothingIsLeft() {
        try {
            boolean more = true;
            while (more && !stopped) {
                more = work.getAsBoolean() && !makeWay.getAsBoolean();
            }
        } catch (RuntimeException | Error trouble) {
            LOG.error("the inbox could not be read; next try in a second", trouble);
        }
    }
}
