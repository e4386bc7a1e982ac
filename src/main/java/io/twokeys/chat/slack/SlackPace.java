package io.twokeys.chat.slack;

import io.twokeys.chat.Chat.Act;
import io.twokeys.chat.Pace;
import java.time.Duration;

/**
 * How fast Slack lets us speak (docs.slack.dev/apis/web-api/rate-limits), a tenth below it, so that a 429 stays rare: the burst
 * and what follows in the same minute together stay under the limit. Posts count by channel, everything else by workspace.
 */
final class SlackPace {
    private static final int BURST = 3;
    private static final Duration POST = Duration.ofMillis(1_100);

    private SlackPace() {}

    /** @param channel for {@link Act#TELL} the person */
    static Pace of(Act act, String channel) {
        return switch (act) {
            case POST, TELL -> new Pace("slack/chat.postMessage/" + channel, BURST, POST);
            case EDIT -> tier3("chat.update");
            case REACT -> tier3("reactions.add");
            // looks its thread up with conversations.replies, which is slower than the upload's own 100 a minute
            case ATTACH -> tier3("conversations.replies");
            case WHISPER -> tier4("chat.postEphemeral");
            case HOME -> tier4("views.publish");
        };
    }

    /** 50 a minute. */
    private static Pace tier3(String method) {
        return Pace.perMinute("slack/" + method, BURST, 42);
    }

    /** 100 a minute. */
    private static Pace tier4(String method) {
        return Pace.perMinute("slack/" + method, BURST, 87);
    }
}
