package io.twokeys.chat.outbox;

import io.twokeys.chat.MessageRef;
import java.time.Instant;

/** What came of carrying one row. */
sealed interface Outcome {
    /** Whether the next try has to look first. */
    default boolean mayHaveArrived() {
        return this instanceof Unsure || this instanceof Surprised;
    }

    record Done() implements Outcome {}

    record Placed(MessageRef ref, int generation) implements Outcome {}

    /** The thread was gone: the message opened a new one, where the root's thread goes on. */
    record Uprooted(MessageRef ref, int generation) implements Outcome {}

    /** The platform wants nothing of this sort before {@code until}. */
    record Limited(Instant until, String error) implements Outcome {}

    /** No answer that can be relied on: it may have arrived. */
    record Unsure(Instant due, String error) implements Outcome {}

    /** The same, by something that nobody foresaw: that is tried again only so often. */
    record Surprised(Instant due, String error) implements Outcome {}

    record Parked(String error) implements Outcome {}
}
