package io.twokeys.checkpoint;

/** A copy is not what it should be, so it never counts as a checkpoint. The message says which and what to do. */
public final class NotWhole extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String sentence;

    NotWhole(String sentence) {
        super(sentence);
        this.sentence = sentence;
    }

    /** What is not whole, and what to do. */
    public String sentence() {
        return sentence;
    }
}
