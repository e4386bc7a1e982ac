package io.twokeys.chat.slack.fake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.twokeys.chat.SteppedClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The fake refuses what Slack refuses: without that, passing against it would prove nothing. */
class FakeSlackTest {
    private final SteppedClock clock = new SteppedClock();
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final List<Map<String, List<String>>> headers = new CopyOnWriteArrayList<>();
    private FakeSlack slack = FakeSlack.hasty(clock);
    private HttpServer app = door();
    private volatile Function<String, Integer> answer = body -> 200;
    private volatile String words = "";

    private HttpServer door() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/slack/events", exchange -> {
                String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
                received.add(body);
                headers.add(Map.copyOf(exchange.getRequestHeaders()));
                WebApi.reply(exchange, answer.apply(body), words);
            });
            server.start();
            return server;
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    @BeforeEach
    void deliver() {
        slack.deliversTo("http://127.0.0.1:" + app.getAddress().getPort() + "/slack/events");
    }

    @AfterEach
    void close() {
        slack.close();
        app.stop(0);
    }

    @Test
    void posts_live_in_channels_and_threads_and_are_edited() {
        String root = post("channel", "C1", "text", "root").path("ts").asText();
        post("channel", "C1", "text", "reply", "thread_ts", root, "reply_broadcast", "1");
        call("chat.update", "channel", "C1", "ts", root, "text", "changed", "blocks", "[]");
        Posted posted = slack.messages("C1").getFirst();
        assertThat(posted.text()).isEqualTo("changed");
        assertThat(slack.thread(posted)).hasSize(1).allMatch(Posted::broadcast);
        assertThat(error(post("channel", "C1", "text", "x", "thread_ts", "9.9")))
                .isEqualTo("thread_not_found");
        slack.deletes(posted);
        assertThat(error(call("chat.update", "channel", "C1", "ts", root, "text", "x")))
                .isEqualTo("message_not_found");
    }

    @Test
    void too_much_is_refused_as_slack_refuses_it() {
        String ts = post("channel", "C1", "text", "x".repeat(50_000)).path("ts").asText();
        assertThat(slack.messages("C1").getFirst().fallback()).hasSize(40_000);
        assertThat(error(call("chat.update", "channel", "C1", "ts", ts, "text", "x".repeat(4001))))
                .isEqualTo("msg_too_long");
        String divider = "{\"type\":\"divider\"}";
        assertThat(error(post("channel", "C1", "blocks", "[" + (divider + ",").repeat(50) + divider + "]")))
                .isEqualTo("invalid_blocks");
        assertThat(error(post("channel", "C1", "blocks", "[" + section("x".repeat(3001)) + "]")))
                .isEqualTo("invalid_blocks");
        String full = section("x".repeat(2700));
        assertThat(error(post("channel", "C1", "blocks", "[" + (full + ",").repeat(4) + full + "]")))
                .isEqualTo("msg_blocks_too_long");
        String same = "{\"type\":\"divider\",\"block_id\":\"a\"}";
        assertThat(error(post("channel", "C1", "blocks", "[" + same + "," + same + "]")))
                .isEqualTo("invalid_blocks");
        assertThat(error(post("channel", "C1"))).isEqualTo("no_text");
        assertThat(error(call("chat.shout", "channel", "C1"))).isEqualTo("unknown_method");
        assertThat(slack.unknownCalls()).containsExactly("chat.shout");
    }

    @Test
    void channels_that_are_closed_archived_or_not_there_are_not_written_to() {
        slack.channel("C8", "secret").with("U1").madePrivate();
        slack.channel("C9", "old").with("U1", FakeSlack.BOT).archived(true);
        slack.channel("C7", "public").with("U1");
        assertThat(error(post("channel", "C8", "text", "x"))).isEqualTo("channel_not_found");
        assertThat(error(post("channel", "C9", "text", "x"))).isEqualTo("is_archived");
        assertThat(error(post("channel", "C404", "text", "x"))).isEqualTo("channel_not_found");
        assertThat(post("channel", "C7", "text", "x").path("ok").asBoolean()).isTrue();
        slack.scopes().remove("chat:write.public");
        assertThat(error(post("channel", "C7", "text", "x"))).isEqualTo("not_in_channel");
        slack.scopes().remove("chat:write");
        assertThat(error(post("channel", "C1", "text", "x"))).isEqualTo("missing_scope");
        assertThat(post("channel", "U1", "text", "x").path("error").asText()).isEqualTo("missing_scope");
    }

    @Test
    void one_post_a_second_and_fifty_edits_a_minute_are_let_through() {
        slack.close();
        slack = new FakeSlack();
        List<Integer> posts = IntStream.range(0, 6)
                .mapToObj(i -> status("chat.postMessage", "channel", "C1", "text", "x"))
                .toList();
        assertThat(posts).startsWith(200, 200, 200, 200, 200).endsWith(429);
        assertThat(status("chat.postMessage", "channel", "C2", "text", "x")).isEqualTo(200);
        String ts = slack.messages("C1").getFirst().ts();
        List<Integer> edits = IntStream.range(0, 51)
                .mapToObj(i -> status("chat.update", "channel", "C1", "ts", ts, "text", "x"))
                .toList();
        assertThat(edits).filteredOn(status -> status == 200).hasSize(50);
        assertThat(slack.turnedAway()).containsExactly("chat.postMessage", "chat.update");
    }

    @Test
    void a_trigger_opens_one_modal_within_three_seconds() {
        slack.person("U1").types("C1", "status");
        String first = Call.form(received.getFirst()).getOrDefault("trigger_id", "");
        assertThat(error(open(first))).isEmpty();
        assertThat(slack.person("U1").modal().title()).isEqualTo("T");
        assertThat(error(open(first))).isEqualTo("exchanged_trigger_id");
        slack.person("U1").types("C1", "status");
        clock.advance(Duration.ofSeconds(4));
        assertThat(error(open(Call.form(received.getLast()).getOrDefault("trigger_id", ""))))
                .isEqualTo("expired_trigger_id");
    }

    @Test
    void a_response_url_answers_five_times() {
        slack.person("U1").types("C1", "status");
        String url = Call.form(received.getFirst()).getOrDefault("response_url", "");
        for (int i = 0; i < 5; i++)
            assertThat(send(url, "{\"text\":\"psst\"}").statusCode()).isEqualTo(200);
        assertThat(send(url, "{\"text\":\"psst\"}").body()).contains("used_url");
        assertThat(slack.person("U1").whispers())
                .hasSize(5)
                .allMatch(posted -> posted.text().equals("psst"));
    }

    @Test
    void events_are_signed_and_repeated_until_they_are_taken() {
        answer = body -> received.size() < 3 ? 500 : 200;
        slack.person("U1").mentions("C1", null, "help");
        await().until(() ->
                slack.deliveries().stream().filter(it -> it.ack().ok()).count() == 2);
        assertThat(headers)
                .allMatch(sent -> sent.containsKey("X-slack-signature"))
                .anyMatch(sent -> List.of("1").equals(sent.get("X-slack-retry-num"))
                        && List.of("http_error").equals(sent.get("X-slack-retry-reason")));
    }

    @Test
    void events_are_doubled_and_come_in_the_wrong_order_when_asked_for() {
        post("channel", "C1", "text", "card");
        slack.settles();
        received.clear();
        Posted card = slack.messages("C1").getFirst();
        slack.holdsEvents();
        slack.person("U1").reacts(card, "x");
        slack.person("U1").unreacts(card, "x");
        slack.doublesEvents(true);
        slack.person("U2").reacts(card, "+1");
        assertThat(received).isEmpty();
        slack.releasesEvents();
        await().until(() -> received.size() == 4);
        assertThat(received.stream().filter(body -> body.contains("\"U1\"")).toList())
                .first()
                .asString()
                .contains("reaction_removed");
    }

    @Test
    void a_press_needs_the_button_and_a_form_needs_what_is_required() {
        post("channel", "C1", "text", "t", "blocks", "[" + button("a:1", "Go") + "]");
        Posted card = slack.messages("C1").getFirst();
        Posted.Button go = card.button("Go").orElseThrow();
        assertThat(slack.person("U1").presses(card, "Go").ok()).isTrue();
        call("chat.update", "channel", "C1", "ts", card.ts(), "text", "done");
        assertThat(card.buttons()).isEmpty();
        assertThat(slack.person("U1").presses(card, go).ok()).isTrue();
        slack.person("U1").types("C1", "upgrade");
        open(Call.form(received.getLast()).getOrDefault("trigger_id", ""));
        Modal modal = slack.person("U1").modal();
        assertThat(modal.submit().errors()).containsEntry("Why", "Please complete");
        words = "{\"response_action\":\"errors\",\"errors\":{\"why\":\"no\"}}";
        assertThat(modal.fill("Why", "so").submit().errors()).containsEntry("Why", "no");
        words = "";
        assertThat(modal.submit().closed()).isTrue();
    }

    @Test
    void whoever_is_late_is_shown_slacks_own_complaint() {
        answer = body -> {
            Sockets.pause(Duration.ofMillis(3200));
            return 200;
        };
        assertThat(slack.person("U1").types("C1", "status").trouble()).isEqualTo("http_timeout");
        assertThat(slack.person("U1").whispers().getFirst().text()).contains("http_timeout");
    }

    private JsonNode open(String trigger) {
        return call(
                "views.open",
                "trigger_id",
                trigger,
                "view",
                "{\"type\":\"modal\",\"title\":{\"type\":\"plain_text\",\"text\":\"T\"},\"submit\":{\"type\":\"plain_text\","
                        + "\"text\":\"S\"},\"blocks\":[{\"type\":\"input\",\"block_id\":\"why\",\"label\":{\"type\":\"plain_text\","
                        + "\"text\":\"Why\"},\"element\":{\"type\":\"plain_text_input\",\"action_id\":\"why\"}}]}");
    }

    private static String section(String text) {
        return "{\"type\":\"section\",\"text\":{\"type\":\"mrkdwn\",\"text\":\"" + text + "\"}}";
    }

    private static String button(String id, String label) {
        return "{\"type\":\"actions\",\"elements\":[{\"type\":\"button\",\"action_id\":\"" + id + "\",\"value\":\"" + id
                + "\",\"text\":{\"type\":\"plain_text\",\"text\":\"" + label + "\"}}]}";
    }

    private JsonNode post(String... arguments) {
        return call("chat.postMessage", arguments);
    }

    private JsonNode call(String method, String... arguments) {
        return FakeSlack.read(sent(method, arguments).body());
    }

    private int status(String method, String... arguments) {
        return sent(method, arguments).statusCode();
    }

    private static String error(JsonNode answer) {
        return answer.path("error").asText("");
    }

    private HttpResponse<String> sent(String method, String... arguments) {
        String form = IntStream.range(0, arguments.length / 2)
                .mapToObj(i -> arguments[2 * i] + "=" + URLEncoder.encode(arguments[2 * i + 1], UTF_8))
                .collect(Collectors.joining("&"));
        return send(slack.address() + "/api/" + method, form);
    }

    private HttpResponse<String> send(String url, String body) {
        try {
            return http.send(
                    HttpRequest.newBuilder(URI.create(url))
                            .header("Authorization", "Bearer " + FakeSlack.TOKEN)
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException broken) {
            throw new AssertionError(broken);
        }
    }
}
