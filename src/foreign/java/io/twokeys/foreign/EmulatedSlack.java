package io.twokeys.foreign;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A Slack of npm's {@code emulate}. Its Web API is not ours; it knows no slash commands and no signatures, so what people do is
 * delivered from here, signed as Slack signs.
 */
public final class EmulatedSlack implements AutoCloseable {
    public static final String SECRET = "8f742231b10e8888abcd99yyyzzz85a5";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final NodeScript script;
    private final JsonNode started;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private String requests = "";
    private int count;

    private EmulatedSlack(NodeScript script) {
        this.script = script;
        this.started = script.saw("started");
    }

    public static EmulatedSlack start(int port) {
        return new EmulatedSlack(NodeScript.start("emulate.mjs", Map.of("PORT", Integer.toString(port))));
    }

    public String api() {
        return started.path("url").asText();
    }

    public String channel() {
        return started.path("channel").asText();
    }

    public String account(String person) {
        return started.path("people").path(person).asText();
    }

    public void deliversTo(String url) {
        requests = url;
    }

    public void types(String person, String text) {
        deliver(
                "application/x-www-form-urlencoded",
                form(Map.of(
                        "command",
                        "/odoo",
                        "text",
                        text,
                        "channel_id",
                        channel(),
                        "user_id",
                        account(person),
                        "team_id",
                        "T000000001",
                        "trigger_id",
                        "trigger-" + ++count,
                        "response_url",
                        api() + "none")));
    }

    /** @param value how the button's value begins */
    public void presses(String person, JsonNode message, String value) {
        JsonNode button = message.path("blocks").findParents("value").stream()
                .filter(node -> node.path("value").asText().startsWith(value))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no button " + value + " on " + message));
        ObjectNode payload =
                JSON.createObjectNode().put("type", "block_actions").put("trigger_id", "trigger-" + ++count);
        payload.putObject("user").put("id", account(person));
        payload.putObject("team").put("id", "T000000001");
        payload.putObject("channel").put("id", channel());
        payload.putObject("container")
                .put("type", "message")
                .put("message_ts", message.path("ts").asText())
                .put("channel_id", channel());
        payload.putArray("actions")
                .addObject()
                .put("type", "button")
                .put("action_id", button.path("action_id").asText())
                .put("block_id", "b")
                .put("value", button.path("value").asText())
                .put("action_ts", "1.1");
        deliver("application/x-www-form-urlencoded", form(Map.of("payload", payload.toString())));
    }

    /** Really there, and told. */
    public void reacts(String person, JsonNode message, String name) {
        String ts = message.path("ts").asText();
        call("xoxp-" + person, "reactions.add", Map.of("channel", channel(), "timestamp", ts, "name", name));
        ObjectNode envelope = JSON.createObjectNode()
                .put("token", "")
                .put("team_id", "T000000001")
                .put("api_app_id", "A1")
                .put("type", "event_callback")
                .put("event_id", "Ev" + ++count)
                .put("event_time", 1);
        ObjectNode event = envelope.putObject("event")
                .put("type", "reaction_added")
                .put("user", account(person))
                .put("reaction", name)
                .put("event_ts", "1.1");
        event.putObject("item").put("type", "message").put("channel", channel()).put("ts", ts);
        envelope.putArray("authorizations")
                .addObject()
                .put("team_id", "T000000001")
                .put("user_id", account("twokeys"))
                .put("is_bot", true);
        deliver("application/json", envelope.toString());
    }

    public List<JsonNode> messages() {
        return list(call("xoxb-test", "conversations.history", Map.of("channel", channel(), "limit", "100")));
    }

    public List<JsonNode> replies(JsonNode root) {
        String ts = root.path("ts").asText();
        return list(call("xoxb-test", "conversations.replies", Map.of("channel", channel(), "ts", ts, "limit", "200")));
    }

    private static List<JsonNode> list(JsonNode answer) {
        List<JsonNode> messages = new ArrayList<>();
        answer.path("messages").forEach(messages::add);
        return messages;
    }

    private JsonNode call(String token, String method, Map<String, String> arguments) {
        return send(HttpRequest.newBuilder(URI.create(api() + method))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form(arguments)))
                .build());
    }

    private void deliver(String type, String body) {
        String timestamp = Long.toString(System.currentTimeMillis() / 1000);
        send(HttpRequest.newBuilder(URI.create(requests))
                .header("Content-Type", type)
                .header("X-Slack-Request-Timestamp", timestamp)
                .header("X-Slack-Signature", signature(timestamp, body))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private static String signature(String timestamp, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
            return "v0=" + HexFormat.of().formatHex(mac.doFinal(("v0:" + timestamp + ":" + body).getBytes(UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private JsonNode send(HttpRequest request) {
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200)
                throw new AssertionError(request + ": " + answer.statusCode() + answer.body());
            return answer.body().startsWith("{") ? JSON.readTree(answer.body()) : JSON.createObjectNode();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopping);
        }
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }

    @Override
    public void close() {
        script.close();
    }
}
