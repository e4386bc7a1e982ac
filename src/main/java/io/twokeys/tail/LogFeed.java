package io.twokeys.tail;

/**
 * From a host's log to what may be kept: cuts lines, masks them, and says which bytes of the host's log they were. What
 * comes out depends on the bytes alone, not on how they arrived. One log, one thread.
 */
public final class LogFeed {

    /**
     * Some whole lines, masked.
     *
     * @param from where they begin in the host's log, in bytes
     * @param to where they end there, and reading resumes
     * @param text the masked lines; no secret is in them
     */
    public record Piece(long from, long to, byte[] text, int lines) {
        public boolean isEmpty() {
            return from == to;
        }
    }

    private final Redactor redactor = new Redactor();
    private final LineSplitter splitter;
    private final Bytes text = new Bytes();
    private long from;
    private int lines;

    /** @param offset of the first byte to come, in the host's log */
    public LogFeed(long offset) {
        splitter = new LineSplitter(offset);
        from = offset;
    }

    /** The lines that the first {@code length} bytes of {@code buffer} completed; perhaps none. */
    public Piece feed(byte[] buffer, int length) {
        splitter.feed(buffer, 0, length, this::line);
        return piece();
    }

    /** The last line, if it had no line end. */
    public Piece end() {
        splitter.end(this::line);
        return piece();
    }

    private void line(byte[] buffer, int start, int end) {
        redactor.redact(buffer, start, end, text);
        lines++;
    }

    private Piece piece() {
        Piece piece = new Piece(from, splitter.resumeAt(), text.takeAll(), lines);
        from = splitter.resumeAt();
        lines = 0;
        return piece;
    }
}
