package io.twokeys.chat.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.java_websocket.WebSocket;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;

/** The gateway half: HELLO, IDENTIFY, RESUME, heartbeats, and every event to every session that asked for its kind. */
final class DiscordGate implements DiscordWorld.Emitter {
    private final DiscordWorld world;
    private final List<GateSession> sessions = new ArrayList<>();
    private Listening server;
    private int port;
    int identifies;
    int resumes;
    int connects;
    boolean answersHeartbeats = true;
    /** Close code for whoever identifies next and after; 0 for none. */
    int refusal;

    int allowedIntents = ~Intents.PRIVILEGED;
    /** How often each event is delivered. */
    int copies = 1;
    /** Events to hold back until as many are there, and to deliver last first. */
    int shuffle;

    private final Deque<Runnable> held = new ArrayDeque<>();

    DiscordGate(DiscordWorld world) {
        this.world = world;
        server = new Listening(0);
        port = server.open();
    }

    String address() {
        return "ws://127.0.0.1:" + port + "/";
    }

    /** Nobody listens any more; connections break. */
    void goAway() {
        server.shut();
    }

    void comeBack() {
        server = new Listening(port);
        port = server.open();
    }

    @Override
    public void emit(String type, int intent, JsonNode payload) {
        synchronized (world) {
            for (GateSession session : sessions) {
                if (!session.wants(intent)) continue;
                ObjectNode event = session.event(type, session.seen(type, payload, world.application));
                deliver(() -> {
                    for (int copy = 0; copy < copies; copy++) session.send(event);
                });
            }
        }
    }

    private void deliver(Runnable event) {
        held.addFirst(event);
        if (held.size() < shuffle) return;
        held.forEach(Runnable::run);
        held.clear();
    }

    /** Op 7: please come again, your session is kept. */
    void askToReconnect() {
        toAll(Shapes.object().put("op", 7).putNull("d"));
    }

    /** Op 9: your session is gone, or with {@code resumable} only interrupted. */
    void invalidate(boolean resumable) {
        synchronized (world) {
            toAll(Shapes.object().put("op", 9).put("d", resumable));
            if (!resumable) sessions.clear();
        }
    }

    void close(int code) {
        synchronized (world) {
            for (GateSession session : List.copyOf(sessions)) {
                WebSocket open = session.socket;
                if (open != null) open.close(code, "as the test wants");
                session.socket = null;
            }
            if (code == 4004 || code >= 4010) sessions.clear();
        }
    }

    int connected() {
        synchronized (world) {
            return (int) sessions.stream()
                    .filter(session -> session.socket != null && session.socket.isOpen())
                    .count();
        }
    }

    private void toAll(ObjectNode frame) {
        synchronized (world) {
            sessions.forEach(session -> session.send(frame));
        }
    }

    private void received(WebSocket socket, JsonNode frame) {
        synchronized (world) {
            switch (frame.path("op").asInt(-1)) {
                case 1 -> heartbeat(socket);
                case 2 -> identify(socket, frame.path("d"));
                case 6 -> resume(socket, frame.path("d"));
                case 3, 4, 8 -> {}
                default -> socket.close(4001, "Unknown opcode");
            }
        }
    }

    private void heartbeat(WebSocket socket) {
        if (answersHeartbeats) socket.send("{\"op\":11}");
    }

    private void identify(WebSocket socket, JsonNode data) {
        identifies++;
        int intents = data.path("intents").asInt();
        if (refusal != 0) {
            socket.close(refusal, "as the test wants");
        } else if (!data.path("token").asText().equals(world.token)) {
            socket.close(4004, "Authentication failed");
        } else if ((intents & ~allowedIntents) != 0) {
            socket.close(4014, "Disallowed intent(s)");
        } else {
            GateSession session = new GateSession("session-" + world.snowflake(), intents, socket);
            sessions.add(session);
            session.send(session.event("READY", ready(session)));
            if (session.wants(Intents.GUILDS)) session.send(session.event("GUILD_CREATE", Shapes.guild(world)));
        }
    }

    private ObjectNode ready(GateSession session) {
        ObjectNode node = Shapes.object()
                .put("v", 10)
                .put("session_id", session.id)
                .put("session_type", "normal")
                .put("resume_gateway_url", address());
        node.set("user", Shapes.user(world.members.get(world.application)));
        node.putArray("guilds").addObject().put("id", world.guild).put("unavailable", true);
        node.putArray("private_channels");
        node.putObject("application").put("id", world.application).put("flags", 0);
        return node;
    }

    private void resume(WebSocket socket, JsonNode data) {
        resumes++;
        Optional<GateSession> known = sessions.stream()
                .filter(session -> session.id.equals(data.path("session_id").asText()))
                .findFirst();
        if (!data.path("token").asText().equals(world.token)) {
            socket.close(4004, "Authentication failed");
        } else if (known.isEmpty()) {
            socket.send("{\"op\":9,\"d\":false}");
        } else {
            known.get().socket = socket;
            known.get().replay(data.path("seq").asInt());
        }
    }

    /** The port while somebody listens at it. */
    private final class Listening extends WebSocketServer {
        private final CountDownLatch started = new CountDownLatch(1);

        Listening(int port) {
            super(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 2);
            setReuseAddr(true);
            setConnectionLostTimeout(0);
        }

        int open() {
            start();
            try {
                if (!started.await(10, TimeUnit.SECONDS)) throw new IllegalStateException("the gateway did not start");
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
            return getPort();
        }

        void shut() {
            try {
                stop(500);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void onStart() {
            started.countDown();
        }

        @Override
        public void onOpen(WebSocket socket, ClientHandshake handshake) {
            synchronized (world) {
                connects++;
            }
            socket.send("{\"op\":10,\"d\":{\"heartbeat_interval\":41250}}");
        }

        @Override
        public void onMessage(WebSocket socket, String text) {
            received(socket, DiscordWorld.read(text));
        }

        @Override
        public void onClose(WebSocket socket, int code, String reason, boolean remote) {
            synchronized (world) {
                // A client that closes with 1000 or 1001 gives its session up.
                sessions.removeIf(session -> session.socket == socket && remote && (code == 1000 || code == 1001));
                sessions.stream().filter(session -> session.socket == socket).forEach(session -> session.socket = null);
            }
        }

        @Override
        public void onError(WebSocket socket, Exception broken) {}
    }
}
