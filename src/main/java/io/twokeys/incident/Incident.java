package io.twokeys.incident;

import io.twokeys.fleet.TargetName;
import java.time.Instant;
import java.util.Locale;

/**
 * Something went wrong on a target.
 *
 * @param operation the operation whose verdict opened it, {@code UP-42}
 */
public record Incident(
        IncidentId id, TargetName target, String operation, String title, Status status, Instant openedAt) {

    /** Where it stands. */
    public enum Status {
        OPEN,
        /** The target works again; somebody still has to say what is to be learnt. */
        RESOLVED_PENDING_REVIEW,
        RESOLVED;

        /** As people read it: {@code resolved-pending-review}. */
        public String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
