package io.twokeys.chat.console;

import io.twokeys.chat.Message;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A message as the console keeps it.
 *
 * @param text what a person typed, or the bot's message as plain text
 * @param body the bot's message; null if a person wrote it
 * @param whisperTo the one person who sees it; null for everyone
 */
record ConsoleMessage(
        Stand stand,
        String author,
        @Nullable String whisperTo,
        String text,
        @Nullable Message body,
        List<Reaction> reactions,
        List<Message.File> files) {

    static final String BOT = "twokeys";

    /**
     * Where and when.
     *
     * @param change the number of its last change; ids and changes come from one sequence
     * @param thread id of the root, null for a root
     */
    record Stand(
            long id, long change, String channel, @Nullable Long thread, boolean edited, Instant at) {}

    /** @param by persons in the order in which they reacted, without the bot */
    record Reaction(String emoji, List<String> by) {}

    /** How the HTTP interface names what sort of message it is. */
    String kind() {
        return body == null ? "said" : body.kind().name().toLowerCase(Locale.ROOT);
    }
}
