package io.twokeys.ssh;

/** Takes what a command prints, as it comes. */
public interface OutputSink {
    /** The first {@code length} bytes of {@code buffer}, which is used again afterwards: copy what you keep. */
    void take(byte[] buffer, int length);

    /** False ends the command's stream within a fraction of a second. Asked often, from another thread. */
    default boolean wanted() {
        return true;
    }
}
