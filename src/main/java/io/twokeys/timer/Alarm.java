package io.twokeys.timer;

import java.time.Instant;

/**
 * Answers the alarms of one kind.
 *
 * <p>An alarm rings at least once. It rings again after a crash, so an answer takes the same lock as people do and looks
 * whether there is still something to do. An exception means a broken machine: the alarm rings again a second later.
 */
@FunctionalInterface
public interface Alarm {
    /** Runs on a virtual thread of its own, for as long as it takes. */
    Next ring(String id);

    /** What becomes of an alarm that has rung. */
    sealed interface Next {}

    /** Nothing more: it is forgotten. */
    record Done() implements Next {}

    /** It rings again at this time, here or on another replica. */
    record Again(Instant at) implements Next {}

    /** Another replica took it over meanwhile: it is theirs and stays untouched. */
    record Lost() implements Next {}
}
