package io.twokeys.bot;

import io.twokeys.bot.window.Answer;
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

    void answer(Asker asker, Answer answer) {
        switch (answer) {
            case Answer.Said(Message message) -> say(asker, message);
            case Answer.Refused(Text why) -> refuse(asker, why);
            case Answer.Shown shown -> sender.nudge();
        }
    }

    /** For the asker alone: what was wrong, where, and the next move. */
    void refuse(Asker asker, String sentence) {
        refuse(asker.user(), asker.place(), sentence);
    }

    void refuse(Asker asker, Text why) {
        refuse(asker.user(), asker.place(), why);
    }

    void refuse(ChatUser user, Place place, String sentence) {
        refuse(user, place, Text.of(sentence));
    }

    private void refuse(ChatUser user, Place place, Text why) {
        outbox.whisper(new InThread(place), user, Message.of(Kind.REFUSAL, "Not done", why));
        sender.nudge();
    }
}
