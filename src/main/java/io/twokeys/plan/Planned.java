package io.twokeys.plan;

/** What planning came to. */
public sealed interface Planned {
    record Proposed(Proposal proposal) implements Planned {}

    /** There is nothing to plan; the sentence says what, where and the next move. */
    record Refused(String sentence) implements Planned {}
}
