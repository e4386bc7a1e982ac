package io.twokeys.chat.inbox;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/**
 * Workers that sleep until they are called, and then work until nothing is left. While {@code makeWay} holds, one of them
 * goes on and the others sleep.
 */
final class Crew {
    private static final Logger LOG = Logger.getLogger(Crew.class);

    private final int size;
    private final BooleanSupplier work;
    private final BooleanSupplier makeWay;
    private final Semaphore calls = new Semaphore(0);
    private final AtomicInteger awake = new AtomicInteger();
    private final List<Thread> workers;
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
        for (Thread worker : workers) {
            if (worker.getState() != Thread.State.NEW && !worker.join(limit)) return false;
        }
        return true;
    }

    private void untilStopped() {
        try {
            while (!stopped) {
                calls.acquire();
                awake.incrementAndGet();
                untilNothingIsLeft();
                awake.decrementAndGet();
            }
        } catch (InterruptedException ending) {
            LOG.debug("a worker of the inbox was interrupted", ending);
        }
    }

    private void untilNothingIsLeft() {
        try {
            boolean more = true;
            while (more && !stopped && (awake.get() <= 1 || !makeWay.getAsBoolean())) {
                more = work.getAsBoolean();
            }
        } catch (RuntimeException | Error trouble) {
            LOG.error("the inbox could not be read; next try in a second", trouble);
        }
    }
}
