package io.twokeys.operation;

/** Where an operation stands. */
public enum OperationState {
    /** Cleared and waiting to be picked up. */
    QUEUED(false),
    /** Picked up: at a step, between two, waiting to ask again, or undoing. */
    RUNNING(false),
    SUCCEEDED(true),
    /** A step failed. Either nothing is left half done, or the last step says why it stopped where it is. */
    FAILED(true),
    /** The host could not be asked for too long: nobody knows how far it got. The target stays locked. */
    UNKNOWN(true),
    /** A person stopped it and nothing is left half done. */
    CANCELLED(true);

    private final boolean last;

    OperationState(boolean last) {
        this.last = last;
    }

    /** Whether it stays so for good. */
    public boolean isFinal() {
        return last;
    }
}
