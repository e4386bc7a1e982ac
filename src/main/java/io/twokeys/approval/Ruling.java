package io.twokeys.approval;

import io.twokeys.approval.ApprovalRequest.State;
import io.twokeys.approval.Claim.Reactions;
import io.twokeys.approval.Claim.Reality;
import io.twokeys.approval.Claim.Start;
import io.twokeys.approval.Claim.Started;
import io.twokeys.approval.Requirement.Mode;
import io.twokeys.approval.Vote.Ballot;
import io.twokeys.approval.Vote.Decision;
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
        if (vote.isEmpty() || (via == Via.REACTION && !isOf(vote.get(), decision, platform))) {
            return new Withdrawing.NothingToWithdraw();
        }
        if (!request.state().isOpen()) {
            return new Withdrawing.TooLate(request);
        }
        boolean wasGranted = request.state().isGranted();
        retract(vote.get(), "");
        return new Withdrawing.Withdrawn(
                request, request.missing(), wasGranted && !request.state().isGranted());
    }

    private static boolean isOf(Vote vote, Decision decision, String platform) {
        return vote.castByReactionOn(platform) && vote.decision() == decision;
    }

    /** Makes the reaction votes of a platform what the platform shows; denials first, additions last. */
    void reconcile(Reactions reactions) {
        if (!request.state().isOpen()) {
            return;
        }
        cast(reactions, Decision.DENY);
        for (var vote : List.copyOf(request.votes())) {
            boolean isGone = reactions.shown().get(vote.person()) != vote.decision();
            if (request.state().isOpen() && vote.stands() && vote.castByReactionOn(reactions.platform()) && isGone) {
                retract(vote, "the reaction is gone");
            }
        }
        cast(reactions, Decision.APPROVE);
    }

    private void cast(Reactions reactions, Decision decision) {
        reactions.shown().forEach((person, shown) -> {
            if (shown == decision && request.state().isOpen() && request.mayJudge(person, people)) {
                var user = people.find(person).map(it -> it.identities().get(reactions.platform()));
                var event = "reread:" + request.id() + ":" + person + ":" + now;
                var ballot = new Ballot(reactions.platform(), user.orElse(""), event, Via.REACTION, request.digest());
                vote(person, decision, ballot);
            }
        });
    }

    /** Takes out the votes of those who have lost the role since. */
    private void recount() {
        for (var vote : request.approvals()) {
            if (!request.mayJudge(vote.person(), people)) {
                retract(
                        vote,
                        "no longer "
                                + request.requirement().mode().role().name().toLowerCase(Locale.ROOT));
            }
        }
    }

    private void retract(Vote vote, String because) {
        put(new Vote(vote.person(), vote.decision(), vote.ballot(), vote.at(), now));
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
            return new Claim.Refused<>(request.state().isOpen() ? Refusal.notYet(request) : Refusal.decided(request));
        }
        reread(reality.reactions());
        recount();
        if (request.state() == State.PENDING) {
            return new Claim.BackToPending<>(request, request.missing());
        }
        if (!isReady()) {
            return new Claim.Refused<>(request.state().isOpen() ? Refusal.notYet(request) : Refusal.decided(request));
        }
        if (supersede(reality.digest()).isPresent()) {
            return new Claim.Superseded<>(request);
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
                retract(vote, "the reaction cannot be read");
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
