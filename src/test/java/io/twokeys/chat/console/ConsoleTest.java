package io.twokeys.chat.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.twokeys.chat.ChatEvent;
import io.twokeys.chat.ChatTrouble;
import io.twokeys.chat.Message;
import io.twokeys.chat.MessageRef;
import io.twokeys.chat.Place;
import io.twokeys.chat.Platform;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ConsoleTest extends ConsoleFixture {
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
        MessageRef ref = chat.post(SANDBOX, card(), "UP-1", false);
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

    @Test
    void posting_a_key_again_finds_the_message_that_is_there() throws IOException {
        MessageRef first = chat.post(SANDBOX, card(), "UP-1", false);
        assertThat(chat.post(SANDBOX, card(), "UP-1", false)).isEqualTo(first);
        assertThat(messages("")).hasSize(1);
    }

    @Test
    void polling_with_the_last_seen_id_shows_what_is_new_and_what_changed() throws IOException {
        MessageRef plan = chat.post(SANDBOX, card(), "UP-1", false);
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
        MessageRef card = chat.post(SANDBOX, card(), "RB-1", false);
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
        MessageRef card = chat.post(SANDBOX, card(), "UP-1", false);
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
        MessageRef card = chat.post(SANDBOX, card(), "UP-1", false);
        chat.attach(card, new Message.File("up grade.log", "log:UP-1"), false);
        chat.attach(card, new Message.File("up grade.log", "log:UP-1"), false);
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
        MessageRef plan = chat.post(SANDBOX, card(), "UP-1", false);
        feed.since("0").subscribe().with(item -> {
            if (item instanceof ConsoleFeed.Item.Changed(var message)) {
                seen.add(message.text().lines().findFirst().orElse(""));
            }
        });
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> seen.size() == 1);
        chat.edit(plan, Message.of(Message.Kind.PLAN, "started"));
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> seen.size() == 2);
        chat.post(SANDBOX, Message.of(Message.Kind.VERDICT, "failed"), "UP-1/verdict", false);
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> seen.size() == 3);
        assertThat(seen).containsExactly("Upgrade sale_custom", "started", "failed");
    }
}
