package io.twokeys.approval;

import io.twokeys.approval.ApprovalRequest.State;
import io.twokeys.approval.Claim.Accounts;
import io.twokeys.approval.Claim.Reactions;
import io.twokeys.approval.Claim.Reality;
import io.twokeys.approval.Claim.Start;
import io.twokeys.approval.Claim.Started;
import io.twokeys.approval.Requirement.Mode;
import io.twokeys.approval.Vote.Ballot;
import io.twokeys.approval.Vote.Decision;
import io.twokeys.approval.Vote.Retraction;
import io.twokeys.approval.Vote.Via;
import io.twokeys.journal.Journal;
import io.twokeys.journal.NewEntry;
import io.twokeys.people.People;
import io.twokeys.people.PersonId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * The decisions of one transaction about one request, whose row is locked. A request whose time is up has expired before
 * anything else is looked at.
 */
final class Ruling {
    private final Handle handle;
    private final People people;
    private final Instant now;
    private final List<NewEntry> story = new ArrayList<>();
    private ApprovalRequest request;

    private Ruling(Handle handle, People people, ApprovalRequest request) {
        this.handle = handle;
        this.people = people;
        this.now = ApprovalStore.now(handle);
        this.request = request;
    }

    /** Waits for the lock and reads again; empty if there is no such request. */
    static Optional<Ruling> on(Handle handle, RequestId id, People people) {
        return ApprovalStore.lock(handle, id).map(request -> {
            var ruling = new Ruling(handle, people, request);
            if (request.isOver(ruling.now)) {
                ruling.become(request.now(State.EXPIRED));
                ruling.story.add(Entries.byItself("expired", ruling.request));
            }
            return ruling;
        });
    }

    ApprovalRequest request() {
        return request;
    }

    /** The last act: while the journal is held, nothing else is waited for. */
    void tell(Journal journal) {
        story.forEach(entry -> journal.append(handle, entry));
        story.clear();
    }

    Voting vote(PersonId person, Decision decision, Ballot ballot) {
        var before = request.voteOf(person);
        var refusal = Refusal.ofVote(request, ballot, before);
        if (refusal.isPresent()) {
            return new Voting.Refused(refusal.get());
        }
        if (before.isPresent() && before.get().is(decision)) {
            return new Voting.AlreadyVoted(request, before.get());
        }
        if (!request.state().isOpen()) {
            return new Voting.Refused(Refusal.decided(request));
        }
        if (decision == Decision.APPROVE && request.state().isGranted()) {
            return new Voting.Refused(Refusal.noSlot(request));
        }
        return counted(new Vote(person, decision, ballot, now, null));
    }

    private Voting counted(Vote vote) {
        put(vote);
        if (vote.decision() == Decision.DENY) {
            become(request.now(State.DENIED));
            story.add(Entries.voted(vote, request));
            story.add(Entries.by(vote.person(), "denied", request));
            return new Voting.Denied(request);
        }
        story.add(Entries.voted(vote, request));
        recount();
        if (request.missing() > 0) {
            return new Voting.Counted(request, request.missing());
        }
        become(request.granted(now));
        story.add(Entries.byItself("granted", request));
        return new Voting.Granted(request);
    }

    /** A reaction takes back the vote that this very reaction cast; a button or a command takes back any. */
    Withdrawing withdraw(PersonId person, Decision decision, String platform, Via via) {
        var vote = request.voteOf(person).filter(Vote::stands);
        if (vote.isEmpty() || (via == Via.REACTION && !vote.get().isReaction(decision, platform))) {
            if (vote.isEmpty() && via == Via.REACTION) noteRemoval(person, decision, platform);
            return new Withdrawing.NothingToWithdraw();
        }
        if (!request.state().isOpen()) {
            return new Withdrawing.TooLate(request);
        }
        boolean wasGranted = request.state().isGranted();
        retract(vote.get(), "", via != Via.REACTION);
        return new Withdrawing.Withdrawn(
                request, request.missing(), wasGranted && !request.state().isGranted());
    }

    /** A reaction that cast nothing, or nothing any more, is gone: a reading from before must not count it. */
    private void noteRemoval(PersonId person, Decision decision, String platform) {
        boolean staysBack = request.voteOf(person).stream().anyMatch(vote -> vote.staysBack(decision, platform));
        if (!staysBack && request.state().isOpen() && request.mayJudge(person, people)) {
            var ballot = unheard(person, platform, "removed:");
            put(new Vote(person, decision, ballot, now, new Retraction(now, false)));
        }
    }

    /** The ballot of a reaction of which no event told. */
    private Ballot unheard(PersonId person, String platform, String how) {
        var user = people.find(person).map(it -> it.identities().get(platform)).orElse("");
        return new Ballot(
                platform, user, how + request.id() + ":" + person + ":" + now, Via.REACTION, request.digest());
    }

    /** Makes the reaction votes of a platform what the platform shows; denials first, additions last. */
    void reconcile(Reactions reactions) {
        if (!request.state().isOpen()) {
            return;
        }
        cast(reactions, Decision.DENY);
        for (var vote : List.copyOf(request.votes())) {
            boolean isGone = reactions.shown().get(vote.person()) != vote.decision();
            boolean isOld = vote.castByReactionOn(reactions.platform()) && !vote.isNewerThan(reactions.asOf());
            if (request.state().isOpen() && vote.stands() && isOld && isGone) {
                retract(vote, Withdrawing.REACTION_GONE, false);
            }
        }
        cast(reactions, Decision.APPROVE);
    }

    private void cast(Reactions reactions, Decision decision) {
        reactions.shown().forEach((person, shown) -> {
            boolean counts = shown == decision && request.mayJudge(person, people);
            if (counts && request.state().isOpen() && !isKnownBetter(person, decision, reactions.asOf())) {
                vote(person, decision, unheard(person, reactions.platform(), "reread:"));
            }
        });
    }

    private boolean isKnownBetter(PersonId person, Decision shown, Instant asOf) {
        return request.voteOf(person).stream()
                .anyMatch(vote -> vote.isNewerThan(asOf) || (vote.isTakenBackByHand() && vote.decision() == shown));
    }

    /** Takes out the votes of those who have lost the role since. */
    private void recount() {
        for (var vote : request.approvals()) {
            if (!request.mayJudge(vote.person(), people)) {
                retract(
                        vote,
                        "no longer "
                                + request.requirement().mode().role().name().toLowerCase(Locale.ROOT),
                        false);
            }
        }
    }

    private void retract(Vote vote, String because, boolean byHand) {
        put(new Vote(vote.person(), vote.decision(), vote.ballot(), vote.at(), new Retraction(now, byHand)));
        if (request.state().isGranted() && request.missing() > 0) {
            become(request.now(State.PENDING));
        }
        story.add(Entries.withdrawn(vote, because, request));
    }

    Optional<ApprovalRequest> countDown(Duration time) {
        if (request.state() == State.APPROVED) {
            become(request.countingDown(now.plus(time)));
            story.add(Entries.byItself("countdown", request));
        }
        return request.state() == State.COUNTDOWN ? Optional.of(request) : Optional.empty();
    }

    Optional<Refusal> stop(PersonId by) {
        if (!request.state().isGranted()) {
            return Optional.of(request.state() == State.PENDING ? Refusal.notYet(request) : Refusal.decided(request));
        }
        become(request.now(State.CANCELLED));
        story.add(Entries.by(by, "stopped", request));
        return Optional.empty();
    }

    Optional<Refusal> cancel(PersonId by) {
        if (!request.state().isOpen()) {
            return Optional.of(Refusal.decided(request));
        }
        become(request.now(State.CANCELLED));
        story.add(Entries.by(by, "cancelled", request));
        return Optional.empty();
    }

    Optional<ApprovalRequest> supersede(String newDigest) {
        if (!request.state().isOpen() || newDigest.equals(request.digest())) {
            return Optional.empty();
        }
        become(request.now(State.SUPERSEDED));
        story.add(Entries.superseded(newDigest, request));
        return Optional.of(request);
    }

    Optional<ApprovalRequest> finish(State end) {
        if (request.state() != State.EXECUTING && request.state() != State.UNKNOWN) {
            return Optional.empty();
        }
        become(request.now(end));
        story.add(Entries.byItself("finished", request));
        return Optional.of(request);
    }

    <T> Claim<T> claim(Reality reality, Start<T> start) {
        if (!isReady()) {
            return new Claim.Refused<>(Refusal.notNow(request));
        }
        reread(reality.reactions());
        bar(reality.accounts());
        recount();
        if (request.state() == State.PENDING) {
            return new Claim.BackToPending<>(request, request.missing());
        }
        if (!isReady()) {
            return new Claim.Refused<>(Refusal.notNow(request));
        }
        if (supersede(reality.digest()).isPresent()) {
            return new Claim.Superseded<>(request);
        }
        if (!request.approvals().stream()
                .map(Vote::ballot)
                .allMatch(reality.accounts().members()::contains)) {
            return new Claim.Held<>(request, "a key was turned while the votes were read again");
        }
        return switch (start.start(handle, new Clearance(request.id(), request.plan(), request.requester()))) {
            case Started.NotNow<T>(var because) -> new Claim.Held<>(request, because);
            case Started.Begun<T>(var what) -> {
                become(request.now(State.EXECUTING));
                story.add(Entries.byItself("executing", request));
                yield new Claim.Cleared<>(request, what);
            }
        };
    }

    /** Two keys are followed by a countdown; one's own confirmation is not. */
    private boolean isReady() {
        boolean confirmed = request.requirement().mode() == Mode.CONFIRMATION && request.state() == State.APPROVED;
        return confirmed || request.isCountedDown(now);
    }

    /** What cannot be read does not count: reaction votes of platforms that are not among {@code all} go. */
    private void reread(List<Reactions> all) {
        all.forEach(this::reconcile);
        var read = all.stream().map(Reactions::platform).collect(Collectors.toSet());
        for (var vote : List.copyOf(request.votes())) {
            if (request.state().isOpen()
                    && vote.stands()
                    && vote.ballot().via() == Via.REACTION
                    && !read.contains(vote.ballot().platform())) {
                retract(vote, "the reaction cannot be read", false);
            }
        }
    }

    private void bar(Accounts accounts) {
        for (var vote : request.approvals()) {
            var why = accounts.barred().get(vote.ballot());
            if (why != null && request.state().isOpen()) {
                retract(vote, why, false);
            }
        }
    }

    private void put(Vote vote) {
        ApprovalStore.put(handle, request.id(), vote);
        request = request.with(vote);
    }

    private void become(ApprovalRequest next) {
        ApprovalStore.update(handle, next);
        request = next;
    }
}
