package io.twokeys.chat.inbox;

import io.twokeys.chat.ChatEvent;
import io.twokeys.chat.inbox.InboxStore.Handled;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What people did, taken in once and worked off in order.
 *
 * <p>An event is in the database before {@link #receive} returns, so a platform may be answered at once. The events of one
 * person are handled one after another, those of different people side by side, by whichever replica is free. A handler may
 * see an event again after a crash: at least once, never not at all.
 */
@Singleton
public final class Inbox {
    private static final Logger LOG = Logger.getLogger(Inbox.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration FIRST_RETRY = Duration.ofMillis(250);
    private static final int ATTEMPTS = 5;
    private static final int WORKERS = 4;

    private final InboxStore store;
    private final InstantSource clock;
    private final ScheduledExecutorService workers = Executors.newScheduledThreadPool(
            WORKERS, Thread.ofVirtual().name("inbox-", 0).factory());
    private volatile @Nullable Consumer<ChatEvent> handler;

    @Inject
    public Inbox(InboxStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * Takes an event in and commits before it returns.
     *
     * @return false if it was here before
     */
    public boolean receive(ChatEvent event) {
        boolean fresh = store.insert(event, clock.instant());
        if (fresh) {
            nudge();
        }
        return fresh;
    }

    /** Begins to hand events to {@code next}, first those that were left over. Call it once. */
    public void start(Consumer<ChatEvent> next) {
        handler = next;
        workers.scheduleWithFixedDelay(this::drain, 0, POLL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Lets running handlers finish, for at most ten seconds; what is left waits in the database. */
    public void stop() throws InterruptedException {
        workers.shutdown();
        if (!workers.awaitTermination(10, TimeUnit.SECONDS)) {
            LOG.warn("the inbox stops although a handler is still at work; its event will be handled again");
        }
    }

    private void nudge() {
        if (!workers.isShutdown()) {
            workers.execute(this::drain);
        }
    }

    private void drain() {
        Consumer<ChatEvent> current = handler;
        if (current == null) {
            return;
        }
        try {
            while (!workers.isShutdown() && store.take(clock.instant(), (event, n) -> handle(current, event, n))) {
                LOG.trace("handled one event, looking for the next");
            }
        } catch (RuntimeException | Error trouble) {
            LOG.error("the inbox could not be read; next try in a second", trouble);
        }
    }

    private Handled handle(Consumer<ChatEvent> current, ChatEvent event, int attempt) {
        try {
            current.accept(event);
            return new Handled.Done(clock.instant());
        } catch (RuntimeException | Error problem) {
            return failed(event, attempt, problem);
        }
    }

    private Handled failed(ChatEvent event, int attempt, Throwable problem) {
        Instant now = clock.instant();
        if (attempt >= ATTEMPTS) {
            LOG.errorf(problem, "parked %s after %d attempts; it stays in the table inbox", event, attempt);
            return new Handled.Parked(now, problem.toString());
        }
        LOG.warnf(problem, "attempt %d at %s failed; it will be tried again", attempt, event);
        return new Handled.Retry(now.plus(FIRST_RETRY.multipliedBy(1L << (2 * (attempt - 1)))), problem.toString());
    }
}
