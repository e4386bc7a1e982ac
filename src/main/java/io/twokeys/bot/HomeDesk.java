package io.twokeys.bot;

import io.twokeys.approval.ApprovalRequest;
import io.twokeys.approval.Requirement.Mode;
import io.twokeys.approval.Vote;
import io.twokeys.bot.ReadingDesk.Sources;
import io.twokeys.bot.card.HomeCard;
import io.twokeys.bot.card.Wording;
import io.twokeys.bot.report.Conversation;
import io.twokeys.bot.report.ConversationStore;
import io.twokeys.chat.ChatUser;
import io.twokeys.chat.Message;
import io.twokeys.chat.outbox.Outbox;
import io.twokeys.chat.outbox.OutboxSender;
import io.twokeys.fleet.Target;
import io.twokeys.people.People;
import io.twokeys.people.Person;
import io.twokeys.people.Recognition;
import io.twokeys.people.Role;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** The page that a platform keeps for one person: their targets, what runs, and what waits for their key. Asks no host. */
@Singleton
final class HomeDesk {
    private final Sources sources;
    private final People people;
    private final Jdbi jdbi;
    private final ConversationStore conversations;
    private final Outbox outbox;
    private final OutboxSender sender;

    @Inject
    HomeDesk(
            Sources sources,
            People people,
            Jdbi jdbi,
            ConversationStore conversations,
            Outbox outbox,
            OutboxSender sender) {
        this.sources = sources;
        this.people = people;
        this.jdbi = jdbi;
        this.conversations = conversations;
        this.outbox = outbox;
        this.sender = sender;
    }

    void draw(ChatUser user) {
        outbox.home(user, page(user));
        sender.nudge();
    }

    private Message page(ChatUser user) {
        return switch (people.whoIs(user.platform().key(), user.id())) {
            case Recognition.Known(Person person) -> page(user, person);
            case Recognition.Unknown unknown -> HomeCard.nobody(Wording.unlinked(user));
            case Recognition.Ambiguous ambiguous -> HomeCard.nobody(Wording.ambiguous(user));
        };
    }

    private Message page(ChatUser user, Person person) {
        List<Target> seen = sources.fleet().targets().stream()
                .filter(target -> person.may(Role.VIEWER, target.name()))
                .toList();
        var waiting = seen.stream()
                .flatMap(target -> sources.approvals().open(target.name()).stream())
                .filter(request -> waitsFor(request, person))
                .map(request -> new HomeCard.Waiting(request, card(request, user)))
                .toList();
        return new HomeCard(people)
                .of(person, waiting, seen.stream().map(this::state).toList());
    }

    private boolean waitsFor(ApprovalRequest request, Person person) {
        return request.requirement().mode() == Mode.TWO_KEYS
                && request.missing() > 0
                && request.mayJudge(person.id(), people)
                && request.voteOf(person.id()).filter(Vote::stands).isEmpty();
    }

    /** The outbox key of the card on the platform where the person looks. */
    private Optional<String> card(ApprovalRequest request, ChatUser user) {
        return jdbi.withHandle(handle -> conversations.of(handle, request.id().value())).stream()
                .filter(here -> here.platform() == user.platform())
                .map(Conversation::card)
                .findFirst();
    }

    private HomeCard.State state(Target target) {
        return new HomeCard.State(
                target,
                sources.operations().running(target.name()),
                sources.past().holder(target.name()),
                sources.past().halfUpgradedBy(target.name()),
                sources.incidents().unresolved(target.name()));
    }
}
