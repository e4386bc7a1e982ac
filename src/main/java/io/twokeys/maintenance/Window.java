package io.twokeys.maintenance;

import io.twokeys.fleet.TargetName;
import io.twokeys.people.PersonId;
import java.time.Duration;
import java.time.Instant;

/**
 * A planned time on a target: announced, reminded, started, extended, ended. Immutable; a transition returns the next one and
 * asks nothing, whether it is allowed is for {@link Windows} to say.
 *
 * @param by who announced it
 * @param reason in the announcer's words; empty if none was given
 * @param start when it begins, or began
 * @param end when it ends as planned so far, or ended
 */
public record Window(
        WindowId id, TargetName target, PersonId by, String reason, Instant start, Instant end, State state) {

    /** Where it stands. */
    public enum State {
        SCHEDULED,
        ACTIVE,
        ENDED,
        CANCELLED
    }

    /** Whether nothing will happen to it any more. */
    public boolean over() {
        return switch (state) {
            case SCHEDULED, ACTIVE -> false;
            case ENDED, CANCELLED -> true;
        };
    }

    public boolean active() {
        return state == State.ACTIVE;
    }

    public Duration length() {
        return Duration.between(start, end);
    }

    /** Whether both have a moment in common; one may begin when the other ends. */
    boolean overlaps(Window other) {
        return start.isBefore(other.end) && other.start.isBefore(end);
    }

    Window from(Instant beginning, Duration length) {
        return new Window(id, target, by, reason, beginning, beginning.plus(length), state);
    }

    Window until(Instant newEnd) {
        return new Window(id, target, by, reason, start, newEnd, state);
    }

    Window because(String newReason) {
        return new Window(id, target, by, newReason, start, end, state);
    }

    Window as(State next) {
        return new Window(id, target, by, reason, start, end, next);
    }
}
