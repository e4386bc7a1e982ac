package io.twokeys.chat;

import java.util.List;
import java.util.Map;

/**
 * One platform, as the outbox sees it. Calls are synchronous and may take seconds; implementations are thread-safe.
 *
 * <p>Every method may throw {@link ChatTrouble}, which tells what may be tried again.
 */
public interface Chat {
    Platform platform();

    /**
     * Posts once: the same {@code key} again returns the message that is already there, where the platform can tell.
     *
     * @param key idempotency key
     */
    MessageRef post(Place place, Message message, String key);

    void edit(MessageRef ref, Message message);

    /** Shows {@code message} to one person only; it does not last and cannot be edited. */
    void whisper(Place place, ChatUser to, Message message);

    /** Puts the bot's own reaction under a message; doing it twice is doing it once. */
    void react(MessageRef ref, String emoji);

    /** Attaches a file to the place of {@code ref}. */
    void attach(MessageRef ref, Message.File file);

    /** The platforms that this process speaks on. */
    record All(List<Chat> chats) {
        public All {
            chats = List.copyOf(chats);
        }
    }

    /** Re-reads who reacted with what, straight from the platform, without the bot's own reactions. */
    Map<String, List<ChatUser>> reactions(MessageRef ref);
}
