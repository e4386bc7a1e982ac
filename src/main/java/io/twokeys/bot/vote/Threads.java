package io.twokeys.bot.vote;

import io.twokeys.approval.ApprovalRequest;
import io.twokeys.approval.RequestId;
import io.twokeys.bot.report.ApprovalStory;
import io.twokeys.bot.report.Conversation;
import io.twokeys.bot.report.ConversationStore;
import io.twokeys.chat.ChatUser;
import io.twokeys.chat.Message;
import io.twokeys.chat.Message.Kind;
import io.twokeys.chat.Message.Text;
import io.twokeys.chat.Place;
import io.twokeys.chat.Platform;
import io.twokeys.chat.outbox.Outbox;
import io.twokeys.chat.outbox.Outbox.Destination.InThread;
import io.twokeys.chat.outbox.OutboxSender;
import io.twokeys.people.People;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Speaks where a request is talked about. */
@Singleton
final class Threads {
    private final Jdbi jdbi;
    private final ConversationStore conversations;
    private final Outbox outbox;
    private final OutboxSender sender;
    private final ApprovalStory story;
    private final People people;

    @Inject
    Threads(
            Jdbi jdbi,
            ConversationStore conversations,
            Outbox outbox,
            OutboxSender sender,
            ApprovalStory story,
            People people) {
        this.jdbi = jdbi;
        this.conversations = conversations;
        this.outbox = outbox;
        this.sender = sender;
        this.story = story;
        this.people = people;
    }

    List<Conversation> of(RequestId request) {
        return jdbi.withHandle(handle -> conversations.of(handle, request.value()));
    }

    /** In the thread of one platform, once for each {@code what}. */
    void say(RequestId request, Platform platform, String what, Message words) {
        jdbi.useTransaction(handle -> {
            for (Conversation here : conversations.of(handle, request.value())) {
                if (here.platform() == platform) outbox.post(handle, here.inside(), here.key("/" + what), words);
            }
        });
        sender.nudge();
    }

    /**
     * In every thread, once for each {@code what}, however often it is true. Where it cannot be said, the requester hears it
     * directly.
     */
    void say(ApprovalRequest request, String what, Message words) {
        jdbi.useTransaction(handle -> {
            for (Conversation here : conversations.of(handle, request.id().value())) {
                String key = here.key("/" + what);
                requester(request, here.platform())
                        .ifPresentOrElse(
                                requester -> outbox.post(handle, here.inside(), key, words, requester),
                                () -> outbox.post(handle, here.inside(), key, words));
            }
        });
        sender.nudge();
    }

    private Optional<ChatUser> requester(ApprovalRequest request, Platform platform) {
        return people.find(request.requester())
                .map(person -> person.identities().get(platform.key()))
                .map(account -> new ChatUser(platform, account));
    }

    /** The cards as they must look now. */
    void redraw(ApprovalRequest request) {
        jdbi.useTransaction(handle -> {
            for (Conversation here : conversations.of(handle, request.id().value())) {
                outbox.edit(handle, here.card(), story.card(request, here));
            }
        });
        sender.nudge();
    }

    /** To one person, where they are: what they did was nothing on a card of ours. */
    void whisper(ChatUser to, Place place, String sentence) {
        outbox.whisper(new InThread(place), to, Message.of(Kind.REFUSAL, "Not done", Text.of(sentence)));
        sender.nudge();
    }
}
