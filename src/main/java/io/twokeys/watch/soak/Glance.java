package io.twokeys.watch.soak;

import java.util.ArrayList;
import java.util.List;

/**
 * What one look at a target showed. May hold what must not reach a chat, so it is masked before.
 *
 * @param login what the login page answered; empty if it was served
 * @param log what Odoo logged since the last look
 * @param blocked sessions that have waited for a lock for a while, one line each
 */
public record Glance(String login, Logged log, List<String> blocked) {
    public Glance {
        blocked = List.copyOf(blocked);
    }

    /**
     * @param end up to where the log was read; as it was if it could not be
     * @param errors records of level ERROR or CRITICAL
     * @param critical those of level CRITICAL
     * @param answers5xx requests that were answered with a status from 500 on
     * @param first the first error; empty if there is none
     */
    public record Logged(String end, int errors, int critical, int answers5xx, String first) {}

    /**
     * Why somebody has to look; empty if nobody has to.
     *
     * @param most so many errors, or answers 5xx, are too many
     * @param unanswered how often in a row the login page was not served, this time included
     */
    List<String> breaches(int most, int unanswered) {
        List<String> found = new ArrayList<>();
        if (unanswered > 1) found.add("the login page is not served: " + login);
        if (log.errors() >= most || log.critical() > 0) {
            found.add(log.errors() + " errors in Odoo's log since the last look, the first: " + log.first());
        }
        if (log.answers5xx() >= most) found.add(log.answers5xx() + " requests answered with 5xx since the last look");
        found.addAll(blocked);
        return found;
    }
}
