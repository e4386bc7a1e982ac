package io.twokeys.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What the stack itself can do: a bare endpoint that verifies the signature and acknowledges, and with a database one that
 * inserts each command first, in a transaction of its own or all that wait together.
 */
final class VertxPeer extends AbstractVerticle {
    private static final int CONNECTIONS = 16;

    private final int port;
    private final Mac mac;
    private final @Nullable Table table;

    private VertxPeer(int port, @Nullable Table table) {
        this.port = port;
        this.table = table;
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SignedCommands.SECRET.getBytes(UTF_8), "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Port, and for those that store: address, user and password of a database, and {@code together}. */
    public static void main(String[] arguments) throws SQLException {
        int port = Integer.parseInt(arguments[0]);
        Table table = switch (arguments.length) {
            case 1 -> null;
            case 4 -> new EachAlone(arguments[1], arguments[2], arguments[3]);
            default -> new Together(arguments[1], arguments[2], arguments[3]);
        };
        int loops = VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE;
        Vertx.vertx().deployVerticle(() -> new VertxPeer(port, table), new DeploymentOptions().setInstances(loops));
    }

    @Override
    public void start() {
        vertx.createHttpServer(new HttpServerOptions().setAcceptBacklog(4096))
                .requestHandler(request -> request.body().onSuccess(body -> received(request, body)))
                .listen(port, "127.0.0.1");
    }

    private void received(HttpServerRequest request, Buffer body) {
        if (!genuine(request, body.getBytes())) {
            request.response().setStatusCode(401).end();
            return;
        }
        Table into = table;
        if (into == null) {
            request.response().end();
            return;
        }
        String text = body.toString();
        var context = vertx.getOrCreateContext();
        into.insert(text, () -> context.runOnContext(now -> request.response().end()));
    }

    private boolean genuine(HttpServerRequest request, byte[] body) {
        String timestamp = request.getHeader("X-Slack-Request-Timestamp");
        String signature = request.getHeader("X-Slack-Signature");
        if (timestamp == null || signature == null) return false;
        if (Math.abs(System.currentTimeMillis() / 1000 - Long.parseLong(timestamp)) > 300) return false;
        mac.update(("v0:" + timestamp + ":").getBytes(UTF_8));
        String expected = "v0=" + HexFormat.of().formatHex(mac.doFinal(body));
        return MessageDigest.isEqual(expected.getBytes(UTF_8), signature.getBytes(UTF_8));
    }

    private interface Table {
        void insert(String body, Runnable committed);
    }

    private static String id(String body) {
        return body.substring(body.indexOf("&trigger_id=") + 12);
    }

    /** One INSERT a command, each a transaction. */
    private static final class EachAlone implements Table {
        private final BlockingQueue<PreparedStatement> statements = new ArrayBlockingQueue<>(CONNECTIONS);
        private final ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);

        EachAlone(String url, String user, String password) throws SQLException {
            for (int i = 0; i < CONNECTIONS; i++) {
                Connection connection = DriverManager.getConnection(url, user, password);
                statements.add(connection.prepareStatement(
                        "insert into event (id, body, at) values (?, ?, now()) on conflict do nothing"));
            }
        }

        @Override
        public void insert(String body, Runnable committed) {
            threads.execute(() -> {
                try {
                    PreparedStatement statement = statements.take();
                    statement.setString(1, id(body));
                    statement.setString(2, body);
                    statement.executeUpdate();
                    statements.add(statement);
                    committed.run();
                } catch (SQLException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
        }
    }

    /** One INSERT for all that wait, over one connection. */
    private static final class Together implements Table {
        private final BlockingQueue<Map.Entry<String, Runnable>> waiting = new LinkedBlockingQueue<>();
        private final Connection connection;

        Together(String url, String user, String password) throws SQLException {
            connection = DriverManager.getConnection(url, user, password);
            Thread.ofPlatform().daemon().start(this::write);
        }

        @Override
        public void insert(String body, Runnable committed) {
            waiting.add(Map.entry(body, committed));
        }

        private void write() {
            try (PreparedStatement statement = connection.prepareStatement(
                    "insert into event (id, body, at) select id, body, now() from unnest(?, ?) as come (id, body)")) {
                while (true) {
                    List<Map.Entry<String, Runnable>> batch = new ArrayList<>(List.of(waiting.take()));
                    waiting.drainTo(batch);
                    String[] bodies = batch.stream().map(Map.Entry::getKey).toArray(String[]::new);
                    String[] ids = Arrays.stream(bodies).map(VertxPeer::id).toArray(String[]::new);
                    statement.setArray(1, connection.createArrayOf("text", ids));
                    statement.setArray(2, connection.createArrayOf("text", bodies));
                    statement.executeUpdate();
                    batch.forEach(one -> one.getValue().run());
                }
            } catch (SQLException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
