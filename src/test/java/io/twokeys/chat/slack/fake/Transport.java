package io.twokeys.chat.slack.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;

/** A road to the app. Every call waits for the acknowledgement, at most {@link #PATIENCE}. */
interface Transport {
    Duration PATIENCE = Duration.ofSeconds(3);

    Ack command(Map<String, String> form);

    /** @param payload {@code block_actions}, {@code view_submission}, {@code message_action}, {@code block_suggestion} */
    Ack interaction(JsonNode payload);

    /** @param retry 0 for the first try */
    Ack event(JsonNode envelope, int retry, String reason);
}
