package io.twokeys.chat.console;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * Messages as they change, for whoever watches. Every watcher follows the change numbers in the database at a pace of its
 * own, woken by a change made here and looking twice a second for those made by other replicas.
 */
@Singleton
public final class ConsoleFeed {
    private static final Logger LOG = Logger.getLogger(ConsoleFeed.class);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final int PAGE = 100;
    private static final int BACKLOG = 10_000;

    private final ConsoleStore store;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition change = lock.newCondition();
    private volatile boolean stopped;

    @Inject
    public ConsoleFeed(ConsoleStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** What a watcher gets. */
    sealed interface Item {
        record Changed(ConsoleMessage message) implements Item {}

        /** Nothing happened for fifteen seconds; the line is still there. */
        record Heartbeat() implements Item {}
    }

    /** Wakes the watchers of this replica. */
    void changed() {
        lock.lock();
        try {
            change.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends all streams; watchers come back and go on elsewhere. */
    public void stop() {
        stopped = true;
        changed();
    }

    /**
     * Every message changed after {@code after}, as it stands when it is read, until the watcher leaves.
     *
     * @param after a change or the id of a message; anything else means from now on
     */
    Multi<Item> since(String after) {
        return Multi.createFrom()
                .emitter(
                        emitter -> Thread.ofVirtual().name("console-feed").start(() -> follow(emitter, after)),
                        BACKLOG);
    }

    private void follow(MultiEmitter<? super Item> emitter, String after) {
        AtomicBoolean left = new AtomicBoolean();
        emitter.onTermination(() -> left.set(true));
        try {
            emitter.emit(new Item.Heartbeat());
            long seen = after.matches("[0-9]{1,18}") ? Long.parseLong(after) : store.lastChange();
            Instant spoken = clock.instant();
            while (!left.get() && !stopped) {
                List<ConsoleMessage> news = store.changedSince(seen, PAGE);
                for (ConsoleMessage message : news) {
                    emitter.emit(new Item.Changed(message));
                    seen = message.stand().change();
                }
                spoken = news.isEmpty() ? breathe(emitter, spoken) : clock.instant();
            }
            emitter.complete();
        } catch (RuntimeException trouble) {
            LOG.warn("a console stream broke off; the browser comes back for the rest", trouble);
            emitter.fail(trouble);
        }
    }

    private Instant breathe(MultiEmitter<? super Item> emitter, Instant spoken) {
        Instant now = clock.instant();
        boolean quiet = !now.isBefore(spoken.plus(HEARTBEAT));
        if (quiet) {
            emitter.emit(new Item.Heartbeat());
        }
        await();
        return quiet ? now : spoken;
    }

    private void await() {
        lock.lock();
        try {
            if (!change.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.trace("no change here; looking for those of other replicas");
            }
        } catch (InterruptedException e) {
            stopped = true;
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
