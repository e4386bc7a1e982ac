package io.twokeys.approval;

import io.twokeys.people.People;
import io.twokeys.people.PersonId;
import io.twokeys.plan.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A question bound to one plan, as it stood when it was read.
 *
 * @param reason why, in the requester's words; may be empty
 * @param votes one per person who ever voted, withdrawn ones included, oldest first
 */
public record ApprovalRequest(
        RequestId id,
        Plan plan,
        PersonId requester,
        String reason,
        Requirement requirement,
        Progress progress,
        List<Vote> votes) {

    /** How long a granted request may wait for its beginning, whatever is left of its own time. */
    static final Duration TIME_TO_BEGIN = Duration.ofMinutes(15);

    public enum State {
        /** Keys are missing. */
        PENDING,
        /** Everybody needed has agreed; nothing has begun. */
        APPROVED,
        /** It begins when the countdown ends, unless somebody stops it. */
        COUNTDOWN,
        /** Past the point of no return. */
        EXECUTING,
        DONE,
        FAILED,
        /** Nobody knows how it ended yet; the host must be asked. */
        UNKNOWN,
        DENIED,
        EXPIRED,
        /** Withdrawn by the requester, or stopped in the countdown. */
        CANCELLED,
        /** The plan it asked about is no longer true. */
        SUPERSEDED;

        /** Votes can still be cast or taken back. */
        public boolean isOpen() {
            return this == PENDING || isGranted();
        }

        boolean isGranted() {
            return this == APPROVED || this == COUNTDOWN;
        }
    }

    /**
     * Where it stands; all times by the database's clock.
     *
     * @param grantedAt when the last key was turned; null while keys are missing
     * @param countdownUntil null outside of a countdown
     * @param version counts its changes
     */
    public record Progress(
            State state,
            Instant openedAt,
            Instant expiresAt,
            @Nullable Instant grantedAt,
            @Nullable Instant countdownUntil,
            int version) {

        private Progress to(State next, @Nullable Instant granted, @Nullable Instant until) {
            return new Progress(next, openedAt, expiresAt, granted, until, version + 1);
        }
    }

    public State state() {
        return progress.state();
    }

    /** SHA-256 of the plan: votes count for it and for nothing else. */
    public String digest() {
        return plan.digest();
    }

    public Optional<Vote> voteOf(PersonId person) {
        return votes.stream().filter(vote -> vote.person().equals(person)).findFirst();
    }

    /** The approvals that count on the face of it: standing, for this digest, by somebody who was asked. */
    public List<Vote> approvals() {
        return votes.stream()
                .filter(vote -> vote.is(Vote.Decision.APPROVE)
                        && vote.ballot().digest().equals(digest())
                        && requirement.eligible().contains(vote.person()))
                .toList();
    }

    /** How many keys are still needed. */
    public int missing() {
        return Math.max(0, requirement.keys() - approvals().size());
    }

    /** Whether {@code person} was asked and still has the role it takes. */
    public boolean mayJudge(PersonId person, People people) {
        boolean own = person.equals(requester);
        return requirement.eligible().contains(person)
                && own == (requirement.mode() == Requirement.Mode.CONFIRMATION)
                && people.may(person, requirement.mode().role(), plan.target());
    }

    boolean isOver(Instant now) {
        if (state() == State.PENDING) {
            return !now.isBefore(progress.expiresAt());
        }
        var granted = progress.grantedAt();
        return state().isGranted()
                && !now.isBefore(progress.expiresAt())
                && (granted == null || !now.isBefore(granted.plus(TIME_TO_BEGIN)));
    }

    boolean isCountedDown(Instant now) {
        var until = progress.countdownUntil();
        return state() == State.COUNTDOWN && until != null && !now.isBefore(until);
    }

    ApprovalRequest granted(Instant now) {
        return with(progress.to(State.APPROVED, now, null));
    }

    ApprovalRequest countingDown(Instant until) {
        return with(progress.to(State.COUNTDOWN, progress.grantedAt(), until));
    }

    /** In any other state, where no time but those of its opening matters. */
    ApprovalRequest now(State next) {
        return with(progress.to(next, next == State.PENDING ? null : progress.grantedAt(), null));
    }

    /** With {@code vote} in place of what that person said before. */
    ApprovalRequest with(Vote vote) {
        var others = votes.stream().filter(it -> !it.person().equals(vote.person()));
        var next = Stream.concat(others, Stream.of(vote)).toList();
        return new ApprovalRequest(id, plan, requester, reason, requirement, progress, next);
    }

    private ApprovalRequest with(Progress next) {
        return new ApprovalRequest(id, plan, requester, reason, requirement, next, votes);
    }
}
