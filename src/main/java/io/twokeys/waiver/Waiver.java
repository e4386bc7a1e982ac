package io.twokeys.waiver;

import io.twokeys.fleet.TargetName;
import io.twokeys.people.PersonId;
import java.time.Instant;

/**
 * One gate of one target, waived until a time. Immutable.
 *
 * @param gate {@code drill-fresh}
 * @param reason in the words of who waived it; never empty
 */
public record Waiver(TargetName target, String gate, PersonId by, String reason, Instant until) {
    public Waiver {
        if (reason.isBlank()) throw new IllegalArgumentException("a gate is not waived without a reason");
    }
}
