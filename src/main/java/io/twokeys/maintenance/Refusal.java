package io.twokeys.maintenance;

import java.time.Instant;

/** Why a wish was not granted. */
public sealed interface Refusal {
    /** There is no such window. */
    record Unheard(WindowId id) implements Refusal {}

    /** It would share time with another window of its target. */
    record Overlapping(Window other) implements Refusal {}

    /** It would begin in the past, or within {@link Windows#NOTICE}. */
    record TooSoon(Instant start) implements Refusal {}

    /** It would begin later than {@link Windows#HORIZON} from now. */
    record TooFar(Instant start) implements Refusal {}

    /** It would take longer than {@link Windows#LONGEST}. */
    record TooLong() implements Refusal {}

    /** It would take less than {@link Windows#SHORTEST}. */
    record TooShort() implements Refusal {}

    /** It has begun already. */
    record Begun(Window window) implements Refusal {}

    /** It has not begun yet. */
    record NotBegun(Window window) implements Refusal {}

    /** It ended, or was called off. */
    record Over(Window window) implements Refusal {}
}
