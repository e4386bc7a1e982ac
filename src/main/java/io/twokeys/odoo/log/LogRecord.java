package io.twokeys.odoo.log;

import java.util.List;

/**
 * A line that Odoo's logger wrote, with the lines below it that have no prefix (SQL, tracebacks, or what another program
 * wrote in between).
 *
 * @param line number of its first line, from 1
 * @param text the whole first line, colours stripped, cut at {@link LogReader#MAX_LINE} bytes
 * @param messageAt where the message starts in {@code text}; 0 if the line has no prefix
 * @param pid the logging process, 0 without prefix
 * @param database {@code ?} until Odoo has chosen one, empty without prefix
 * @param more the lines below, at most {@link LogReader#MAX_HEAD} first and {@link LogReader#MAX_TAIL} last ones
 */
public record LogRecord(
        long line,
        String text,
        int messageAt,
        long pid,
        Level level,
        String database,
        String logger,
        List<LogLine> more) {

    public String message() {
        return text.substring(messageAt).stripTrailing();
    }

    /** Whether the message starts with {@code start}. */
    public boolean says(String start) {
        return text.startsWith(start, messageAt);
    }

    /** {@code YYYY-MM-DD HH:MM:SS,mmm} in UTC; empty without prefix. */
    public String timestamp() {
        return messageAt == 0 ? "" : text.substring(0, RecordPrefix.TIMESTAMP);
    }

    public boolean prefixed() {
        return level != Level.NONE;
    }
}
