package io.twokeys.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * {@code /odoo status} as Slack sends it, each with a trigger of its own and therefore signed anew. What all of one second
 * have in common is hashed once a second, so that signing costs the driver about a microsecond. For one thread.
 */
final class SignedCommands {
    static final String SECRET = "8f742231b10e8888abcd99yyyzzz85a5";

    private static final String COMMON = "token=&team_id=T1&team_domain=example&channel_id=C1&channel_name=ops"
            + "&user_name=n&command=%2Fodoo&text=status&api_app_id=A1&is_enterprise_install=false"
            + "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
            + "&user_id=U";
    private static final int PEOPLE = 64;

    private final String series;
    private final Mac mac;
    /** What every command of this second begins with, hashed already. */
    private Mac begun;

    private String head = "";
    private long second = -1;
    private long count;

    /** @param series four characters that no other source of commands uses */
    SignedCommands(String series) {
        if (series.length() != 4) throw new IllegalArgumentException(series);
        this.series = series;
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
            begun = mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The next command, ready to be sent. */
    ByteBuffer next() {
        long now = System.currentTimeMillis() / 1000;
        if (now != second) begin(now);
        String own = own(count++);
        String signature;
        try {
            Mac mine = (Mac) begun.clone();
            signature = HexFormat.of().formatHex(mine.doFinal(own.getBytes(US_ASCII)));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
        return ByteBuffer.wrap((head + signature + "\r\n\r\n" + COMMON + own).getBytes(US_ASCII));
    }

    private void begin(long now) {
        second = now;
        mac.update(("v0:" + now + ":" + COMMON).getBytes(US_ASCII));
        try {
            begun = (Mac) mac.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
        mac.reset();
        head = "POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                + "Content-Length: " + (COMMON.length() + own(0).length()) + "\r\nX-Slack-Request-Timestamp: " + now
                + "\r\nX-Slack-Signature: v0=";
    }

    private String own(long n) {
        String user = Long.toString(PEOPLE + n % PEOPLE);
        String digits = Long.toString(1_000_000_000_000_000L + n);
        return user.substring(user.length() - 2) + "&trigger_id=" + series + digits.substring(1);
    }
}
