package io.twokeys.chat.outbox;

import io.twokeys.chat.Message;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Makes messages at the moment they are sent, so that they say what is true then and not what was true when they were queued; see
 * {@link Outbox#show}. Everything it writes belongs to the transaction in which the sending is recorded.
 */
public interface Drawing {
    /**
     * What the message with {@code key} says now; empty if there is nothing to say any more. It may not arrive.
     *
     * @param waited since it was queued: how long the platform's pace made it wait
     */
    Optional<Message> draw(Handle transaction, String key, Duration waited);

    /** What was drawn last under {@code key} has arrived. */
    void shown(Handle transaction, String key);

    /** What was drawn last under {@code key} will never arrive. */
    void lost(Handle transaction, String key);

    /** Has nothing to say about anything. */
    Drawing NONE = new Drawing() {
        @Override
        public Optional<Message> draw(Handle transaction, String key, Duration waited) {
            return Optional.empty();
        }

        @Override
        public void shown(Handle transaction, String key) {}

        @Override
        public void lost(Handle transaction, String key) {}
    };
}
