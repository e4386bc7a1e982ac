package io.twokeys.chat.slack.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.handshake.ServerHandshake;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The far end of Socket Mode keeps to Slack's rules. */
class SocketsTest {
    private final FakeSlack slack = FakeSlack.hasty(Clock.systemUTC()).deliversOverSockets();
    private final List<Client> clients = new ArrayList<>();

    private static final class Client extends WebSocketClient {
        private final List<JsonNode> heard = new CopyOnWriteArrayList<>();
        private boolean answers = true;

        Client(String url) {
            super(URI.create(url));
        }

        long heard(String type) {
            return heard.stream()
                    .filter(node -> node.path("type").asText().equals(type))
                    .count();
        }

        @Override
        public void onOpen(ServerHandshake handshake) {}

        @Override
        public void onMessage(String message) {
            JsonNode node = FakeSlack.read(message);
            heard.add(node);
            if (answers && node.has("envelope_id"))
                send("{\"envelope_id\":\"" + node.path("envelope_id").asText() + "\"}");
        }

        @Override
        public void onClose(int code, String reason, boolean remote) {}

        @Override
        public void onError(Exception problem) {}
    }

    private Client client() throws InterruptedException {
        Client client = new Client(slack.sockets().url());
        clients.add(client);
        client.connectBlocking();
        await().until(() -> !client.heard.isEmpty());
        return client;
    }

    @AfterEach
    void close() {
        clients.forEach(WebSocketClient::close);
        slack.close();
    }

    @Test
    void ten_sockets_are_greeted_and_an_eleventh_is_not() throws InterruptedException {
        for (int i = 0; i < 10; i++) assertThat(client().heard("hello")).isEqualTo(1);
        Client eleventh = client();
        assertThat(eleventh.heard.getFirst().path("reason").asText()).isEqualTo("too_many_websockets");
        assertThat(slack.sockets().open()).isEqualTo(10);
    }

    @Test
    void each_payload_goes_to_one_socket_and_over_time_to_all() throws InterruptedException {
        Client one = client();
        Client two = client();
        IntStream.range(0, 40)
                .forEach(
                        i -> assertThat(slack.person("U1").types("C1", "status").ok())
                                .isTrue());
        assertThat(one.heard("slash_commands") + two.heard("slash_commands")).isEqualTo(40);
        assertThat(one.heard("slash_commands")).isBetween(1L, 39L);
    }

    @Test
    void an_event_that_nobody_acknowledges_is_told_again_and_a_command_is_not() throws InterruptedException {
        Client mute = client();
        mute.answers = false;
        assertThat(slack.person("U1").types("C1", "status").trouble()).isEqualTo("timeout");
        slack.person("U1").opensHome();
        await().until(() -> mute.heard("events_api") == 1);
        mute.answers = true;
        await().until(() -> slack.deliveries().stream().anyMatch(it -> it.ack().ok()));
        assertThat(mute.heard.getLast().path("retry_attempt").asInt()).isEqualTo(1);
        assertThat(mute.heard("slash_commands")).isEqualTo(1);
    }
}
