package io.twokeys.chat.slack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request comes from Slack: HMAC-SHA256 over {@code v0:timestamp:body}, the raw body, compared in constant time, at
 * most five minutes old or ahead (docs.slack.dev/authentication/verifying-requests-from-slack).
 */
public final class SlackSignature {
    static final String SIGNATURE = "X-Slack-Signature";
    static final String TIMESTAMP = "X-Slack-Request-Timestamp";

    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private final SecretKeySpec key;
    private final InstantSource clock;

    /** @throws IllegalArgumentException if there is no secret: then nothing could be told from a forgery */
    public SlackSignature(String secret, InstantSource clock) {
        if (secret.isBlank()) {
            throw new IllegalArgumentException("Slack over HTTP needs a signing secret: set SLACK_SIGNING_SECRET");
        }
        this.key = new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256");
        this.clock = clock;
    }

    /** @param signature the header as sent, null if there is none; so the timestamp */
    public boolean matches(byte[] body, @Nullable String timestamp, @Nullable String signature) {
        if (timestamp == null || signature == null || !timestamp.matches("[0-9]{1,12}")) {
            return false;
        }
        Duration off = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), clock.instant())
                .abs();
        return off.compareTo(TOLERANCE) <= 0
                && MessageDigest.isEqual(sign(body, timestamp).getBytes(UTF_8), signature.getBytes(UTF_8));
    }

    String sign(byte[] body, String timestamp) {
        try {
            Mac mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            mac.update(("v0:" + timestamp + ":").getBytes(UTF_8));
            return "v0=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has HmacSHA256", impossible);
        }
    }
}
