package io.twokeys.tail;

import java.util.Arrays;

/** Bytes that grow; without the lock of its cousin in the JDK. */
final class Bytes {
    private byte[] array = new byte[80 * 1024];
    private int length;

    void add(byte[] from, int start, int end) {
        int more = end - start;
        if (length + more > array.length) array = Arrays.copyOf(array, Math.max(array.length * 2, length + more));
        System.arraycopy(from, start, array, length, more);
        length += more;
    }

    int length() {
        return length;
    }

    byte[] takeAll() {
        byte[] all = Arrays.copyOf(array, length);
        length = 0;
        return all;
    }
}
