package io.twokeys.odoo.log;

/** Level of a log record; {@link #NONE} for lines that were written outside the logger. */
public enum Level {
    NONE,
    DEBUG,
    INFO,
    WARNING,
    ERROR,
    CRITICAL;

    public boolean atLeast(Level other) {
        return compareTo(other) >= 0;
    }
}
