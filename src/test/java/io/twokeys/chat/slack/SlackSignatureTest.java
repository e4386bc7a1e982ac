package io.twokeys.chat.slack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class SlackSignatureTest {
    /** Slack's own example: docs.slack.dev/authentication/verifying-requests-from-slack. */
    private static final String SECRET = "8f742231b10e8888abcd99yyyzzz85a5";

    private static final byte[] BODY =
            ("token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
                            + "&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
                            + "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F"
                            + "96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c")
                    .getBytes(UTF_8);
    private static final String TIMESTAMP = "1531420618";
    private static final String SIGNED = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";

    @Test
    void slacks_own_example_is_genuine() {
        assertThat(at(1531420618).matches(BODY, TIMESTAMP, SIGNED)).isTrue();
    }

    @Test
    void another_body_or_secret_is_not() {
        assertThat(at(1531420618).matches("text=rm".getBytes(UTF_8), TIMESTAMP, SIGNED))
                .isFalse();
        String forged = new SlackSignature("---", InstantSource.system()).sign(BODY, TIMESTAMP);
        assertThat(at(1531420618).matches(BODY, TIMESTAMP, forged)).isFalse();
    }

    @Test
    void a_replay_after_five_minutes_is_refused() {
        assertThat(at(1531420618 + 300).matches(BODY, TIMESTAMP, SIGNED)).isTrue();
        assertThat(at(1531420618 + 301).matches(BODY, TIMESTAMP, SIGNED)).isFalse();
    }

    @Test
    void a_timestamp_from_the_future_is_refused() {
        assertThat(at(1531420618 - 301).matches(BODY, TIMESTAMP, SIGNED)).isFalse();
    }

    @Test
    void missing_and_mangled_headers_are_refused() {
        assertThat(at(1531420618).matches(BODY, null, SIGNED)).isFalse();
        assertThat(at(1531420618).matches(BODY, TIMESTAMP, null)).isFalse();
        assertThat(at(1531420618).matches(BODY, "-1", SIGNED)).isFalse();
        assertThat(at(1531420618).matches(BODY, "9".repeat(40), SIGNED)).isFalse();
        assertThat(at(1531420618).matches(BODY, TIMESTAMP, SIGNED.substring(3))).isFalse();
    }

    @Test
    void without_a_secret_there_is_no_verifier() {
        assertThatThrownBy(() -> new SlackSignature(" ", InstantSource.system()))
                .hasMessageContaining("SLACK_SIGNING_SECRET");
    }

    private static SlackSignature at(long epochSecond) {
        return new SlackSignature(SECRET, () -> Instant.ofEpochSecond(epochSecond));
    }
}
