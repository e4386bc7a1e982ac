package io.twokeys.chat.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.twokeys.chat.ChatEvent;
import io.twokeys.chat.ChatTrouble;
import io.twokeys.chat.ChatUser;
import io.twokeys.chat.FileSource;
import io.twokeys.chat.Inbox;
import io.twokeys.chat.InboxStore;
import io.twokeys.chat.Message;
import io.twokeys.chat.MessageRef;
import io.twokeys.chat.Place;
import io.twokeys.chat.Platform;
import io.twokeys.db.TestPostgres;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayOutputStream;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleTest {
    private static final Place SANDBOX = Place.channel(Platform.CONSOLE, "odoo-sandbox");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Jdbi jdbi = TestPostgres.fresh();
    private final InstantSource clock = () -> Instant.parse("2026-11-21T10:02:03Z");
    private final ConsoleStore store = new ConsoleStore(jdbi);
    private final ConsoleFeed feed = new ConsoleFeed(store, clock);
    private final Inbox inbox = new Inbox(new InboxStore(jdbi), clock);
    private final ConsoleChat chat = new ConsoleChat(store, feed, clock);
    private final List<ChatEvent> events = new CopyOnWriteArrayList<>();
    private final ConsoleResource console = new ConsoleResource(
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

    @Test
    void a_command_is_stored_and_in_the_inbox_before_it_is_answered() throws IOException {
        String id = accepted(console.say(body("""
                {"as":"operator","channel":"odoo-sandbox","thread":null,"text":"/odoo plan sale_custom"}""")));
        say("viewer", "good morning");
        String reply = accepted(console.say(body("""
                {"as":"operator","channel":"odoo-sandbox","thread":"%s","text":"and @twokeys: status"}""".formatted(id))));
        awaitEvents(2);
        assertThat(events)
                .containsExactly(
                        new ChatEvent.CommandIssued("message-" + id, user("operator"), SANDBOX, "plan sale_custom"),
                        new ChatEvent.CommandIssued(
                                "message-" + reply,
                                user("operator"),
                                new Place(Platform.CONSOLE, "odoo-sandbox", id),
                                "status"));
        JsonNode all = messages("");
        assertThat(all.findValuesAsText("kind")).containsExactly("said", "said", "said");
        assertThat(all.get(0).get("thread").isNull()).isTrue();
        assertThat(all.get(2).get("thread").asText()).isEqualTo(id);
    }

    @Test
    void a_card_reads_as_plain_text_and_as_fields() throws IOException {
        MessageRef ref = chat.post(SANDBOX, card(), "UP-1");
        JsonNode shown = messages("").get(0);
        assertThat(shown.get("id").asText()).isEqualTo(ref.id());
        assertThat(shown.get("text").asText()).isEqualTo("""
                Upgrade sale_custom
                asked by @operator at 2026-11-21 10:02:03Z, see the plan
                from: 19.0.1.0
                to: 19.0.1.1
                Gates
                ✔ backup is fresh (4 min old)
                ✘ disk has room
                <b>not markup</b>
                digest ab12""");
        assertThat(shown.get("fields").toString()).isEqualTo("{\"from\":\"19.0.1.0\",\"to\":\"19.0.1.1\"}");
        assertThat(shown.get("kind").asText()).isEqualTo("plan");
        assertThat(shown.get("author").asText()).isEqualTo("twokeys");
        assertThat(shown.get("buttons").get(0).get("id").asText()).isEqualTo("start:UP-1");
        assertThat(shown.at("/parts/0/spans/5/message").asText()).isEqualTo("UP-1");
    }

    private static Message card() {
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

    @Test
    void posting_a_key_again_finds_the_message_that_is_there() throws IOException {
        MessageRef first = chat.post(SANDBOX, card(), "UP-1");
        assertThat(chat.post(SANDBOX, card(), "UP-1")).isEqualTo(first);
        assertThat(messages("")).hasSize(1);
    }

    @Test
    void polling_with_the_last_seen_id_shows_what_is_new_and_what_changed() throws IOException {
        MessageRef plan = chat.post(SANDBOX, card(), "UP-1");
        String seen = say("viewer", "hm");
        assertThat(messages(seen)).isEmpty();
        chat.edit(plan, Message.of(Message.Kind.PLAN, "Upgrade sale_custom, started"));
        String news = say("viewer", "oh");
        JsonNode since = messages(seen);
        assertThat(since.findValuesAsText("id")).containsExactly(plan.id(), news);
        assertThat(since.get(0).get("edited").asBoolean()).isTrue();
        assertThat(messages(since.get(1).get("change").asText())).isEmpty();
        assertThat(news).isGreaterThan(seen);
    }

    @Test
    void reactions_are_toggled_counted_without_the_bot_and_told_once() throws IOException {
        MessageRef card = chat.post(SANDBOX, card(), "RB-1");
        chat.react(card, "✅");
        assertThat(messages("").get(0).get("reactions").toString()).isEqualTo("[{\"emoji\":\"✅\",\"by\":[]}]");
        react("manager-1", card.id(), "👍🏽", true);
        react("manager-1", card.id(), "✅", true);
        react("manager-1", card.id(), "✅", true);
        react("manager-2", card.id(), "✅", true);
        assertThat(chat.reactions(card))
                .isEqualTo(
                        Map.of("✅", List.of(user("manager-1"), user("manager-2")), "👍", List.of(user("manager-1"))));
        react("manager-1", card.id(), "✅", false);
        awaitEvents(4);
        assertThat(events).filteredOn(ChatEvent.ReactionAdded.class::isInstance).hasSize(3);
        assertThat(events)
                .filteredOn(ChatEvent.ReactionRemoved.class::isInstance)
                .hasSize(1);
        assertThat(chat.reactions(card).get("✅")).containsExactly(user("manager-2"));
    }

    @Test
    void a_button_counts_only_where_it_is_and_while_it_is_enabled() throws IOException {
        MessageRef card = chat.post(SANDBOX, card(), "UP-1");
        String press =
                "{\"as\":\"operator\",\"message\":\"" + card.id() + "\",\"button\":\"%s\",\"input\":{\"why\":\"x\"}}";
        accepted(console.press(body(press.formatted("start:UP-1"))));
        awaitEvents(1);
        assertThat(events.getFirst()).isInstanceOfSatisfying(ChatEvent.ButtonPressed.class, pressed -> {
            assertThat(pressed.message()).isEqualTo(card);
            assertThat(pressed.button()).isEqualTo("start:UP-1");
            assertThat(pressed.input()).isEqualTo(Map.of("why", "x"));
        });
        refused(console.press(body(press.formatted("cancel:UP-1"))), 409, "the button Cancel is disabled");
        refused(console.press(body(press.formatted("drop"))), 404, "has no button drop");
    }

    @Test
    void a_whisper_is_marked_and_hidden_from_others() throws IOException {
        chat.whisper(SANDBOX, user("viewer"), Message.of(Message.Kind.REFUSAL, "You may not upgrade here"));
        assertThat(messages("").get(0).get("to").asText()).isEqualTo("viewer");
        assertThat(entity(console.messages("odoo-sandbox", null, "operator"))).isEmpty();
        assertThat(entity(console.messages("odoo-sandbox", null, "viewer"))).hasSize(1);
        String id = messages("").get(0).get("id").asText();
        refused(
                console.react(body("{\"as\":\"operator\",\"message\":\"" + id + "\",\"emoji\":\"✅\"}")),
                404,
                "there is no message");
    }

    @Test
    void an_attached_file_can_be_downloaded() throws IOException {
        MessageRef card = chat.post(SANDBOX, card(), "UP-1");
        chat.attach(card, new Message.File("up grade.log", "log:UP-1"));
        chat.attach(card, new Message.File("up grade.log", "log:UP-1"));
        JsonNode files = messages("").get(0).get("files");
        assertThat(files).hasSize(1);
        assertThat(files.get(0).get("url").asText()).isEqualTo("/console/api/files/" + card.id() + "/0/up%20grade.log");
        var out = new ByteArrayOutputStream();
        Response response = console.file(card.id(), "0", "up grade.log");
        ((StreamingOutput) response.getEntity()).write(out);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("the log of log:UP-1");
        refused(console.file(card.id(), "1", "up grade.log"), 404, "there is no file");
        refused(console.file(card.id(), "0", "passwd"), 404, "there is no file");
    }

    @Test
    void a_message_that_does_not_exist_is_gone_for_the_outbox() {
        var ref = new MessageRef(Platform.CONSOLE, "odoo-sandbox", "1");
        var other = new MessageRef(Platform.CONSOLE, "odoo-sandbox", "C12");
        for (MessageRef missing : List.of(ref, other)) {
            assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(
                                    ChatTrouble.class, () -> chat.edit(missing, card()))
                            .kind())
                    .isEqualTo(ChatTrouble.Kind.GONE);
        }
    }

    @Test
    void a_watcher_sees_messages_and_their_changes_in_order() {
        List<String> seen = new CopyOnWriteArrayList<>();
        MessageRef plan = chat.post(SANDBOX, card(), "UP-1");
        feed.since("0").subscribe().with(item -> {
            if (item instanceof ConsoleFeed.Item.Changed(var message)) {
                seen.add(message.text().lines().findFirst().orElse(""));
            }
        });
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> seen.size() == 1);
        chat.edit(plan, Message.of(Message.Kind.PLAN, "started"));
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> seen.size() == 2);
        chat.post(SANDBOX, Message.of(Message.Kind.VERDICT, "failed"), "UP-1/verdict");
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> seen.size() == 3);
        assertThat(seen).containsExactly("Upgrade sale_custom", "started", "failed");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"as":"mallory","channel":"odoo-sandbox","text":"x"}              | 400 | nobody here is called mallory; known are operator
            {"channel":"odoo-sandbox","text":"x"}                             | 400 | nobody here is called null
            {"as":"operator","channel":"ops","text":"x"}                      | 404 | there is no channel ops; there are odoo-sandbox
            {"as":"operator","channel":"odoo-sandbox","thread":"9","text":"x"}| 404 | there is no message 9
            {"as":"operator","channel":"odoo-sandbox","text":"  "}            | 400 | nothing to say
            {"as":"operator","chanel":"odoo-sandbox","text":"x"}              | 400 | the JSON does not fit at chanel
            {"as":{},"channel":"odoo-sandbox","text":"x"}                     | 400 | the JSON does not fit at as
            {"as":"operator",                                                 | 400 | not JSON
            null                                                              | 400 | must be an object
            []                                                                | 400 | the JSON does not fit
            """)
    void a_bad_request_is_answered_with_a_sentence(String json, int status, String error) {
        refused(console.say(body(json)), status, error);
    }

    @Test
    void a_text_may_be_four_thousand_characters_long() {
        String request = "{\"as\":\"operator\",\"channel\":\"odoo-sandbox\",\"text\":\"%s\"}";
        accepted(console.say(body(request.formatted("x".repeat(4000)))));
        refused(console.say(body(request.formatted("x".repeat(4001)))), 400, "4001 characters; at most 4000");
    }

    @ParameterizedTest
    @CsvSource({"yes", "<b>", "''", "✅✅✅✅✅✅✅✅✅✅✅", "a✅", "7"})
    void only_an_emoji_is_a_reaction(String emoji) {
        MessageRef card = chat.post(SANDBOX, card(), "UP-1");
        refused(
                console.react(body("{\"as\":\"operator\",\"message\":" + card.id() + ",\"emoji\":\"" + emoji + "\"}")),
                400,
                "emoji");
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", delimiter = '|', textBlock = """
            /odoo upgrade sale_custom  | upgrade sale_custom
            /odoo                      | ''
            /odoofoo                   | -
            hello                      | -
            hey @twokeys, help me      | help me
            mail@twokeys.io            | -
            """)
    void who_speaks_to_the_bot(String text, String command) {
        assertThat(ConsoleEvents.command(text)).isEqualTo(Optional.ofNullable(command));
    }

    private void awaitEvents(int count) {
        inbox.start(events::add);
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> events.size() >= count);
    }

    private String say(String as, String text) {
        return accepted(
                console.say(body("{\"as\":\"" + as + "\",\"channel\":\"odoo-sandbox\",\"text\":\"" + text + "\"}")));
    }

    private void react(String as, String message, String emoji, boolean add) {
        accepted(console.react(body(
                "{\"as\":\"%s\",\"message\":\"%s\",\"emoji\":\"%s\",\"add\":%s}".formatted(as, message, emoji, add))));
    }

    private JsonNode messages(String after) throws IOException {
        return entity(console.messages("odoo-sandbox", after, null));
    }

    private static JsonNode entity(Response response) throws IOException {
        assertThat(response.getStatus()).isEqualTo(200);
        return JSON.readTree(JSON.writeValueAsBytes(response.getEntity()));
    }

    private static String accepted(Response response) {
        assertThat(response.getStatus()).as("%s", response.getEntity()).isEqualTo(202);
        return String.valueOf(((Map<?, ?>) response.getEntity()).get("id"));
    }

    private static void refused(Response response, int status, String error) {
        assertThat(response.getEntity().toString()).contains(error);
        assertThat(response.getStatus()).isEqualTo(status);
    }

    private static ChatUser user(String id) {
        return new ChatUser(Platform.CONSOLE, id);
    }

    private static byte[] body(String json) {
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
