package io.twokeys.chat.outbox;

import io.twokeys.chat.Chat;
import io.twokeys.chat.ChatTrouble;
import io.twokeys.chat.ChatUser;
import io.twokeys.chat.Message;
import io.twokeys.chat.MessageRef;
import io.twokeys.chat.Place;
import io.twokeys.chat.Platform;
import io.twokeys.chat.outbox.OutboxStore.Known;
import io.twokeys.chat.outbox.OutboxStore.Lane;
import io.twokeys.chat.outbox.OutboxStore.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * Carries the outbox to the platforms. What is carried stays locked until it is recorded, so several replicas may send at
 * once; after a crash in between the same key is posted again, and the adapter finds the message that is already there.
 */
public final class OutboxSender {
    private static final Logger LOG = Logger.getLogger(OutboxSender.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final int ATTEMPTS_AT_THE_UNEXPECTED = 10;
    private static final int WORKERS = 4;

    private final OutboxStore store;
    private final InstantSource clock;
    private final Supplier<List<Chat>> chats;
    private final ScheduledExecutorService workers = Executors.newScheduledThreadPool(
            WORKERS, Thread.ofVirtual().name("outbox-", 0).factory());

    /** @param chats the platforms that this process may send to at the moment; asked before every message */
    public OutboxSender(OutboxStore store, InstantSource clock, Supplier<List<Chat>> chats) {
        this.store = store;
        this.clock = clock;
        this.chats = chats;
    }

    /** What came of carrying one row. */
    private sealed interface Outcome {
        record Done() implements Outcome {}

        record Placed(MessageRef ref, int generation) implements Outcome {}

        /** The thread was gone: the message opened a new one, where the root's thread goes on. */
        record Uprooted(MessageRef ref, int generation) implements Outcome {}

        record Later(Instant due, String error) implements Outcome {}

        record Parked(String error) implements Outcome {}
    }

    public void start() {
        workers.scheduleWithFixedDelay(this::drain, 0, POLL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Lets what is on its way arrive, for at most ten seconds. */
    public void stop() throws InterruptedException {
        workers.shutdown();
        if (!workers.awaitTermination(10, TimeUnit.SECONDS)) {
            LOG.warn("the outbox stops although a message is still on its way; it will be sent again");
        }
    }

    /** Looks at once instead of at the next half second. Call it after the commit. */
    public void nudge() {
        if (!workers.isShutdown()) {
            workers.execute(this::drain);
        }
    }

    private void drain() {
        try {
            if (sendNext()) {
                nudge();
                while (!workers.isShutdown() && sendNext()) {
                    LOG.trace("sent one, looking for the next");
                }
            }
        } catch (RuntimeException | Error trouble) {
            LOG.error("the outbox could not be read; next try in half a second", trouble);
        }
    }

    /** Sends one row. Returns false if none may be sent now. */
    boolean sendNext() {
        Map<Platform, Chat> open = chats.get().stream().collect(Collectors.toMap(Chat::platform, Function.identity()));
        if (open.isEmpty()) {
            return false;
        }
        return store.apart(h -> store.head(h, open.keySet(), clock.instant())
                .map(row -> {
                    Chat chat = Objects.requireNonNull(open.get(row.lane().platform()));
                    record(h, row, carry(chat, row));
                    return true;
                })
                .orElse(false));
    }

    private void record(Handle h, Row row, Outcome outcome) {
        Instant now = clock.instant();
        switch (outcome) {
            case Outcome.Done() -> store.sent(h, row, now);
            case Outcome.Placed(MessageRef ref, int generation) -> {
                store.placed(h, row, ref, generation);
                store.sent(h, row, now);
            }
            case Outcome.Uprooted(MessageRef ref, int generation) -> {
                store.placed(h, row, ref, generation);
                store.moveThread(h, Objects.requireNonNull(row.lane().rootKey()), ref);
                store.sent(h, row, now);
            }
            case Outcome.Later(Instant due, String error) -> store.later(h, row, due, error);
            case Outcome.Parked(String error) -> {
                LOG.errorf("parked %s of %s: %s; it stays in the table outbox", row.kind(), row.key(), error);
                store.park(h, row, now, error);
            }
        }
    }

    private Outcome carry(Chat chat, Row row) {
        try {
            return switch (row.kind()) {
                case POST -> post(chat, row);
                case EDIT -> edit(chat, row);
                case WHISPER -> whisper(chat, row);
                case REACT, ATTACH -> addTo(chat, row);
            };
        } catch (ChatTrouble trouble) {
            return afterTrouble(row, trouble);
        } catch (RuntimeException unexpected) {
            LOG.warnf(unexpected, "%s of %s failed", row.kind(), row.key());
            return row.attempts() + 1 >= ATTEMPTS_AT_THE_UNEXPECTED
                    ? new Outcome.Parked(unexpected.toString())
                    : new Outcome.Later(backOff(row), unexpected.toString());
        }
    }

    private static Outcome post(Chat chat, Row row) {
        Message message = OutboxStore.read(row.body(), Message.class);
        return postAs(
                chat,
                row,
                message,
                Objects.requireNonNull(row.key()),
                row.known().generation());
    }

    /** Into its thread, or where that is gone into the channel: the thread goes on below the message then. */
    private static Outcome postAs(Chat chat, Row row, Message message, String key, int generation) {
        Place place = place(row);
        if (place.thread() != null) {
            try {
                return new Outcome.Placed(chat.post(place, message, key, false), generation);
            } catch (ChatTrouble trouble) {
                passOnUnlessGone(trouble);
            }
        }
        MessageRef root = chat.post(Place.channel(place.platform(), place.channel()), message, key, false);
        return row.lane().rootKey() == null
                ? new Outcome.Placed(root, generation)
                : new Outcome.Uprooted(root, generation);
    }

    /** A message that someone deleted is posted again, under a key that the platform has not seen. */
    private static Outcome edit(Chat chat, Row row) {
        Message message = OutboxStore.read(row.body(), Message.class);
        String id = row.known().messageId();
        if (id == null) {
            return neverPosted();
        }
        try {
            chat.edit(new MessageRef(row.lane().platform(), row.lane().channel(), id), message);
            return new Outcome.Done();
        } catch (ChatTrouble trouble) {
            passOnUnlessGone(trouble);
        }
        int generation = row.known().generation() + 1;
        return postAs(chat, row, message, row.key() + "~" + generation, generation);
    }

    private static void passOnUnlessGone(ChatTrouble trouble) {
        if (trouble.kind() != ChatTrouble.Kind.GONE) {
            throw trouble;
        }
    }

    private static Outcome whisper(Chat chat, Row row) {
        ChatUser to = new ChatUser(row.lane().platform(), row.detail());
        chat.whisper(place(row), to, OutboxStore.read(row.body(), Message.class));
        return new Outcome.Done();
    }

    private static Outcome addTo(Chat chat, Row row) {
        String id = row.known().messageId();
        if (id == null) {
            return neverPosted();
        }
        MessageRef ref = new MessageRef(row.lane().platform(), row.lane().channel(), id);
        if (row.kind() == OutboxStore.Kind.REACT) {
            chat.react(ref, row.detail());
        } else {
            chat.attach(ref, OutboxStore.read(row.body(), Message.File.class), false);
        }
        return new Outcome.Done();
    }

    private static Outcome neverPosted() {
        return new Outcome.Parked("its message could not be posted");
    }

    private static Place place(Row row) {
        Lane lane = row.lane();
        Known known = row.known();
        return new Place(lane.platform(), lane.channel(), lane.rootKey() == null ? lane.thread() : known.rootThread());
    }

    private Outcome afterTrouble(Row row, ChatTrouble trouble) {
        String error = trouble.kind() + ": " + trouble.getMessage();
        return switch (trouble.kind()) {
            case RATE_LIMITED -> new Outcome.Later(clock.instant().plus(trouble.retryAfter()), error);
            case UNAVAILABLE -> new Outcome.Later(backOff(row), error);
            case GONE, REFUSED -> new Outcome.Parked(error);
        };
    }

    /** 1 s, doubling, at most a minute. */
    private Instant backOff(Row row) {
        Duration wait = Duration.ofSeconds(1L << Math.min(row.attempts(), 6));
        return clock.instant().plus(wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT);
    }
}
