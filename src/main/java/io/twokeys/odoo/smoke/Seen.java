package io.twokeys.odoo.smoke;

/**
 * What one question came to.
 *
 * @param what was asked: {@code page /shop}
 * @param evidence what Odoo answered; may hold what must not reach a chat, so it is masked before
 */
public record Seen(String what, Result result, String evidence) {
    public enum Result {
        PASSED,
        FAILED,
        /** There was nothing to ask for, or nobody who may. */
        SKIPPED,
        /** Nobody answered: it may be worth to ask again. */
        NO_ANSWER
    }

    /** Whether something has to be looked at. */
    public boolean bad() {
        return switch (result) {
            case PASSED, SKIPPED -> false;
            case FAILED, NO_ANSWER -> true;
        };
    }

    static Seen passed(String what, String evidence) {
        return new Seen(what, Result.PASSED, evidence);
    }

    static Seen failed(String what, String evidence) {
        return new Seen(what, Result.FAILED, evidence);
    }

    static Seen skipped(String what, String evidence) {
        return new Seen(what, Result.SKIPPED, evidence);
    }

    static Seen noAnswer(String what, Exception why) {
        return new Seen(what, Result.NO_ANSWER, "no answer (" + why.getMessage() + ")");
    }
}
