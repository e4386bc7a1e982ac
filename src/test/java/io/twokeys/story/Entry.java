package io.twokeys.story;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One way into Twokeys, as people use it: what they do there, what they see. What they do must be taken as the platform wants
 * it taken, or the story ends there.
 */
interface Entry extends AutoCloseable {
    /** How the configuration spells the platform. */
    String platform();

    /** The id of somebody's account, as {@code people.yaml} wants it. */
    String account(Cast person);

    /** What Twokeys must be told before it starts. */
    void prepare(TwokeysProcess twokeys);

    /** Waits until Twokeys hears what is done here. */
    default void awaitConnection() {}

    /**
     * Everything in the channel and its threads that was said after the message {@code id}, oldest first, as it is now; what was
     * said to one person alone included.
     *
     * @param id empty for all
     */
    List<Message> after(String id);

    /** @param thread the message under which it is typed; null in the channel */
    void types(String person, String text, @Nullable Message thread);

    void reacts(String person, String emoji, Message message);

    void takesBack(String person, String emoji, Message message);

    /** Presses a button that was there a moment ago; whether it is still there is for Twokeys to see. */
    void presses(String person, Message.Button button, Message message);

    /** A file that belongs to the message; empty while it is on its way. */
    Optional<byte[]> download(Message message, String file);

    @Override
    default void close() {}
}
