package io.twokeys.odoo.module;

/**
 * What a plan has to say before anything is run.
 *
 * @param code stable, {@code module-unknown}
 * @param sentence what, where and the next move
 */
public record Finding(String code, Severity severity, String sentence) {

    /** Whether an upgrade may go on in spite of it. */
    public enum Severity {
        /** Must be settled first. */
        FAIL,
        /** Somebody has to look at it. */
        WARN,
        INFO
    }
}
