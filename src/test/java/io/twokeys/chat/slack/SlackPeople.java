package io.twokeys.chat.slack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twokeys.chat.slack.fake.FakeSlack;
import io.vertx.core.MultiMap;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** What people do in Slack, sent as Slack sends it: signed, within three seconds, events again when they were not taken. */
final class SlackPeople {
    static final String SECRET = FakeSlack.SECRET;
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int RETRIES = 3;

    private final SlackEndpoint endpoint;
    private final InstantSource clock;
    private int count;

    SlackPeople(SlackEndpoint endpoint, InstantSource clock) {
        this.endpoint = endpoint;
        this.clock = clock;
    }

    Response types(String user, String channel, String text) {
        return send(slash(user, channel, text), Map.of());
    }

    String slash(String user, String channel, String text) {
        return "token=&team_id=T1&team_domain=t&channel_id=" + channel + "&channel_name=c&user_id=" + user
                + "&user_name=n&command=%2Fodoo&text=" + URLEncoder.encode(text, UTF_8)
                + "&response_url=https%3A%2F%2Fhooks.slack.com%2Fx&trigger_id=trigger-" + ++count + "&api_app_id=A1";
    }

    Response presses(String user, String channel, String ts, String button) {
        ObjectNode payload = FakeSlack.JSON
                .createObjectNode()
                .put("type", "block_actions")
                .put("trigger_id", "trigger-" + ++count)
                .put("api_app_id", "A1");
        payload.putObject("user").put("id", user);
        payload.putObject("team").put("id", "T1");
        payload.putObject("container")
                .put("type", "message")
                .put("message_ts", ts)
                .put("channel_id", channel);
        payload.putObject("channel").put("id", channel);
        payload.putArray("actions")
                .addObject()
                .put("type", "button")
                .put("action_id", button)
                .put("block_id", "b")
                .put("value", button)
                .put("action_ts", "1.1");
        return send("payload=" + URLEncoder.encode(payload.toString(), UTF_8), Map.of());
    }

    /** @param type {@code reaction_added} or {@code reaction_removed} */
    ObjectNode reaction(String type, String user, String name, String channel, String ts) {
        ObjectNode event = event(type).put("user", user).put("reaction", name).put("event_ts", "1.1");
        event.putObject("item").put("type", "message").put("channel", channel).put("ts", ts);
        return envelope(event);
    }

    /** @param thread null in the channel */
    ObjectNode mention(String user, String channel, String thread, String text) {
        ObjectNode event =
                event("app_mention").put("user", user).put("channel", channel).put("text", text);
        event.put("ts", "1.2").put("event_ts", "1.2");
        if (!thread.isEmpty()) event.put("thread_ts", thread);
        return envelope(event);
    }

    static ObjectNode event(String type) {
        return FakeSlack.JSON.createObjectNode().put("type", type);
    }

    ObjectNode envelope(ObjectNode event) {
        ObjectNode envelope = FakeSlack.JSON
                .createObjectNode()
                .put("token", "")
                .put("team_id", "T1")
                .put("api_app_id", "A1")
                .put("type", "event_callback")
                .put("event_id", "Ev" + ++count)
                .put("event_time", 123);
        envelope.set("event", event);
        envelope.putArray("authorizations")
                .addObject()
                .put("team_id", "T1")
                .put("user_id", FakeSlack.BOT)
                .put("is_bot", true);
        return envelope;
    }

    /** Until it is taken, three times more at most. */
    Response happens(ObjectNode envelope) {
        Response answer = send(envelope.toString(), Map.of());
        for (int retry = 1; retry <= RETRIES && answer.getStatus() != 200; retry++) {
            answer = send(
                    envelope.toString(),
                    Map.of("X-Slack-Retry-Num", Integer.toString(retry), "X-Slack-Retry-Reason", "http_error"));
        }
        return answer;
    }

    Response send(String body, Map<String, String> more) {
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        String signature = new SlackSignature(SECRET, clock).sign(body.getBytes(UTF_8), timestamp);
        Map<String, String> headers = new HashMap<>(more);
        headers.putIfAbsent(
                "Content-Type", body.startsWith("{") ? "application/json" : "application/x-www-form-urlencoded");
        headers.putIfAbsent(SlackSignature.TIMESTAMP, timestamp);
        headers.putIfAbsent(SlackSignature.SIGNATURE, signature);
        long began = System.nanoTime();
        SlackEndpoint.Answer answer = endpoint.answer(body.getBytes(UTF_8), headers(headers))
                .toCompletableFuture()
                .join();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(PATIENCE);
        return Response.status(answer.status())
                .type(answer.type())
                .entity(answer.body())
                .build();
    }

    private static MultiMap headers(Map<String, String> sent) {
        return MultiMap.caseInsensitiveMultiMap().addAll(sent);
    }
}
