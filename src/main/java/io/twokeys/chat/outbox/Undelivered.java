package io.twokeys.chat.outbox;

import io.twokeys.chat.Message;
import io.twokeys.chat.Message.Context;
import io.twokeys.chat.Message.Text;
import io.twokeys.chat.outbox.LaneStore.Lane;
import java.util.ArrayList;
import java.util.List;

/** What a person is told of a message that could never be posted. */
final class Undelivered {
    private static final int LONGEST_TITLE = 150;

    private Undelivered() {}

    static Message of(Message message, Lane lane) {
        String title = "I could not say this there: " + message.title();
        List<Message.Part> parts = new ArrayList<>();
        parts.add(Text.of("It was meant for the channel " + lane.channel()
                + ", which does not let me write. Invite me there or unarchive it, then ask again."));
        parts.addAll(message.parts());
        parts.add(Context.of("Nothing of it was posted."));
        return Message.of(
                message.kind(),
                title.substring(0, Math.min(title.length(), LONGEST_TITLE)),
                parts.toArray(Message.Part[]::new));
    }
}
