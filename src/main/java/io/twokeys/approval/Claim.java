package io.twokeys.approval;

import io.twokeys.approval.Vote.Ballot;
import io.twokeys.approval.Vote.Decision;
import io.twokeys.people.PersonId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** What came of beginning a granted request. */
public sealed interface Claim<T> {
    /** The point of no return is behind; {@code started} is what the {@link Start} stored. */
    record Cleared<T>(ApprovalRequest request, T started) implements Claim<T> {}

    /** The start was held, for the reason given: the request stands as it stood and may be claimed again. */
    record Held<T>(ApprovalRequest request, String because) implements Claim<T> {}

    /** The plan is no longer true; its votes are void. Plan anew and ask again. */
    record Superseded<T>(ApprovalRequest request) implements Claim<T> {}

    /** Votes were gone when they were read again. */
    record BackToPending<T>(ApprovalRequest request, int missing) implements Claim<T> {}

    record Refused<T>(Refusal refusal) implements Claim<T> {}

    /**
     * What was seen just now, from outside of the transaction.
     *
     * @param digest of the plan built anew
     * @param reactions of every platform that could be read; reaction votes from any other are withdrawn (to try again
     *     later instead, do not claim)
     * @param accounts what sort of accounts cast the votes; a vote that is not among them holds the start
     */
    record Reality(String digest, List<Reactions> reactions, Accounts accounts) {}

    /**
     * The accounts behind the votes, as their platforms describe them at this moment.
     *
     * @param members ballots of accounts that may vote
     * @param barred ballots of accounts that may not, each with the reason as the end of a sentence
     */
    record Accounts(Set<Ballot> members, Map<Ballot, String> barred) {
        public Accounts {
            members = Set.copyOf(members);
            barred = Map.copyOf(barred);
        }
    }

    /**
     * The reactions on the request's card. They say nothing about a vote that was cast or taken back after {@code asOf}.
     *
     * @param asOf a moment before the reading began, see {@link Approvals#now}
     * @param shown who says what; who shows both is to be given as {@link Decision#DENY}
     */
    record Reactions(String platform, Instant asOf, Map<PersonId, Decision> shown) {}

    /** Stores what a clearance starts, in the claim's transaction. */
    @FunctionalInterface
    interface Start<T> {
        Started<T> start(Handle handle, Clearance clearance);
    }

    /** Whether a start took place. */
    sealed interface Started<T> {
        record Begun<T>(T what) implements Started<T> {}

        /** Nothing was written. */
        record NotNow<T>(String because) implements Started<T> {}
    }
}
