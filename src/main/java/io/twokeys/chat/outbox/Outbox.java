package io.twokeys.chat.outbox;

import io.twokeys.chat.ChatUser;
import io.twokeys.chat.Message;
import io.twokeys.chat.MessageRef;
import io.twokeys.chat.Place;
import io.twokeys.chat.Platform;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * What the bot wants to say. A message is known by a key of the bot's own choosing, never by a platform's id: it can be
 * edited and replied to before it was ever sent.
 *
 * <p>The methods that take a {@link Handle} take part in its transaction: what is rolled back is never said. Call
 * {@link OutboxSender#nudge()} after the commit, or wait for its next look, half a second at most.
 */
@Singleton
public final class Outbox {
    /** Longer than any adapter waits; what is in doubt for longer is looked for before it is posted again. */
    private static final Duration SLOWEST_ANSWER = Duration.ofSeconds(20);

    private final OutboxStore store;
    private final InstantSource clock;

    @Inject
    public Outbox(OutboxStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Where a message is to go. */
    public sealed interface Destination {
        record InChannel(Platform platform, String channel) implements Destination {}

        /** Into the thread below the message with this key, which must have been posted here before; resolved when sent. */
        record Under(String rootKey) implements Destination {}

        /** Into a thread that people opened, or the channel itself if the place has no thread. */
        record InThread(Place place) implements Destination {}
    }

    /**
     * Queues a message, its reactions and its files; each key once.
     *
     * @return false if the key is taken already; nothing changes then
     * @throws IllegalArgumentException if {@code where} is under a key that was never posted
     */
    public boolean post(Handle transaction, Destination where, String key, Message message) {
        return store.post(transaction, where, key, message, null, clock.instant());
    }

    /**
     * The same; if it turns out that it can never be posted there, {@code otherwise} is told so directly, with what it says and what can
     * be done.
     */
    public boolean post(Handle transaction, Destination where, String key, Message message, ChatUser otherwise) {
        return store.post(transaction, where, key, message, otherwise, clock.instant());
    }

    public boolean post(Destination where, String key, Message message) {
        return inTransaction(h -> post(h, where, key, message));
    }

    /**
     * Replaces what the message says. Edits that were not sent yet are replaced by this one. Reactions and files that the
     * message had no request for yet are delivered too; none is taken away.
     *
     * @throws IllegalArgumentException if the key was never posted
     */
    public void edit(Handle transaction, String key, Message message) {
        store.edit(transaction, key, message, clock.instant());
    }

    public void edit(String key, Message message) {
        inTransaction(h -> {
            edit(h, key, message);
            return true;
        });
    }

    /**
     * Shows a message whose words are made when it is sent, by the {@link Drawing}: posts it if the key is new, else edits it. Nothing
     * is added while one is still on its way.
     */
    public void show(Handle transaction, Destination where, String key) {
        store.show(transaction, where, key, clock.instant());
    }

    /** Whether the message or an edit of it is still on its way. */
    public boolean pending(Handle transaction, String key) {
        return OutboxStore.pending(transaction, key);
    }

    /** Draws one person's page; one that was not drawn yet is replaced. */
    public void home(ChatUser of, Message message) {
        inTransaction(h -> {
            home(h, of, message);
            return true;
        });
    }

    public void home(Handle transaction, ChatUser of, Message message) {
        store.home(transaction, of, message, clock.instant());
    }

    /** Says it to one person only. */
    public void whisper(Handle transaction, Destination where, ChatUser to, Message message) {
        store.whisper(transaction, where, to, message, clock.instant());
    }

    public void whisper(Destination where, ChatUser to, Message message) {
        inTransaction(h -> {
            whisper(h, where, to, message);
            return true;
        });
    }

    /** The message on its platform; empty until it was sent. */
    public Optional<MessageRef> find(String key) {
        return inTransaction(h -> find(h, key));
    }

    public Optional<MessageRef> find(Handle transaction, String key) {
        return LaneStore.find(transaction, key);
    }

    /**
     * The key of a message of the bot's; empty for anyone else's message.
     *
     * @throws NotYetKnown while a post is on its way whose answer may name this very message
     */
    public Optional<String> keyOf(MessageRef ref) {
        return inTransaction(h -> {
            boolean underWay =
                    BucketStore.posting(h, ref.platform(), clock.instant().minus(SLOWEST_ANSWER));
            Optional<String> key = keyOf(h, ref);
            if (key.isEmpty() && underWay) throw new NotYetKnown(ref);
            return key;
        });
    }

    public Optional<String> keyOf(Handle transaction, MessageRef ref) {
        return LaneStore.keyOf(transaction, ref);
    }

    /** The key of the bot's message that a thread hangs under; empty for a channel and for threads of other people. */
    public Optional<String> rootOf(Place place) {
        return inTransaction(h -> LaneStore.rootOf(h, place));
    }

    private <T> T inTransaction(Function<Handle, T> work) {
        return store.inTransaction(work);
    }
}
