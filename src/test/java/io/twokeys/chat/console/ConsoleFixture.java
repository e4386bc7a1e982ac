package io.twokeys.chat.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.twokeys.chat.ChatEvent;
import io.twokeys.chat.ChatUser;
import io.twokeys.chat.FileSource;
import io.twokeys.chat.Message;
import io.twokeys.chat.MessageRef;
import io.twokeys.chat.Place;
import io.twokeys.chat.Platform;
import io.twokeys.chat.inbox.Inbox;
import io.twokeys.chat.inbox.InboxStore;
import io.twokeys.db.TestPostgres;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;

/** A console on a database of its own, and the words to talk to it. */
abstract class ConsoleFixture {
    static final Place SANDBOX = Place.channel(Platform.CONSOLE, "odoo-sandbox");
    static final ObjectMapper JSON = new ObjectMapper();

    final Jdbi jdbi = TestPostgres.fresh();
    final InstantSource clock = () -> Instant.parse("2026-11-21T10:02:03Z");
    final ConsoleStore store = new ConsoleStore(jdbi);
    final ConsoleFeed feed = new ConsoleFeed(store, clock);
    final Inbox inbox = new Inbox(new InboxStore(jdbi), clock);
    final ConsoleChat chat = new ConsoleChat(store, feed, new Roster(), clock);
    final List<ChatEvent> events = new CopyOnWriteArrayList<>();
    final ConsoleResource console = new ConsoleResource(
            new ConsoleEvents(store, feed, new Roster(), inbox, clock),
            store,
            feed,
            new ConsoleJson(key -> Optional.of(new MessageRef(Platform.CONSOLE, "odoo-sandbox", key))),
            new Roster(),
            new OneLog());

    @AfterEach
    void stop() throws InterruptedException {
        feed.stop();
        inbox.stop();
    }

    static Message card() {
        return Message.of(
                        Message.Kind.PLAN,
                        "Upgrade sale_custom",
                        Message.Text.of(
                                "asked by ",
                                new Message.Span.Mention(user("operator"), "operator"),
                                " at ",
                                Instant.parse("2026-11-21T10:02:03Z"),
                                ", see ",
                                new Message.Span.Jump("UP-1", "the plan")),
                        Message.Fields.of(new Message.Field("from", "19.0.1.0"), new Message.Field("to", "19.0.1.1")),
                        new Message.Checklist(
                                "Gates",
                                List.of(
                                        new Message.Item(Message.Mark.DONE, "backup is fresh", "4 min old"),
                                        new Message.Item(Message.Mark.FAILED, "disk has room", ""))),
                        new Message.Preformatted("<b>not markup</b>"),
                        Message.Context.of("digest ", new Message.Span.Code("ab12")))
                .withButtons(
                        Message.Button.of("start:UP-1", "Start", Message.Style.PRIMARY),
                        new Message.Button("cancel:UP-1", "Cancel", Message.Style.PLAIN, false, ""));
    }

    void awaitEvents(int count) {
        inbox.start(events::add);
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> events.size() >= count);
    }

    String say(String as, String text) {
        return accepted(
                console.say(body("{\"as\":\"" + as + "\",\"channel\":\"odoo-sandbox\",\"text\":\"" + text + "\"}")));
    }

    void react(String as, String message, String emoji, boolean add) {
        accepted(console.react(body(
                "{\"as\":\"%s\",\"message\":\"%s\",\"emoji\":\"%s\",\"add\":%s}".formatted(as, message, emoji, add))));
    }

    JsonNode messages(String after) throws IOException {
        return entity(console.messages("odoo-sandbox", after, null));
    }

    static JsonNode entity(Response response) throws IOException {
        assertThat(response.getStatus()).isEqualTo(200);
        return JSON.readTree(JSON.writeValueAsBytes(response.getEntity()));
    }

    static String accepted(Response response) {
        assertThat(response.getStatus()).as("%s", response.getEntity()).isEqualTo(202);
        return String.valueOf(((Map<?, ?>) response.getEntity()).get("id"));
    }

    static void refused(Response response, int status, String error) {
        assertThat(response.getEntity().toString()).contains(error);
        assertThat(response.getStatus()).isEqualTo(status);
    }

    static ChatUser user(String id) {
        return new ChatUser(Platform.CONSOLE, id);
    }

    static byte[] body(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private static final class Roster implements ConsoleRoster {
        @Override
        public List<ConsolePerson> people() {
            return List.of(
                    new ConsolePerson("operator", "Olga", "operator"),
                    new ConsolePerson("manager-1", "Maya", "approver"),
                    new ConsolePerson("manager-2", "Milan", "approver"),
                    new ConsolePerson("viewer", "Vera", "viewer"));
        }

        @Override
        public List<ConsoleChannel> channels() {
            return List.of(new ConsoleChannel("odoo-sandbox", "the sandbox"));
        }
    }

    private static final class OneLog implements FileSource {
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
