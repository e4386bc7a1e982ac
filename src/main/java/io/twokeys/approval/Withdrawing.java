package io.twokeys.approval;

/** What came of taking a vote back. */
public sealed interface Withdrawing {
    /** As the journal says that a person took a reaction away while nobody listened. */
    String REACTION_GONE = "the reaction is gone";

    /**
     * The vote is gone and its slot is free.
     *
     * @param needed how many keys are missing now
     * @param stopped it had been granted and is so no longer
     */
    record Withdrawn(ApprovalRequest request, int needed, boolean stopped) implements Withdrawing {}

    /** There is no standing vote that this would take back. */
    record NothingToWithdraw() implements Withdrawing {}

    /** It is decided, begun or over: nothing changes. */
    record TooLate(ApprovalRequest request) implements Withdrawing {}
}
