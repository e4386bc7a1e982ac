package io.twokeys.tail;

/** A kept log that grows at its end. */
public interface LogText {
    /** Bytes that are there now. */
    long length();

    /** The bytes from {@code from} on, {@code most} at the most; fewer only at the end. */
    byte[] read(long from, int most);
}
