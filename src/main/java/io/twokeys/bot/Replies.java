package io.twokeys.bot;

import io.twokeys.chat.ChatUser;
import io.twokeys.chat.Message;
import io.twokeys.chat.Message.Kind;
import io.twokeys.chat.Message.Text;
import io.twokeys.chat.Place;
import io.twokeys.chat.outbox.Outbox;
import io.twokeys.chat.outbox.Outbox.Destination.InThread;
import io.twokeys.chat.outbox.OutboxSender;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Answers to what one person just did, in the place where they did it. */
@Singleton
class Replies {
    private final Outbox outbox;
    private final OutboxSender sender;

    @Inject
    Replies(Outbox outbox, OutboxSender sender) {
        this.outbox = outbox;
        this.sender = sender;
    }

    /** For everybody there to see; the same event is answered once. */
    void say(Asker asker, Message message) {
        String key = "reply/" + asker.user().platform().key() + "/" + asker.event();
        outbox.post(new InThread(asker.place()), key, message);
        sender.nudge();
    }

    /** For the asker alone: what was wrong, where, and the next move. */
    void refuse(Asker asker, String sentence) {
        refuse(asker.user(), asker.place(), sentence);
    }

    void refuse(ChatUser user, Place place, String sentence) {
        outbox.whisper(new InThread(place), user, Message.of(Kind.REFUSAL, "Not done", Text.of(sentence)));
        sender.nudge();
    }
}
