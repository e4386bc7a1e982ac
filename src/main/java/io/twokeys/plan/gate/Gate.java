package io.twokeys.plan.gate;

/**
 * A preflight rule and what it found.
 *
 * @param id stable name, {@code checkout-clean}
 * @param evidence what was seen, in one sentence
 * @param fix what to do when it does not pass; empty when it does
 */
public record Gate(String id, Result result, String evidence, String fix) {
    /** A failed gate keeps the operation from starting; a warning is shown. */
    public enum Result {
        PASS,
        WARN,
        FAIL
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
