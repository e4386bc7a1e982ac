package io.twokeys.plan.gate;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A preflight rule and what it found.
 *
 * @param id stable name, {@code checkout-clean}
 * @param evidence what was seen, in one sentence
 * @param fix what to do when it does not pass; empty when it does
 */
public record Gate(String id, Result result, String evidence, String fix) {
    private static final DateTimeFormatter UNTIL = DateTimeFormatter.ofPattern("d MMM HH:mm 'UTC'", Locale.ENGLISH);

    /** Gates whose failure an approver may let count as a warning: people can live with what they keep off, for a day. */
    public static final SortedSet<String> WAIVABLE = Collections.unmodifiableSortedSet(new TreeSet<>(Set.of(
            "checkpoint-verified",
            "drill-fresh",
            "extensions-there",
            "hour-quiet",
            "hour-sensible",
            "memory-free",
            "staging-passed",
            "transactions-short",
            "wal-archived",
            "window-open")));

    /** A failed gate keeps the operation from starting; a warning is shown. */
    public enum Result {
        PASS,
        WARN,
        FAIL
    }

    /** This gate once somebody waived it; the evidence stays. */
    Gate waived(History.Waiver waiver) {
        String until = UNTIL.format(waiver.until().atOffset(ZoneOffset.UTC));
        return warn(id, evidence, "Waived by " + waiver.by() + " until " + until + ": " + waiver.reason());
    }

    public static Gate pass(String id, String evidence) {
        return new Gate(id, Result.PASS, evidence, "");
    }

    public static Gate warn(String id, String evidence, String fix) {
        return new Gate(id, Result.WARN, evidence, fix);
    }

    public static Gate fail(String id, String evidence, String fix) {
        return new Gate(id, Result.FAIL, evidence, fix);
    }
}
