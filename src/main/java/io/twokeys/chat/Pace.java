package io.twokeys.chat;

import java.time.Duration;

/**
 * A limit of a platform: a bucket of tokens that all replicas share.
 *
 * @param bucket what shares the tokens: {@code slack/chat.update}, {@code slack/chat.postMessage/C0123456789}
 * @param burst how many may go at once
 * @param every one more token after this long
 */
public record Pace(String bucket, int burst, Duration every) {
    public Pace {
        if (burst < 1) throw new IllegalArgumentException("a bucket holds at least one token, not " + burst);
        if (every.isNegative() || every.isZero()) throw new IllegalArgumentException("not a pace: one every " + every);
    }

    public static Pace perMinute(String bucket, int burst, int tokens) {
        return new Pace(bucket, burst, Duration.ofMinutes(1).dividedBy(tokens));
    }
}
