package io.twokeys.bot.vote;

import io.twokeys.approval.ApprovalRequest;
import io.twokeys.approval.Approvals;
import io.twokeys.approval.Claim.Reactions;
import io.twokeys.approval.Vote;
import io.twokeys.approval.Vote.Decision;
import io.twokeys.approval.Vote.Via;
import io.twokeys.bot.card.ApprovalCard;
import io.twokeys.bot.report.Conversation;
import io.twokeys.chat.ChatTrouble;
import io.twokeys.chat.ChatUser;
import io.twokeys.chat.MessageRef;
import io.twokeys.chat.outbox.Outbox;
import io.twokeys.people.People;
import io.twokeys.people.Person;
import io.twokeys.people.PersonId;
import io.twokeys.people.Recognition;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads from a platform which votes the reactions under a card stand for. */
@Singleton
final class ShownVotes {
    private final Approvals approvals;
    private final Outbox outbox;
    private final People people;
    private final Standings standings;

    @Inject
    ShownVotes(Approvals approvals, Outbox outbox, People people, Standings standings) {
        this.approvals = approvals;
        this.outbox = outbox;
        this.people = people;
        this.standings = standings;
    }

    /**
     * Whoever shows both is against. Reactions of people who may not judge the request, and of accounts that may not vote, stand
     * for nothing. Empty if the card is not there yet.
     *
     * @param mayVote asked about accounts whose reaction is no vote yet
     * @throws ChatTrouble if they cannot be read
     */
    Optional<Reactions> under(Conversation here, ApprovalRequest request, Predicate<ChatUser> mayVote) {
        Optional<MessageRef> card = outbox.find(here.card());
        if (card.isEmpty()) return Optional.empty();
        Instant asOf = approvals.now();
        Map<String, List<ChatUser>> shown = standings.chat(here.platform()).reactions(card.get());
        Map<PersonId, Decision> votes = new HashMap<>();
        for (Decision decision : List.of(Decision.APPROVE, Decision.DENY)) {
            for (ChatUser user : shown.getOrDefault(emoji(decision), List.of())) {
                voter(user, decision, request, mayVote).ifPresent(person -> votes.put(person, decision));
            }
        }
        return Optional.of(new Reactions(here.platform().key(), asOf, votes));
    }

    private static String emoji(Decision decision) {
        return switch (decision) {
            case APPROVE -> ApprovalCard.APPROVE;
            case DENY -> ApprovalCard.DENY;
        };
    }

    private Optional<PersonId> voter(
            ChatUser user, Decision decision, ApprovalRequest request, Predicate<ChatUser> mayVote) {
        if (!(people.whoIs(user.platform().key(), user.id()) instanceof Recognition.Known(Person person))) {
            return Optional.empty();
        }
        boolean isVote = request.voteOf(person.id())
                .filter(vote -> vote.stands() && castBy(vote, user) && vote.decision() == decision)
                .isPresent();
        boolean counts = isVote || (request.mayJudge(person.id(), people) && mayVote.test(user));
        return counts ? Optional.of(person.id()) : Optional.empty();
    }

    private static boolean castBy(Vote vote, ChatUser user) {
        return vote.ballot().via() == Via.REACTION
                && vote.ballot().platform().equals(user.platform().key());
    }
}
