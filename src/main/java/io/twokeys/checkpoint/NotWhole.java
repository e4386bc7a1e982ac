package io.twokeys.checkpoint;

/** A copy is not what it should be, so it never counts as a checkpoint. The message says which and what to do. */
public final class NotWhole extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotWhole(String message) {
        super(message);
    }
}
