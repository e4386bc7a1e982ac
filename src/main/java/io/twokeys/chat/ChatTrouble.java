package io.twokeys.chat;

import java.time.Duration;

/** A platform did not do what it was asked. */
public final class ChatTrouble extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What may be done about it. */
    public enum Kind {
        /** Wait for {@link #retryAfter()}, then the same again. */
        RATE_LIMITED,
        /** The platform is away or broken; the same again later. */
        UNAVAILABLE,
        /** The message, thread or channel is gone; a fresh root is needed. */
        GONE,
        /** It will never be accepted. */
        REFUSED
    }

    private final Kind kind;
    private final Duration retryAfter;

    public ChatTrouble(Kind kind, String message, Duration retryAfter) {
        super(message);
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    public Kind kind() {
        return kind;
    }

    public Duration retryAfter() {
        return retryAfter;
    }
}
