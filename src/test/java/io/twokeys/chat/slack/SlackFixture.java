package io.twokeys.chat.slack;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.twokeys.chat.ChatEvent;
import io.twokeys.chat.FileSource;
import io.twokeys.chat.inbox.Inbox;
import io.twokeys.chat.inbox.InboxStore;
import io.twokeys.chat.outbox.Outbox;
import io.twokeys.chat.outbox.OutboxStore;
import io.twokeys.chat.slack.fake.FakeSlack;
import io.twokeys.db.TestPostgres;
import io.vertx.core.MultiMap;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** Slack as a fake server, everything of ours as it is in production, on a database of its own. */
abstract class SlackFixture {
    /** The real one: Bolt's own second look at a signature asks the machine for the time. */
    final InstantSource clock = InstantSource.system();

    final FakeSlack slack = FakeSlack.hasty(clock);
    final Jdbi jdbi = TestPostgres.fresh();
    final SlackSettings settings = new SlackSettings(
            Optional.of(FakeSlack.TOKEN),
            Optional.of(SlackPeople.SECRET),
            Optional.of("xapp-test"),
            slack.address(),
            true);
    final SlackCalls calls = new SlackCalls(settings);
    final Inbox inbox = new Inbox(new InboxStore(jdbi), clock);
    final OutboxStore outboxStore = new OutboxStore(jdbi);
    final Outbox outbox = new Outbox(outboxStore, clock);
    final SlackChat chat = new SlackChat(calls, new SlackFiles(calls, new OneLog()), outbox);
    final FakeMenu menu = new FakeMenu();
    final SlackBolt bolt = new SlackBolt(settings, calls, new SlackForms(calls, menu), inbox);
    final SlackEndpoint endpoint = new SlackEndpoint(settings, bolt, clock);
    final SlackPeople people = new SlackPeople(endpoint, clock);
    private final List<SlackSocket> sockets = new CopyOnWriteArrayList<>();
    private @Nullable HttpServer door;
    final List<ChatEvent> events = new CopyOnWriteArrayList<>();

    /** From now on Slack sends what people do over HTTP. */
    void overHttp() throws IOException {
        HttpServer opened = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 128);
        opened.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        opened.createContext("/slack/events", this::knock);
        opened.start();
        door = opened;
        slack.deliversTo("http://127.0.0.1:" + opened.getAddress().getPort() + "/slack/events");
    }

    /** From now on Slack sends what people do to a socket of ours. */
    SlackSocket overSocket() {
        SlackSocket socket = new SlackSocket(settings, calls, bolt);
        int before = slack.sockets().open();
        socket.start();
        sockets.add(socket);
        Awaitility.await()
                .atMost(Duration.ofSeconds(15))
                .until(() ->
                        socket.line().equals("connected") && slack.sockets().open() > before);
        slack.deliversOverSockets();
        return socket;
    }

    private void knock(HttpExchange exchange) throws IOException {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        exchange.getRequestHeaders().forEach(headers::add);
        var answer = endpoint.answer(exchange.getRequestBody().readAllBytes(), headers)
                .toCompletableFuture()
                .join();
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.type());
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (door != null) door.stop(0);
        sockets.forEach(SlackSocket::stop);
        inbox.stop();
        slack.close();
    }

    void awaitEvents(int count) {
        inbox.start(events::add);
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> events.size() >= count);
    }

    /** Events that are committed, whether they are in the inbox yet or not. */
    int stored() {
        return jdbi.withHandle(h -> h.createQuery("""
                        select (select count(*) from inbox)
                            + (select coalesce(sum(cardinality(event_id)), 0) from arrival)
                        """).mapTo(Integer.class).one());
    }

    static final class OneLog implements FileSource {
        @Override
        public long size(String source) {
            return source.equals("log:UP-1") ? 19 : -1;
        }

        @Override
        public void copyTo(String source, OutputStream out) throws IOException {
            out.write(("the log of " + source).getBytes(StandardCharsets.UTF_8));
        }
    }
}
