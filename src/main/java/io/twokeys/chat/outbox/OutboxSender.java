package io.twokeys.chat.outbox;

import static java.util.Objects.requireNonNull;

import io.twokeys.chat.Chat;
import io.twokeys.chat.ChatUser;
import io.twokeys.chat.Message;
import io.twokeys.chat.MessageRef;
import io.twokeys.chat.Pace;
import io.twokeys.chat.Platform;
import io.twokeys.chat.outbox.QueueStore.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Carries the outbox to the platforms, at the pace that each of them sets. What is carried stays locked until it is recorded, so
 * several replicas may send at once. That a call begins is recorded before it: after a crash the adapter is told that the message may be
 * there already.
 */
public final class OutboxSender {
    private static final Logger LOG = Logger.getLogger(OutboxSender.class);
    private static final Duration POLL = Duration.ofMillis(500);
    /** Each platform has its own, so that one that hangs keeps no other waiting. */
    private static final int WORKERS = 4;
    /** How long a row rests whose fate could not be recorded. */
    private static final Duration REST = Duration.ofSeconds(10);

    private final OutboxStore store;
    private final InstantSource clock;
    private final Supplier<List<Chat>> chats;
    private final Drawing drawing;
    private final List<Line> lines;

    /** @param chats the platforms; asked before every message, and left alone while they are not {@link Chat#here} */
    public OutboxSender(OutboxStore store, InstantSource clock, Supplier<List<Chat>> chats) {
        this(store, clock, chats, Drawing.NONE);
    }

    public OutboxSender(OutboxStore store, InstantSource clock, Supplier<List<Chat>> chats, Drawing drawing) {
        this.store = store;
        this.clock = clock;
        this.chats = chats;
        this.drawing = drawing;
        this.lines = chats.get().stream().map(chat -> Line.to(chat.platform())).toList();
    }

    /** The workers of one platform, how many of them are called and have not come yet, and when they are to look again. */
    private record Line(
            Platform platform, ScheduledExecutorService workers, Semaphore calls, AtomicReference<Instant> alarm) {
        static Line to(Platform platform) {
            var threads = Thread.ofVirtual().name("outbox-" + platform.key() + "-", 0);
            return new Line(
                    platform,
                    Executors.newScheduledThreadPool(WORKERS, threads.factory()),
                    new Semaphore(WORKERS),
                    new AtomicReference<>(Instant.MIN));
        }

        boolean stopped() {
            return workers.isShutdown();
        }
    }

    /** A call that may be made now. */
    private record Go(boolean again) {}

    public void start() {
        lines.forEach(line ->
                line.workers().scheduleWithFixedDelay(() -> drain(line), 0, POLL.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** Lets what is on its way arrive, for at most ten seconds. */
    public void stop() throws InterruptedException {
        lines.forEach(line -> line.workers().shutdown());
        Instant last = clock.instant().plusSeconds(10);
        for (Line line : lines) {
            long left = Math.max(0, Duration.between(clock.instant(), last).toMillis());
            if (!line.workers().awaitTermination(left, TimeUnit.MILLISECONDS)) {
                LOG.warnf(
                        "the outbox stops although a message to %s is still on its way; it is sent again",
                        line.platform());
            }
        }
    }

    /** Looks at once instead of at the next half second. Call it after the commit. */
    public void nudge() {
        lines.forEach(this::nudge);
    }

    /** Whoever is called and has not come yet will see what is new as well: a crowd of calls is worth as many as there are workers. */
    private void nudge(Line line) {
        if (line.stopped() || !line.calls().tryAcquire()) return;
        line.workers().execute(() -> {
            line.calls().release();
            drain(line);
        });
    }

    private void drain(Line line) {
        try {
            if (sendNext(line.platform())) {
                nudge(line);
                while (!line.stopped() && sendNext(line.platform())) {
                    LOG.trace("sent one, looking for the next");
                }
            }
            wakeWhenFree(line);
        } catch (RuntimeException | Error trouble) {
            LOG.error("the outbox could not be read; next try in half a second", trouble);
        }
    }

    /** Looks again right when the next token is there, if that is before the next poll. */
    private void wakeWhenFree(Line line) {
        Instant now = clock.instant();
        Instant next = store.apart(h -> QueueStore.nextFree(h, Set.of(line.platform()), now))
                .filter(free -> free.isBefore(now.plus(POLL)))
                .orElse(null);
        if (next == null || line.stopped()) return;
        Instant before = line.alarm().getAndUpdate(set -> set.isAfter(now) && set.isBefore(next) ? set : next);
        if (before.isAfter(now) && !next.isBefore(before)) return;
        long wait = Math.max(0, Duration.between(now, next).toNanos()) + TimeUnit.MILLISECONDS.toNanos(1);
        line.workers().schedule(() -> drain(line), wait, TimeUnit.NANOSECONDS);
    }

    /** Sends one row, whatever the platform. Returns false if none may be sent now. */
    boolean sendNext() {
        return lines.stream().anyMatch(line -> sendNext(line.platform()));
    }

    /** Sends one row, or learns that it has to wait. Returns false if none may be sent now. */
    private boolean sendNext(Platform platform) {
        Optional<Chat> chat = chats.get().stream()
                .filter(one -> one.platform() == platform && one.here())
                .findFirst();
        AtomicReference<@Nullable Row> inHand = new AtomicReference<>();
        try {
            return chat.isPresent() && store.apart(h -> sendNext(h, chat.get(), inHand));
        } catch (RuntimeException trouble) {
            Row row = inHand.get();
            if (row == null) throw trouble;
            LOG.errorf(trouble, "what became of %s of %s could not be recorded", row.act(), row.key());
            store.inTransaction(h -> rest(h, row, trouble));
            return true;
        }
    }

    private boolean sendNext(Handle h, Chat chat, AtomicReference<@Nullable Row> inHand) {
        Optional<Row> head = QueueStore.head(h, Set.of(chat.platform()), clock.instant());
        head.ifPresent(row -> {
            inHand.set(row);
            send(h, chat, row);
        });
        return head.isPresent();
    }

    /** Or it would be the first again at once, and nothing behind it would ever be sent. */
    private boolean rest(Handle h, Row row, RuntimeException trouble) {
        QueueStore.later(h, row, clock.instant().plus(REST), trouble.toString());
        return true;
    }

    private void send(Handle h, Chat chat, Row row) {
        Optional<Pace> pace = chat.pace(row.act(), channel(row));
        Optional<Go> go = store.apart(own -> begin(own, row, pace));
        if (go.isEmpty()) {
            QueueStore.learn(h, row, pace.orElseThrow().bucket());
            return;
        }
        boolean again = go.get().again();
        Outcome outcome = carry(h, row, new Carrier(chat, row, again, clock));
        record(h, row, outcome);
        if (outcome instanceof Outcome.Limited(Instant until, String error))
            pace.ifPresent(p -> BucketStore.stop(h, p, until));
        if (!outcome.mayHaveArrived() && !(outcome instanceof Outcome.Limited && again)) {
            BucketStore.answered(h, row.id());
        }
    }

    /** A token and the note that the call begins, committed before it: no lock on a bucket lasts as long as a slow call. */
    private Optional<Go> begin(Handle own, Row row, Optional<Pace> pace) {
        Instant now = clock.instant();
        if (pace.isPresent() && !BucketStore.take(own, pace.get(), row.manner().patient(), now))
            return Optional.empty();
        return Optional.of(new Go(BucketStore.begin(own, row.id(), now)));
    }

    private static String channel(Row row) {
        MessageRef ref = row.known().ref();
        return ref == null ? row.lane().channel() : ref.channel();
    }

    private Outcome carry(Handle h, Row row, Carrier carrier) {
        return switch (row.act()) {
            case REACT, ATTACH -> carrier.add();
            case POST, EDIT, WHISPER, TELL, HOME -> {
                try {
                    yield words(h, row).map(carrier::say).orElseGet(() -> silent(row));
                } catch (RuntimeException unexpected) {
                    yield carrier.after(unexpected);
                }
            }
        };
    }

    private Optional<Message> words(Handle h, Row row) {
        return row.content().drawn()
                ? QueueStore.apart(h, () -> drawing.draw(h, requireNonNull(row.key()), waited(row)))
                : Optional.of(OutboxStore.read(row.content().body(), Message.class));
    }

    private Duration waited(Row row) {
        return Duration.between(row.manner().queuedAt(), clock.instant());
    }

    private static Outcome silent(Row row) {
        return row.act() == Chat.Act.POST
                ? new Outcome.Parked("there was nothing to say any more")
                : new Outcome.Done();
    }

    private void record(Handle h, Row row, Outcome outcome) {
        Instant now = clock.instant();
        switch (outcome) {
            case Outcome.Done() -> sent(h, row, now);
            case Outcome.Placed(MessageRef ref, int generation) -> {
                QueueStore.placed(h, row, ref, generation);
                sent(h, row, now);
            }
            case Outcome.Uprooted(MessageRef ref, int generation) -> {
                QueueStore.placed(h, row, ref, generation);
                QueueStore.moveThread(h, row, ref);
                sent(h, row, now);
            }
            case Outcome.Limited(Instant due, String error) -> QueueStore.later(h, row, due, error);
            case Outcome.Unsure(Instant due, String error) -> QueueStore.later(h, row, due, error);
            case Outcome.Surprised(Instant due, String error) -> QueueStore.surprised(h, row, due, error);
            case Outcome.Parked(String error) -> park(h, row, error, now);
        }
    }

    private void sent(Handle h, Row row, Instant now) {
        QueueStore.sent(h, row, now);
        if (row.content().drawn()) notice(h, () -> drawing.shown(h, requireNonNull(row.key())));
    }

    private void park(Handle h, Row row, String error, Instant now) {
        LOG.errorf("parked %s of %s: %s; it stays in the table outbox", row.act(), row.key(), error);
        QueueStore.park(h, row, now, error);
        if (row.content().drawn()) notice(h, () -> drawing.lost(h, requireNonNull(row.key())));
        ChatUser otherwise = row.manner().otherwise();
        if (otherwise != null) {
            Message said = OutboxStore.read(row.content().body(), Message.class);
            store.tell(h, otherwise, Undelivered.of(said, row.lane()), now);
        }
    }

    /** What was sent is recorded even if nobody could make use of it. */
    private static void notice(Handle h, Runnable news) {
        try {
            QueueStore.apart(h, () -> {
                news.run();
                return true;
            });
        } catch (RuntimeException trouble) {
            LOG.error("what was sent could not be followed up", trouble);
        }
    }
}
