package io.twokeys.chat.slack.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.java_websocket.WebSocket;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;

/**
 * The far end of Socket Mode (docs.slack.dev/apis/events-api/using-socket-mode): at most ten sockets, each payload goes to one of
 * them at random, and is acknowledged by its envelope's id.
 */
public final class Sockets extends WebSocketServer implements Transport {
    private static final int MOST = 10;

    private final Map<String, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final Set<WebSocket> greeted = ConcurrentHashMap.newKeySet();
    private final CountDownLatch up = new CountDownLatch(1);
    private final Duration warning;
    private volatile int opened;
    private int count;

    /** @param warning how long a socket lives on after it was told to reconnect */
    Sockets(Duration warning) {
        super(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        this.warning = warning;
        setDaemon(true);
        setReuseAddr(true);
        start();
        try {
            if (!up.await(10, TimeUnit.SECONDS)) throw new IllegalStateException("the socket server does not start");
        } catch (InterruptedException stopping) {
            throw new IllegalStateException(stopping);
        }
    }

    String url() {
        return "ws://127.0.0.1:" + getPort() + "/link/?ticket=" + nextId();
    }

    /** How many are open and were greeted. */
    public int open() {
        return greeted.size();
    }

    /** How many were ever opened. */
    public int opened() {
        return opened;
    }

    private synchronized String nextId() {
        return "envelope-" + ++count;
    }

    /** Tells every socket to reconnect, and closes it a little later. */
    public void refresh() {
        disconnect("refresh_requested");
    }

    /** Socket Mode was switched off. */
    public void disable() {
        disconnect("link_disabled");
    }

    private void disconnect(String reason) {
        for (WebSocket socket : List.copyOf(greeted)) {
            socket.send("{\"type\":\"disconnect\",\"reason\":\"" + reason + "\",\"debug_info\":{\"host\":\"fake\"}}");
            Thread.ofVirtual().start(() -> {
                pause(warning);
                socket.close(1000, reason);
            });
        }
    }

    /** Every socket breaks, without a word. */
    public void drop() {
        List.copyOf(greeted).forEach(socket -> socket.closeConnection(1006, "broken"));
    }

    static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Ack command(Map<String, String> form) {
        ObjectNode payload = FakeSlack.JSON.createObjectNode();
        form.forEach(payload::put);
        return send(envelope("slash_commands", payload, true));
    }

    @Override
    public Ack interaction(JsonNode payload) {
        return send(envelope("interactive", payload, true));
    }

    @Override
    public Ack event(JsonNode envelope, int retry, String reason) {
        return send(envelope("events_api", envelope, false)
                .put("retry_attempt", retry)
                .put("retry_reason", retry == 0 ? "" : reason));
    }

    private ObjectNode envelope(String type, JsonNode payload, boolean answers) {
        ObjectNode envelope = FakeSlack.JSON
                .createObjectNode()
                .put("type", type)
                .put("envelope_id", nextId())
                .put("accepts_response_payload", answers);
        envelope.set("payload", payload);
        return envelope;
    }

    private Ack send(ObjectNode envelope) {
        List<WebSocket> open = new ArrayList<>(greeted);
        long began = System.nanoTime();
        if (open.isEmpty()) return Ack.none("connection_failed", Duration.ZERO);
        String id = envelope.path("envelope_id").asText();
        CompletableFuture<JsonNode> ack = new CompletableFuture<>();
        waiting.put(id, ack);
        try {
            open.get(ThreadLocalRandom.current().nextInt(open.size())).send(envelope.toString());
            JsonNode payload =
                    ack.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).path("payload");
            String body = payload.isTextual() ? payload.asText() : payload.isObject() ? payload.toString() : "";
            return new Ack(200, body, since(began), "", false);
        } catch (TimeoutException late) {
            return Ack.none("timeout", since(began));
        } catch (ExecutionException | RuntimeException broken) {
            return Ack.none("connection_failed", since(began));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return Ack.none("unknown_error", since(began));
        } finally {
            waiting.remove(id);
        }
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    @Override
    public void onOpen(WebSocket socket, ClientHandshake handshake) {
        if (greeted.size() >= MOST) {
            socket.send("{\"type\":\"disconnect\",\"reason\":\"too_many_websockets\"}");
            socket.close();
            return;
        }
        opened++;
        socket.send("{\"type\":\"hello\",\"num_connections\":" + (greeted.size() + 1)
                + ",\"debug_info\":{\"host\":\"fake\",\"approximate_connection_time\":3600},"
                + "\"connection_info\":{\"app_id\":\"" + FakeSlack.APP + "\"}}");
        greeted.add(socket);
    }

    @Override
    public void onMessage(WebSocket socket, String message) {
        JsonNode node = FakeSlack.read(message);
        CompletableFuture<JsonNode> ack = waiting.get(node.path("envelope_id").asText());
        if (ack != null) ack.complete(node);
    }

    @Override
    public void onClose(WebSocket socket, int code, String reason, boolean remote) {
        greeted.remove(socket);
    }

    @Override
    public void onError(WebSocket socket, Exception problem) {}

    @Override
    public void onStart() {
        up.countDown();
    }
}
