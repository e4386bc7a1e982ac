package io.twokeys.bot.window;

import io.twokeys.chat.Message;
import io.twokeys.chat.Message.Text;

/** What the asker is to hear. */
public sealed interface Answer {
    /** For everybody in the place. */
    record Said(Message message) implements Answer {}

    /** For the asker alone: what was wrong and the next move. */
    record Refused(Text why) implements Answer {
        static Refused because(Object... pieces) {
            return new Refused(Text.of(pieces));
        }
    }

    /** Nothing: the announcement itself says it, there where they asked. */
    record Shown() implements Answer {}
}
