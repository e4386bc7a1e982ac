package io.twokeys.maintenance;

/** What became of a wish. */
public sealed interface Outcome {
    /** It is so now, or was already because of the same event; the window as it is. */
    record Done(Window window) implements Outcome {}

    /** Nothing was changed. */
    record Refused(Refusal why) implements Outcome {}
}
