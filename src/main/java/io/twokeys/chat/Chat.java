package io.twokeys.chat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One platform, as the outbox and the desks see it. Calls are synchronous and may take seconds; implementations are thread-safe.
 *
 * <p>Every method may throw {@link ChatTrouble}, which tells what may be tried again.
 */
public interface Chat {
    Platform platform();

    /**
     * Whether this process speaks on the platform now. Where one replica holds the only connection, it is false on the others:
     * they leave everything on that platform to it.
     */
    default boolean here() {
        return true;
    }

    /** How fast the platform allows {@code act} in {@code channel}; empty if it sets no pace, or keeps it by itself. */
    default Optional<Pace> pace(Act act, String channel) {
        return Optional.empty();
    }

    /**
     * Posts once.
     *
     * @param key idempotency key
     * @param again an earlier try may have arrived unnoticed: look for the message with this key before it is posted
     */
    MessageRef post(Place place, Message message, String key, boolean again);

    void edit(MessageRef ref, Message message);

    /** Shows {@code message} to one person only, where {@code place} is if that can be; it does not last and cannot be edited. */
    void whisper(Place place, ChatUser to, Message message);

    /** Writes to one person directly, away from all channels. */
    void tell(ChatUser to, Message message);

    /** Draws the page that the platform keeps for one person; nothing where it has none. */
    default void home(ChatUser of, Message message) {}

    /** Puts the bot's own reaction under a message; doing it twice is doing it once. */
    void react(MessageRef ref, String emoji);

    /**
     * Attaches a file to the place of {@code ref}.
     *
     * @param again an earlier try may have arrived unnoticed
     */
    void attach(MessageRef ref, Message.File file, boolean again);

    /** Re-reads who reacted with what, straight from the platform, without the bot's own reactions. */
    Map<String, List<ChatUser>> reactions(MessageRef ref);

    /** What sort of account it is at this moment, straight from the platform. */
    Standing standing(ChatUser user);

    /** The platforms that are configured; this process may speak on fewer of them at the moment, see {@link #here}. */
    record All(List<Chat> chats) {
        public All {
            chats = List.copyOf(chats);
        }

        /** Those on which only another replica speaks now, if any. */
        public Set<Platform> elsewhere() {
            return chats.stream()
                    .filter(chat -> !chat.here())
                    .map(Chat::platform)
                    .collect(Collectors.toSet());
        }

        public Optional<Chat> of(Platform platform) {
            return chats.stream().filter(chat -> chat.platform() == platform).findFirst();
        }
    }

    /** What is done on a platform, as its rate limits tell it apart. */
    enum Act {
        POST,
        EDIT,
        WHISPER,
        TELL,
        HOME,
        REACT,
        ATTACH
    }
}
