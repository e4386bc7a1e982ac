package io.twokeys.bot;

import io.twokeys.approval.Claim.Reactions;
import io.twokeys.approval.Vote.Decision;
import io.twokeys.bot.card.ApprovalCard;
import io.twokeys.bot.report.Conversation;
import io.twokeys.chat.Chat;
import io.twokeys.chat.ChatTrouble;
import io.twokeys.chat.ChatTrouble.Kind;
import io.twokeys.chat.ChatUser;
import io.twokeys.chat.MessageRef;
import io.twokeys.chat.outbox.Outbox;
import io.twokeys.checkpoint.CheckpointId;
import io.twokeys.odoo.host.Reach;
import io.twokeys.people.People;
import io.twokeys.people.PersonId;
import io.twokeys.people.Recognition;
import io.twokeys.plan.Plan;
import io.twokeys.plan.Planned;
import io.twokeys.plan.Planner;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks once more, right before something begins: at the target, and at who shows which vote on a platform. */
@Singleton
final class FreshLook {
    private final Planner planner;
    private final Reach reach;
    private final Chat.All chats;
    private final Outbox outbox;
    private final People people;

    @Inject
    FreshLook(Planner planner, Reach reach, Chat.All chats, Outbox outbox, People people) {
        this.planner = planner;
        this.reach = reach;
        this.chats = chats;
        this.outbox = outbox;
        this.people = people;
    }

    /** The plan as it would be made now, to see whether it is still the one that people agreed to. */
    Planned at(Plan plan) {
        var host = reach.host(plan.target());
        return switch (plan) {
            case Plan.Upgrade upgrade ->
                planner.upgrade(
                        host, upgrade.modules(), Optional.of(upgrade.revisions().to()));
            case Plan.Rollback rollback -> planner.rollback(host, Optional.of(new CheckpointId(rollback.checkpoint())));
        };
    }

    /**
     * The votes that a platform shows; whoever shows both is against. Empty if the card was never there.
     *
     * @throws ChatTrouble if they cannot be read, also when this process has no connection to the platform
     */
    Optional<Reactions> reactions(Conversation here) {
        Optional<MessageRef> card = outbox.find(here.card());
        if (card.isEmpty()) return Optional.empty();
        Chat chat = chats.chats().stream()
                .filter(one -> one.platform() == here.platform())
                .findFirst()
                .orElseThrow(() -> new ChatTrouble(Kind.UNAVAILABLE, "it is not connected", Duration.ZERO));
        return Optional.of(new Reactions(here.platform().key(), votes(chat.reactions(card.get()))));
    }

    private Map<PersonId, Decision> votes(Map<String, List<ChatUser>> shown) {
        Map<PersonId, Decision> votes = new HashMap<>();
        shown.getOrDefault(ApprovalCard.APPROVE, List.of())
                .forEach(user -> person(user).ifPresent(person -> votes.put(person, Decision.APPROVE)));
        shown.getOrDefault(ApprovalCard.DENY, List.of())
                .forEach(user -> person(user).ifPresent(person -> votes.put(person, Decision.DENY)));
        return votes;
    }

    private Optional<PersonId> person(ChatUser user) {
        return people.whoIs(user.platform().key(), user.id()) instanceof Recognition.Known(var person)
                ? Optional.of(person.id())
                : Optional.empty();
    }
}
