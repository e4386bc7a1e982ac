package io.twokeys.chat.slack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.twokeys.chat.inbox.Inbox;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same endpoint over real HTTP, where connections are many and bodies come in pieces. */
class SlackRouteTest extends SlackFixture {
    /** Slack's three seconds, twice: test machines are slow. */
    private static final Duration PATIENCE = Duration.ofSeconds(6);

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private int port;

    @BeforeEach
    void open() {
        Router router = Router.router(vertx);
        new SlackEndpoint(settings, bolt, clock).register(router);
        HttpServer server = vertx.createHttpServer().requestHandler(router);
        port = server.listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    @AfterEach
    void shut() {
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private CompletableFuture<HttpResponse<String>> send(String signed, BodyPublisher body) {
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/slack/events"))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header(SlackSignature.TIMESTAMP, timestamp)
                .header(
                        SlackSignature.SIGNATURE,
                        new SlackSignature(SlackPeople.SECRET, clock).sign(signed.getBytes(UTF_8), timestamp))
                .POST(body)
                .build();
        return client.sendAsync(request, BodyHandlers.ofString());
    }

    private HttpResponse<String> send(String body) {
        return send(body, BodyPublishers.ofString(body)).join();
    }

    @Test
    void a_command_is_acknowledged_with_nothing_once_it_is_stored() {
        var answer = send(people.slash("U1", "C1", "status"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(stored()).isEqualTo(1);
        assertThat(send(people.slash("U1", "C1", "status") + "x", BodyPublishers.ofString("command=%2Fodoo"))
                        .join()
                        .statusCode())
                .as("another body than the one that was signed")
                .isEqualTo(401);
    }

    @Test
    void a_body_may_come_in_pieces_but_not_without_end() {
        String command = people.slash("U1", "C1", "status");
        var pieces = List.of(
                command.substring(0, 40).getBytes(UTF_8), command.substring(40).getBytes(UTF_8));
        assertThat(send(command, BodyPublishers.ofByteArrays(pieces)).join().statusCode())
                .isEqualTo(200);
        assertThat(stored()).isEqualTo(1);
        assertThat(send("x".repeat((1 << 20) + 1)).statusCode()).isEqualTo(413);
    }

    @Test
    void what_slack_never_sends_is_refused_and_not_stored() {
        assertThat(send("").statusCode()).isEqualTo(400);
        assertThat(send("command=%2Fodoo&trigger_id=%zz&user_id=U1&channel_id=C1")
                        .statusCode())
                .isEqualTo(400);
        assertThat(send("command=%2Fodoo&text=status").statusCode()).isEqualTo(400);
        assertThat(send("payload=%7Bnot-json").statusCode()).isIn(400, 503);
        assertThat(stored()).isZero();
    }

    @Test
    void a_certificate_check_is_answered() {
        assertThat(send("ssl_check=1&token=x").statusCode()).isEqualTo(200);
        assertThat(stored()).isZero();
    }

    @Test
    void while_the_database_hangs_people_are_told_in_time_and_no_connection_is_held_up() {
        send("{\"type\":\"url_verification\",\"challenge\":\"warm\"}");
        try (Handle other = jdbi.open()) {
            other.begin();
            other.execute("lock table arrival in access exclusive mode");
            long began = System.nanoTime();
            List<CompletableFuture<HttpResponse<String>>> commands = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                String command = people.slash("U" + i, "C1", "status");
                commands.add(send(command, BodyPublishers.ofString(command)));
            }
            assertThat(send("{\"type\":\"url_verification\",\"challenge\":\"c-42\"}")
                            .body())
                    .contains("c-42");
            assertThat(commands)
                    .allSatisfy(command -> assertThat(command.join().body()).contains("try again"));
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(PATIENCE);
            other.rollback();
        }
        await().until(() -> send(people.slash("U1", "C1", "status")).body().isEmpty());
    }

    @Test
    void an_event_that_was_not_recorded_is_not_acknowledged_so_that_slack_repeats_it() throws InterruptedException {
        Inbox shut = inbox;
        shut.stop();
        String vote = people.reaction("reaction_added", "U1", "x", "C1", "1.1").toString();
        assertThat(send(vote).statusCode()).isEqualTo(503);
        assertThat(send(people.slash("U1", "C1", "status")).body()).contains("try again");
    }

    @Test
    void sixty_four_connections_opened_at_once_are_all_served() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        long began = System.nanoTime();
        for (int i = 0; i < 64; i++) sockets.add(new Socket(InetAddress.getLoopbackAddress(), port));
        for (Socket socket : sockets) {
            socket.getOutputStream()
                    .write("POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                            .getBytes(UTF_8));
        }
        for (Socket socket : sockets) {
            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 401");
            socket.close();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(PATIENCE);
    }
}
