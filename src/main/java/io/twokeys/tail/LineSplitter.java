package io.twokeys.tail;

/**
 * Bytes in, whole lines out, however the bytes were cut on their way. Lines keep their line end; bytes are never decoded,
 * so invalid UTF-8 passes unharmed.
 *
 * <p>A line longer than 64 KiB is handed over in pieces, by a rule that only looks at the bytes since the last cut: after
 * the last separator (blank, tab, {@code , ; &}) in the last 4 KiB of those 64, or after 64 KiB if there is none. So the
 * pieces are the same wherever reading starts again. Holds 64 KiB at most. One thread.
 */
public final class LineSplitter {
    static final int LONGEST = 64 * 1024;
    private static final int WINDOW = 4 * 1024;

    /** Takes the lines. */
    public interface Lines {
        /** One line, from {@code from} up to {@code to} (exclusive) in {@code buffer}, which is used again. */
        void line(byte[] buffer, int from, int to);
    }

    private final byte[] held = new byte[LONGEST];
    private int holding;
    private long resumeAt;

    /** @param offset where in the log the first byte to come stands */
    public LineSplitter(long offset) {
        resumeAt = offset;
    }

    /** The offset after the last line handed over: where to read again after a crash. */
    public long resumeAt() {
        return resumeAt;
    }

    public void feed(byte[] buffer, int from, int to, Lines lines) {
        int next = from;
        while (next < to) {
            next = holding > 0 ? topUp(buffer, next, to, lines) : direct(buffer, next, to, lines);
        }
    }

    /** Hands over what came after the last line end; at the end of the log. */
    public void end(Lines lines) {
        if (holding > 0) cut(held, 0, holding, lines);
        holding = 0;
    }

    /** Lines that stand whole in the buffer need no copy. */
    private int direct(byte[] buffer, int from, int to, Lines lines) {
        int most = Math.min(to, from + LONGEST);
        int end = lineEnd(buffer, from, most);
        if (end > 0) return cut(buffer, from, end, lines);
        if (most - from == LONGEST) return cut(buffer, from, from + cutAt(buffer, from), lines);
        System.arraycopy(buffer, from, held, 0, to - from);
        holding = to - from;
        return to;
    }

    private int topUp(byte[] buffer, int from, int to, Lines lines) {
        int most = Math.min(to, from + LONGEST - holding);
        int end = lineEnd(buffer, from, most);
        int taken = (end > 0 ? end : most) - from;
        System.arraycopy(buffer, from, held, holding, taken);
        holding += taken;
        if (end > 0) {
            cut(held, 0, holding, lines);
            holding = 0;
        } else if (holding == LONGEST) {
            int at = cut(held, 0, cutAt(held, 0), lines);
            System.arraycopy(held, at, held, 0, LONGEST - at);
            holding = LONGEST - at;
        }
        return from + taken;
    }

    private int cut(byte[] buffer, int from, int to, Lines lines) {
        lines.line(buffer, from, to);
        resumeAt += to - from;
        return to;
    }

    /** @return the offset after the line end, or 0 */
    private static int lineEnd(byte[] buffer, int from, int to) {
        for (int i = from; i < to; i++) {
            if (buffer[i] == '\n') return i + 1;
        }
        return 0;
    }

    private static int cutAt(byte[] buffer, int from) {
        for (int length = LONGEST; length > LONGEST - WINDOW; length--) {
            switch (buffer[from + length - 1]) {
                case ' ', '\t', ',', ';', '&' -> {
                    return length;
                }
                default -> {}
            }
        }
        return LONGEST;
    }
}
