package io.twokeys.chat.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.java_websocket.WebSocket;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;

/** The far end of Socket Mode: greets, sends envelopes to one of its sockets, remembers which were acknowledged. */
final class FakeSocket extends WebSocketServer implements AutoCloseable {
    final List<String> acknowledged = new CopyOnWriteArrayList<>();
    private final CountDownLatch up = new CountDownLatch(1);
    private int count;

    FakeSocket() throws InterruptedException {
        super(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        setDaemon(true);
        start();
        if (!up.await(10, TimeUnit.SECONDS)) throw new IllegalStateException("the socket server does not start");
    }

    String url() {
        return "ws://127.0.0.1:" + getPort() + "/link";
    }

    /** @param type {@code slash_commands}, {@code interactive} or {@code events_api} */
    String send(String type, JsonNode payload) {
        String id = "envelope-" + ++count;
        ObjectNode envelope = FakeSlack.JSON
                .createObjectNode()
                .put("type", type)
                .put("envelope_id", id)
                .put("accepts_response_payload", !type.equals("events_api"));
        envelope.set("payload", payload);
        getConnections().iterator().next().send(envelope.toString());
        return id;
    }

    @Override
    public void onOpen(WebSocket socket, ClientHandshake handshake) {
        socket.send("{\"type\":\"hello\",\"num_connections\":1,\"connection_info\":{\"app_id\":\"A1\"}}");
    }

    @Override
    public void onMessage(WebSocket socket, String message) {
        JsonNode node = FakeSlack.read(message);
        if (node.has("envelope_id")) acknowledged.add(node.get("envelope_id").asText());
    }

    @Override
    public void onClose(WebSocket socket, int code, String reason, boolean remote) {}

    @Override
    public void onError(WebSocket socket, Exception problem) {}

    @Override
    public void onStart() {
        up.countDown();
    }

    @Override
    public void close() throws InterruptedException {
        stop(1000);
    }
}
