package io.twokeys.bot;

import io.twokeys.bot.card.Wording;
import io.twokeys.bot.report.Conversation;
import io.twokeys.bot.report.ConversationStore;
import io.twokeys.bot.vote.Standings;
import io.twokeys.chat.ChatEvent.Commented;
import io.twokeys.chat.ChatTrouble;
import io.twokeys.chat.ChatUser;
import io.twokeys.chat.Message;
import io.twokeys.chat.Message.Kind;
import io.twokeys.chat.Message.Text;
import io.twokeys.chat.Place;
import io.twokeys.chat.Standing;
import io.twokeys.chat.outbox.Outbox;
import io.twokeys.chat.outbox.OutboxSender;
import io.twokeys.people.People;
import io.twokeys.people.Recognition;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Carries what people say in a thread over to the other platforms where the same thing is talked about. */
@Singleton
final class CommentDesk {
    private static final Pattern SUBJECT = Pattern.compile("([A-Z]{2}-[0-9]+)[/@].*");
    private static final int LONGEST_LINE = 150;

    private final Jdbi jdbi;
    private final ConversationStore conversations;
    private final Outbox outbox;
    private final OutboxSender sender;
    private final People people;
    private final Standings standings;

    @Inject
    CommentDesk(
            Jdbi jdbi,
            ConversationStore conversations,
            Outbox outbox,
            OutboxSender sender,
            People people,
            Standings standings) {
        this.jdbi = jdbi;
        this.conversations = conversations;
        this.outbox = outbox;
        this.sender = sender;
        this.people = people;
        this.standings = standings;
    }

    /** Once for each event; what another bot says stays where it was said, or two of them would never end. */
    void carry(Commented comment) {
        if (comment.text().isBlank() || isOfABot(comment.by())) return;
        Message words = words(comment);
        boolean carried = jdbi.inTransaction(handle -> {
            List<Conversation> others = others(handle, comment.place());
            String what = "/comment/" + comment.by().platform().key() + "/" + comment.id();
            others.forEach(there -> outbox.post(handle, there.inside(), there.key(what), words));
            return !others.isEmpty();
        });
        if (carried) sender.nudge();
    }

    private boolean isOfABot(ChatUser user) {
        try {
            return standings.of(user) == Standing.BOT;
        } catch (ChatTrouble unknown) {
            return false;
        }
    }

    private List<Conversation> others(Handle handle, Place place) {
        return subject(handle, place)
                .map(subject -> conversations.of(handle, subject).stream()
                        .filter(there -> there.platform() != place.platform())
                        .toList())
                .orElse(List.of());
    }

    /** Of the thread below a card of ours, or of the thread in which it was asked for. */
    private Optional<String> subject(Handle handle, Place place) {
        return conversations
                .in(handle, place)
                .or(() -> outbox.rootOf(place)
                        .map(SUBJECT::matcher)
                        .filter(Matcher::matches)
                        .map(match -> match.group(1)));
    }

    /** {@code Maria (Slack): the vendor called}. */
    private Message words(Commented comment) {
        String said = who(comment.by()) + ": ";
        String text = comment.text().strip();
        boolean isShort = said.length() + text.length() <= LONGEST_LINE && !text.contains("\n");
        return isShort ? Message.of(Kind.NOTICE, said + text) : Message.of(Kind.NOTICE, said.strip(), Text.of(text));
    }

    private String who(ChatUser user) {
        String platform = Wording.name(user.platform());
        return people.whoIs(user.platform().key(), user.id()) instanceof Recognition.Known(var person)
                ? person.name() + " (" + platform + ")"
                : user.id() + " (" + platform + ", not linked)";
    }
}
