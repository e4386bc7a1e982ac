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
import java.util.HexFormat;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What the stack itself can do: a bare endpoint that verifies the signature and acknowledges, and with a database one that
 * inserts each command in a transaction of its own first.
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

    /** Port, and for the one that stores: address, user and password of a database. */
    public static void main(String[] arguments) throws SQLException {
        int port = Integer.parseInt(arguments[0]);
        Table table = arguments.length > 1 ? new Table(arguments[1], arguments[2], arguments[3]) : null;
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

    /** One INSERT a command, each a transaction. */
    private static final class Table {
        private final BlockingQueue<PreparedStatement> statements = new ArrayBlockingQueue<>(CONNECTIONS);
        private final ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);

        Table(String url, String user, String password) throws SQLException {
            for (int i = 0; i < CONNECTIONS; i++) {
                Connection connection = DriverManager.getConnection(url, user, password);
                statements.add(connection.prepareStatement(
                        "insert into event (id, body, at) values (?, ?, now()) on conflict do nothing"));
            }
        }

        void insert(String body, Runnable committed) {
            threads.execute(() -> {
                try {
                    PreparedStatement statement = statements.take();
                    statement.setString(1, body.substring(body.indexOf("&trigger_id=") + 12));
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
}
