package io.twokeys.bot.vote;

import io.twokeys.approval.ApprovalRequest;
import io.twokeys.approval.Claim.Accounts;
import io.twokeys.approval.Claim.Reactions;
import io.twokeys.approval.Claim.Reality;
import io.twokeys.approval.Requirement.Mode;
import io.twokeys.approval.Vote;
import io.twokeys.approval.Vote.Ballot;
import io.twokeys.bot.card.Wording;
import io.twokeys.bot.report.Conversation;
import io.twokeys.chat.ChatTrouble;
import io.twokeys.chat.ChatTrouble.Kind;
import io.twokeys.chat.ChatUser;
import io.twokeys.chat.Platform;
import io.twokeys.chat.Standing;
import io.twokeys.people.People;
import io.twokeys.people.Recognition;
import io.twokeys.plan.Planned;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks once more, right before something begins: at the target, at the votes the platforms show, at who cast them. */
@Singleton
final class LastLook {
    private final FreshPlan plans;
    private final ShownVotes shown;
    private final Standings standings;
    private final People people;
    private final Threads threads;

    @Inject
    LastLook(FreshPlan plans, ShownVotes shown, Standings standings, People people, Threads threads) {
        this.plans = plans;
        this.shown = shown;
        this.standings = standings;
        this.people = people;
        this.threads = threads;
    }

    Planned at(ApprovalRequest request) {
        return plans.of(request.plan());
    }

    /** The platforms that have to be asked and that only another replica can ask. */
    Set<Platform> elsewhere(ApprovalRequest request) {
        return Stream.concat(
                        talkedAbout(request).stream().map(Conversation::platform),
                        request.approvals().stream()
                                .map(vote -> account(vote.ballot()).platform()))
                .filter(standings::isElsewhere)
                .collect(Collectors.toSet());
    }

    /**
     * What the votes look like at this moment.
     *
     * @param digest of the plan made anew
     * @throws ChatTrouble if a platform cannot be read, or the card stands nowhere: then nobody knows, and nothing begins
     */
    Reality reality(ApprovalRequest request, String digest) {
        List<Reactions> reactions = reactions(request);
        return new Reality(digest, reactions, accounts(request));
    }

    /** A vote on a card that is gone does not count; the card is posted again. */
    private List<Reactions> reactions(ApprovalRequest request) {
        List<Conversation> all = talkedAbout(request);
        List<Reactions> read = new ArrayList<>();
        for (Conversation here : all) read(here, request).ifPresent(read::add);
        if (read.size() < all.size()) threads.redraw(request);
        if (read.isEmpty() && !all.isEmpty())
            throw new ChatTrouble(Kind.GONE, "the card stands in no channel", Duration.ZERO);
        return read;
    }

    private Optional<Reactions> read(Conversation here, ApprovalRequest request) {
        try {
            return shown.under(here, request, user -> standings.now(user) == Standing.MEMBER);
        } catch (ChatTrouble trouble) {
            if (trouble.kind() != Kind.GONE) throw trouble;
            return Optional.empty();
        }
    }

    /** Where reactions vote; one's own confirmation is a button. */
    private List<Conversation> talkedAbout(ApprovalRequest request) {
        return request.requirement().mode() == Mode.TWO_KEYS ? threads.of(request.id()) : List.of();
    }

    private Accounts accounts(ApprovalRequest request) {
        Set<Ballot> members = new HashSet<>();
        Map<Ballot, String> barred = new HashMap<>();
        for (Vote vote : request.approvals()) {
            whyNot(vote).ifPresentOrElse(why -> barred.put(vote.ballot(), why), () -> members.add(vote.ballot()));
        }
        return new Accounts(members, barred);
    }

    private Optional<String> whyNot(Vote vote) {
        ChatUser user = account(vote.ballot());
        boolean theirs = people.whoIs(user.platform().key(), user.id()) instanceof Recognition.Known(var person)
                && person.id().equals(vote.person());
        if (!theirs) return Optional.of("the account is linked to them no longer");
        Standing standing = standings.now(user);
        return standing == Standing.MEMBER ? Optional.empty() : Optional.of(Wording.is(standing));
    }

    private static ChatUser account(Ballot ballot) {
        return new ChatUser(Platform.valueOf(ballot.platform().toUpperCase(Locale.ROOT)), ballot.userId());
    }
}
