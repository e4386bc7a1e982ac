package io.twokeys.journal;

/** What a walk along the whole chain found. */
public sealed interface Verification {
    /**
     * Every entry is as it was written.
     *
     * <p>Entries cut off at the end cannot be seen from inside: compare {@code lastHash} with one noted elsewhere.
     */
    record Intact(long entries, String lastHash) implements Verification {}

    /** The first entry that is not, or no longer, what was written. */
    record Broken(long atSeq, String why) implements Verification {}
}
