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
    /** One a thread, since they keep state; to find one costs as much as a signature. */
    private final ThreadLocal<Mac> macs = ThreadLocal.withInitial(this::mac);

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
        if (timestamp == null || signature == null || !isNumber(timestamp)) {
            return false;
        }
        Duration off = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), clock.instant())
                .abs();
        return off.compareTo(TOLERANCE) <= 0
                && MessageDigest.isEqual(sign(body, timestamp).getBytes(UTF_8), signature.getBytes(UTF_8));
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() <= 12 && text.chars().allMatch(digit -> digit >= '0' && digit <= '9');
    }

    String sign(byte[] body, String timestamp) {
        Mac mac = macs.get();
        mac.update(("v0:" + timestamp + ":").getBytes(UTF_8));
        return "v0=" + HexFormat.of().formatHex(mac.doFinal(body));
    }

    private Mac mac() {
        try {
            Mac mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has HmacSHA256", impossible);
        }
    }
}
