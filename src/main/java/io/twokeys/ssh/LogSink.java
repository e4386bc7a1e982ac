package io.twokeys.ssh;

/** Takes the log of a remote job, every byte once and in order. */
public interface LogSink {
    /**
     * The next piece of the log.
     *
     * @param offset where in the log the piece begins, in bytes
     * @param buffer holds the piece in its first {@code length} bytes (64 KiB at most) and is used again afterwards
     */
    void take(long offset, byte[] buffer, int length);

    /** False ends the following within a fraction of a second; the job runs on. Asked often, from another thread. */
    default boolean wanted() {
        return true;
    }
}
