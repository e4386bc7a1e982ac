package io.twokeys.approval;

/** What came of a vote. */
public sealed interface Voting {
    /** @param needed how many keys are still missing */
    record Counted(ApprovalRequest request, int needed) implements Voting {}

    /** It was the last key. */
    record Granted(ApprovalRequest request) implements Voting {}

    /** One eligible person is enough to deny, also after having approved. */
    record Denied(ApprovalRequest request) implements Voting {}

    /** They had said the same before; {@code first} stands. */
    record AlreadyVoted(ApprovalRequest request, Vote first) implements Voting {}

    record Refused(Refusal refusal) implements Voting {}
}
