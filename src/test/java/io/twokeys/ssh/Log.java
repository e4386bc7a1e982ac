package io.twokeys.ssh;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Keeps a job's log and insists that it comes without a gap. */
final class Log implements RemoteJobs.LogSink {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final long from;
    private volatile int size;
    private volatile boolean wanted = true;

    Log() {
        this(0);
    }

    Log(long from) {
        this.from = from;
    }

    @Override
    public void take(long offset, byte[] buffer, int length) {
        if (offset != from + bytes.size()) throw new AssertionError("a gap or a double at " + offset);
        bytes.write(buffer, 0, length);
        size = bytes.size();
    }

    @Override
    public boolean wanted() {
        return wanted;
    }

    void enough() {
        wanted = false;
    }

    int size() {
        return size;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
