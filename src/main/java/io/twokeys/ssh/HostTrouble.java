package io.twokeys.ssh;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A host, or the way to it, does not do what it should. The message is the sentence that a person reads. */
public final class HostTrouble extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What kind of trouble, for those who decide whether to try again. */
    public enum Kind {
        /** No SSH server answers at the address. */
        UNREACHABLE,
        /** The host's key is in no line of the known_hosts file. */
        HOST_KEY_UNKNOWN,
        /** The known_hosts file names another key: a new machine, or somebody in between. */
        HOST_KEY_CHANGED,
        /** The host does not let this account in with this key. */
        AUTHENTICATION_REFUSED,
        /** sudo asks for a password or does not allow the command. */
        SUDO_REFUSED,
        /** The connection broke. {@link HostTrouble#maybeRan} tells whether the command may have run. */
        CONNECTION_LOST,
        /** The command did not end within its limit. It may still be running. */
        TIMED_OUT,
        /** The command printed more than is kept. */
        OUTPUT_TOO_LARGE,
        /** The host has no room left. */
        DISK_FULL,
        /** The host has no such command. */
        COMMAND_NOT_FOUND,
        /** The command ended with another status than 0. */
        COMMAND_FAILED;

        /** Whether waiting may help: the connection or the host is away, nothing was refused. */
        public boolean passes() {
            return this == UNREACHABLE || this == CONNECTION_LOST || this == TIMED_OUT;
        }
    }

    private final Kind kind;
    private final boolean maybeRan;

    HostTrouble(Kind kind, String message) {
        this(kind, message, false, null);
    }

    HostTrouble(Kind kind, String message, boolean maybeRan, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.maybeRan = maybeRan;
    }

    static HostTrouble lost(Object host, boolean sent, @Nullable Throwable cause) {
        String ran = sent
                ? "the command was sent and may have run; look at the host before it is sent again"
                : "the command was not sent";
        return new HostTrouble(
                Kind.CONNECTION_LOST,
                host + ": the connection was lost (" + reason(cause) + "); " + ran + ".",
                sent,
                cause);
    }

    /** The innermost message of {@code cause}, or its name. */
    static String reason(@Nullable Throwable cause) {
        if (cause == null) return "closed by the host";
        Throwable root = cause;
        while (root.getCause() != null) root = root.getCause();
        String message = root.getMessage();
        return message == null || message.isBlank() ? root.getClass().getSimpleName() : message;
    }

    /** Always there: what, where, and the next move. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    public Kind kind() {
        return kind;
    }

    /** Whether the command may have run on the host, wholly or in part. */
    public boolean maybeRan() {
        return maybeRan;
    }
}
