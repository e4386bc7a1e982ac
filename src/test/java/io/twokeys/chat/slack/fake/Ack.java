package io.twokeys.chat.slack.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;

/**
 * How the app answered.
 *
 * @param status of HTTP; over a socket 200 for an acknowledgement; 0 for none
 * @param trouble as {@code X-Slack-Retry-Reason} names it; empty if it was acknowledged in time
 * @param noRetry the app asked not to be asked again
 */
public record Ack(int status, String body, Duration took, String trouble, boolean noRetry) {
    static Ack none(String trouble, Duration took) {
        return new Ack(0, "", took, trouble, false);
    }

    public boolean ok() {
        return trouble.isEmpty();
    }

    /** The body as JSON; missing where it is none. */
    public JsonNode json() {
        return body.stripLeading().startsWith("{") ? FakeSlack.read(body) : MissingNode.getInstance();
    }

    /** The words that the answer says to the person; empty for none. */
    public String words() {
        JsonNode json = json();
        return json.isMissingNode() ? body : json.path("text").asText("");
    }
}
