package io.twokeys.tail;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;

/**
 * Cuts a log into pages that fit into a message: whole lines, 3,500 characters at most by default (Slack takes 4,000 in a
 * message, Discord 4,096 in an embed; what is left is for the frame). A line that is longer than a page is split.
 */
public final class Pages {
    private static final int LIMIT = 3_500;

    /** A character takes four bytes at most. */
    private static final int WIDEST = 4;

    /**
     * A page.
     *
     * @param text empty when there is nothing new
     * @param from where what it shows begins in the log, in bytes, after the folded lines
     * @param next the cursor for the page after it
     * @param folded lines left out before it, where {@code text} says so
     */
    public record Page(String text, long from, long next, long folded) {
        public boolean isEmpty() {
            return text.isEmpty();
        }
    }

    private final int limit;

    public Pages() {
        this(LIMIT);
    }

    /** @param limit characters a page, at least 200 */
    public Pages(int limit) {
        if (limit < 200) throw new IllegalArgumentException("a page needs room for 200 characters, not " + limit);
        this.limit = limit;
    }

    /** Characters a page. */
    public int limit() {
        return limit;
    }

    /** The page that begins at {@code cursor}, nothing left out. */
    public Page next(LogText log, long cursor) {
        return next(log, cursor, 0);
    }

    /** The page that begins at {@code cursor} and says that {@code folded} lines before it were left out. */
    public Page next(LogText log, long cursor, long folded) {
        String notice = folded == 0 ? "" : notice(folded);
        byte[] bytes = log.read(cursor, limit * WIDEST);
        int end = head(bytes, limit - notice.length());
        return new Page(notice + new String(bytes, 0, end, UTF_8), cursor, cursor + end, folded);
    }

    /** The page with the end of what came after {@code cursor}; if more came than fits, the rest is counted and folded. */
    public Page latest(LogText log, long cursor) {
        return latest(log, cursor, 0);
    }

    /** The same, {@code folded} lines having been left out before {@code cursor}. */
    public Page latest(LogText log, long cursor, long folded) {
        long length = log.length();
        Page whole = next(log, cursor, folded);
        if (whole.next >= length) return whole;
        int most = (int) Math.min(length - cursor, (long) limit * WIDEST);
        byte[] bytes = log.read(length - most, most);
        int start = tail(bytes, limit - notice(Long.MAX_VALUE).length());
        long from = length - most + start;
        long all = folded + Math.max(1, log.lines(cursor, from));
        String text = notice(all) + new String(bytes, start, bytes.length - start, UTF_8);
        return new Page(text, from, length, all);
    }

    private static String notice(long lines) {
        return String.format(Locale.ROOT, "… %,d lines folded; the whole log is attached at the end\n", lines);
    }

    /** How many bytes from the start make a page: up to the last line end that fits, else as many as fit. */
    private static int head(byte[] bytes, int room) {
        int lineEnd = 0;
        int chars = 0;
        int at = 0;
        while (at < bytes.length) {
            int width = width(bytes, at);
            chars += width == WIDEST ? 2 : 1;
            if (chars > room) return lineEnd > 0 ? lineEnd : at;
            at = Math.min(bytes.length, at + width);
            if (bytes[at - 1] == '\n') lineEnd = at;
        }
        return at;
    }

    /** Where the last {@code room} characters begin, at a line start if there is one among them. */
    private static int tail(byte[] bytes, int room) {
        int lineStart = bytes.length;
        int chars = 0;
        int at = bytes.length;
        while (at > 0) {
            int before = at - 1;
            while (before > 0 && at - before < WIDEST && (bytes[before] & 0xc0) == 0x80) before--;
            chars += at - before == WIDEST ? 2 : 1;
            if (chars > room) break;
            if (bytes[before] == '\n' && at < bytes.length) lineStart = at;
            at = before;
        }
        return lineStart < bytes.length ? lineStart : at;
    }

    /** Bytes of the character at {@code at}; a byte that begins none stands for itself. */
    private static int width(byte[] bytes, int at) {
        int lead = bytes[at] & 0xff;
        int width = lead < 0xc2 || lead > 0xf4 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        for (int i = 1; i < width; i++) {
            if (at + i >= bytes.length || (bytes[at + i] & 0xc0) != 0x80) return 1;
        }
        return width;
    }
}
