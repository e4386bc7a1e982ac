package io.twokeys.watch.soak;

import io.twokeys.fleet.TargetName;
import io.twokeys.odoo.host.ServiceLog;
import java.time.Instant;

/**
 * The watch over one target after one operation.
 *
 * @param operation {@code UP-42}
 * @param seen how far it got
 */
public record Soak(String operation, TargetName target, Instant until, Seen seen) {
    /**
     * @param log up to where Odoo's log was read, as {@link ServiceLog} says it; empty if it cannot be
     * @param errors in Odoo's log, all of them
     * @param unanswered how often in a row the login page was not served
     */
    public record Seen(String log, int looks, int errors, int unanswered) {
        Seen and(Glance glance) {
            var logged = glance.log();
            return new Seen(
                    logged.end(),
                    looks + 1,
                    errors + logged.errors(),
                    glance.login().isEmpty() ? 0 : unanswered + 1);
        }
    }

    /** How it stands. */
    enum State {
        WATCHING,
        /** Its time is over, nothing was found. */
        QUIET,
        BREACHED,
        /** Something else began, or the target cannot be watched. */
        CUT_SHORT
    }
}
