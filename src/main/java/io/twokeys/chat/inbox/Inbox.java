package io.twokeys.chat.inbox;

import io.twokeys.chat.ChatEvent;
import io.twokeys.chat.Platform;
import io.twokeys.chat.inbox.InboxStore.Handled;
import io.twokeys.chat.inbox.InboxStore.Which;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration FIRST_RETRY = Duration.ofMillis(250);
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final int ATTEMPTS = 5;
    /**
     * A worker costs no thread worth counting but one connection for as long as its event is handled, since that holds the
     * lock, and the pool has 40. A command may read from a slow host for half a minute: twelve people may do that at once, and
     * still four workers take nothing but votes and the like. The handlers' own short statements fit into what is left.
     */
    private static final int WORKERS = 12;

    private static final int QUICK_WORKERS = 4;
    /** Commits of the intake whose events a worker puts into the inbox before it takes one; in a crowd that is work that waits. */
    private static final int PORTION = 16;

    private final InboxStore store;
    private final InstantSource clock;
    private final Intake intake;
    private final Crew all;
    private final Crew quick;
    private final ScheduledExecutorService rhythm = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("inbox-rhythm").factory());
    private boolean quickIsNext;
    private volatile @Nullable Consumer<ChatEvent> handler;
    private volatile Supplier<Set<Platform>> leave = Set::of;

    @Inject
    public Inbox(InboxStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
        this.intake = new Intake(lines -> store.insert(lines, clock.instant()), this::call, store::close);
        this.all = new Crew("inbox", WORKERS, () -> take(Which.ALL), intake::crowded);
        this.quick = new Crew("inbox-quick", QUICK_WORKERS, () -> take(Which.QUICK), intake::crowded);
        // With a fixed delay: a process that was held for a minute must not find a minute's ticks waiting.
        rhythm.scheduleWithFixedDelay(this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Takes an event in and commits before it returns. One that was here before is handled once all the same.
     *
     * @throws NotRecorded if that did not happen within a second and a half
     */
    public void receive(ChatEvent event) {
        try {
            receiveLater(event).toCompletableFuture().join();
        } catch (CompletionException lost) {
            throw lost.getCause() instanceof NotRecorded why ? why : lost;
        }
    }

    /** The same for who must not wait: the stage ends after the commit, or with {@link NotRecorded}. */
    public CompletionStage<@Nullable Void> receiveLater(ChatEvent event) {
        try {
            return intake.offer(Line.of(event));
        } catch (NotRecorded never) {
            return CompletableFuture.failedFuture(never);
        }
    }

    /** Begins to hand events to {@code next}, first those that were left over. Call it once. */
    public void start(Consumer<ChatEvent> next) {
        start(next, Set::of);
    }

    /**
     * The same, but for the events of some platforms, which wait for the replica that can work them off.
     *
     * @param elsewhere the platforms that this process cannot speak to at the moment; asked before every event
     */
    public void start(Consumer<ChatEvent> next, Supplier<Set<Platform>> elsewhere) {
        handler = next;
        leave = elsewhere;
        all.start();
        quick.start();
        Thread.ofVirtual().name("inbox-warm-up").start(this::warmUp);
        rhythm.scheduleWithFixedDelay(this::callOne, POLL.toMillis(), POLL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Takes no more in; lets running handlers finish, for at most ten seconds. What is left waits in the database. */
    public void stop() throws InterruptedException {
        intake.stop(GRACE.toMillis());
        rhythm.shutdownNow();
        all.end();
        quick.end();
        if (!all.join(GRACE) || !quick.join(GRACE)) {
            LOG.warn("the inbox stops although a handler is still at work; its event will be handled again");
        }
    }

    private void warmUp() {
        try {
            store.warmUp(clock.instant());
        } catch (RuntimeException away) {
            LOG.debug("the first event will take a little longer", away);
        }
    }

    private void tick() {
        if (intake.tick()) callEverybody();
        else if (intake.crowded()) callNext();
    }

    /** In a crowd the ticks call instead: every commit of the work's delays one of the crowd's. */
    private void call(List<Line> fresh) {
        if (intake.crowded()) return;
        all.call(fresh.size());
        quick.call((int) fresh.stream().filter(Line::quick).count());
    }

    private void callEverybody() {
        all.call(WORKERS);
        quick.call(QUICK_WORKERS);
    }

    private void callNext() {
        quickIsNext = !quickIsNext;
        (quickIsNext ? quick : all).call(1);
    }

    /** For what became due, and what another replica left. */
    private void callOne() {
        all.call(1);
        quick.call(1);
    }

    private boolean take(Which which) {
        Consumer<ChatEvent> current = handler;
        int commits = intake.crowded() ? 1 : PORTION;
        return current != null
                && store.take(which, commits, leave.get(), clock.instant(), (event, n) -> handle(current, event, n));
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
