package io.twokeys.tail;

/** A kept log that grows at its end. */
public interface LogText {
    /** Bytes that are there now. */
    long length();

    /** The bytes from {@code from} on, {@code most} at the most; fewer only at the end. */
    byte[] read(long from, int most);

    /** Line ends from {@code from} up to {@code to}. */
    default long lines(long from, long to) {
        long lines = 0;
        long next = from;
        while (next < to) {
            byte[] bytes = read(next, (int) Math.min(1024 * 1024, to - next));
            if (bytes.length == 0) return lines;
            for (byte b : bytes) {
                if (b == '\n') lines++;
            }
            next += bytes.length;
        }
        return lines;
    }
}
