package io.twokeys.chat.discord;

import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.chat.ChatEvent;
import io.twokeys.chat.Message;
import io.twokeys.chat.Message.Button;
import io.twokeys.chat.Message.Kind;
import io.twokeys.chat.Message.Style;
import io.twokeys.chat.MessageRef;
import io.twokeys.chat.Place;
import io.twokeys.chat.Platform;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DiscordEventsTest extends DiscordFixture {
    private static final Message CARD = Message.of(Kind.APPROVAL, "Roll back prod")
            .withButtons(
                    new Button("approve:AR-1", "Approve", Style.PRIMARY, true, "Turn your key?"),
                    Button.of("deny:AR-1", "Deny", Style.DANGER),
                    Button.of("withdraw:AR-1", "Take back", Style.PLAIN));

    private DiscordChat chat;
    private Place here;

    @BeforeEach
    void connect() {
        chat = start("one").connected().chat;
        here = Place.channel(Platform.DISCORD, channel);
        awaitCommands();
    }

    @Test
    void a_command_is_recorded_and_acknowledged_to_its_sender_alone() {
        ann.types(channel, "odoo upgrade", Map.of("modules", "sale_custom", "on", "prod"))
                .awaitAnswer();
        awaitEvents(1);
        var command = (ChatEvent.CommandIssued) events.getFirst();
        assertThat(command.text()).isEqualTo("upgrade modules=sale_custom on=prod");
        assertThat(command.by()).isEqualTo(DiscordChatTest.user(ann));
        assertThat(command.place()).isEqualTo(here);
        assertThat(ann.isToldAlone())
                .singleElement()
                .extracting(ShownMessage::text)
                .asString()
                .contains("/odoo upgrade");
        assertThat(discord.messages(channel)).isEmpty();
    }

    @Test
    void a_command_in_a_thread_knows_its_thread() {
        MessageRef root = chat.post(here, CARD, "k", false);
        chat.post(root.thread(), CARD, "l", false);
        bob.types(root.id(), "odoo incident resolve", Map.of()).awaitAnswer();
        ann.types(root.id(), "odoo logs", Map.of("follow", "true")).awaitAnswer();
        awaitEvents(2);
        assertThat(events)
                .map(event -> (ChatEvent.CommandIssued) event)
                .allSatisfy(command -> assertThat(command.place()).isEqualTo(root.thread()))
                .extracting(ChatEvent.CommandIssued::text)
                .containsExactlyInAnyOrder("incident resolve", "logs follow=true");
    }

    @Test
    void names_are_offered_as_they_are_typed() {
        List<String> offered = ann.isOffered(channel, "odoo upgrade", Map.of("modules", "sa", "on", "pro"), "modules");
        assertThat(offered).containsExactly("sale_custom");
        assertThat(menu.typings.getFirst().others()).containsEntry("on", "pro");
        menu.names =
                java.util.stream.IntStream.range(0, 40).mapToObj(i -> "m" + i).toList();
        assertThat(ann.isOffered(channel, "odoo upgrade", Map.of("modules", "m"), "modules"))
                .hasSize(25);
        assertThat(events).isEmpty();
    }

    @Test
    void a_bare_command_opens_its_form_and_the_form_is_the_command() {
        FakeInteraction opened = ann.types(channel, "odoo plan", Map.of()).awaitAnswer();
        assertThat(opened.modal().path("title").asText()).isEqualTo("Plan");
        assertThat(events).isEmpty();
        ann.submits(opened, Map.of("modules", "crm_custom")).awaitAnswer();
        awaitEvents(1);
        assertThat(((ChatEvent.CommandIssued) events.getFirst()).text()).isEqualTo("plan modules=crm_custom");
    }

    @Test
    void a_press_is_acknowledged_and_belongs_to_its_card() {
        MessageRef card = chat.post(here, CARD, "k", false);
        ann.presses(discord.message(channel, card.id()), "Take back").awaitAnswer();
        awaitEvents(1);
        assertThat(events.getFirst())
                .isEqualTo(new ChatEvent.ButtonPressed(
                        events.getFirst().id(), DiscordChatTest.user(ann), card, "withdraw:AR-1", Map.of()));
    }

    @Test
    void a_press_that_is_asked_about_counts_after_the_yes() {
        MessageRef card = chat.post(here, CARD, "k", false);
        FakeInteraction asked =
                ann.presses(discord.message(channel, card.id()), "Approve").awaitAnswer();
        ShownMessage question = ann.isToldAlone().getLast();
        assertThat(question.text()).contains("Approve", "Roll back prod");
        assertThat(asked.answer()).isEqualTo(4);
        assertThat(events).isEmpty();
        ann.presses(question, "Approve").awaitAnswer();
        awaitEvents(1);
        var press = (ChatEvent.ButtonPressed) events.getFirst();
        assertThat(press.message()).isEqualTo(card);
        assertThat(press.button()).isEqualTo("approve:AR-1");
        assertThat(ann.isToldAlone().getLast().buttons()).isEmpty();
    }

    @Test
    void a_denial_says_why() {
        MessageRef card = chat.post(here, CARD, "k", false);
        FakeInteraction opened =
                ann.presses(discord.message(channel, card.id()), "Deny").awaitAnswer();
        ann.submits(opened, Map.of("reason", "not today")).awaitAnswer();
        awaitEvents(1);
        assertThat(events.getFirst())
                .isEqualTo(new ChatEvent.ButtonPressed(
                        events.getFirst().id(),
                        DiscordChatTest.user(ann),
                        card,
                        "deny:AR-1",
                        Map.of("reason", "not today")));
    }

    @Test
    void what_a_person_wrote_in_a_thread_is_carried_over_once_and_in_their_name() {
        MessageRef root = chat.post(here, CARD, "k", false);
        chat.post(root.thread(), CARD, "l", false);
        ShownMessage words = bob.says(root.id(), "we should wait");
        ann.uses("Carry over", words).awaitAnswer();
        ann.uses("Carry over", words).awaitAnswer();
        ann.uses("Carry over", discord.messages(root.id()).getFirst()).awaitAnswer();
        ann.uses("Carry over", ann.says(channel, "hello")).awaitAnswer();
        awaitEvents(1);
        assertThat(events)
                .containsExactly(new ChatEvent.Commented(
                        events.getFirst().id(), DiscordChatTest.user(bob), root.thread(), "we should wait"));
        assertThat(ann.isToldAlone())
                .extracting(ShownMessage::text)
                .last()
                .asString()
                .contains("Only what a person");
    }

    @Test
    void reactions_come_plain_and_without_those_of_bots() {
        MessageRef card = chat.post(here, CARD, "k", false);
        chat.react(card, "✅");
        discord.addBot("other").reacts(channel, card.id(), "✅", false);
        ann.reacts(channel, card.id(), "👍🏽", false);
        bob.reacts(channel, card.id(), "✅", true);
        bob.takesBack(channel, card.id(), "✅", true);
        awaitEvents(3);
        assertThat(events)
                .extracting(ChatEvent::by)
                .doesNotContain(new io.twokeys.chat.ChatUser(Platform.DISCORD, discord.bot()));
        assertThat(events.stream().filter(ChatEvent.ReactionAdded.class::isInstance))
                .extracting(event -> ((ChatEvent.ReactionAdded) event).emoji())
                .containsExactlyInAnyOrder("👍", "✅");
        assertThat(events.stream().filter(ChatEvent.ReactionRemoved.class::isInstance))
                .hasSize(1);
    }

    @Test
    void a_reaction_in_a_thread_names_the_thread_as_its_channel() {
        MessageRef root = chat.post(here, CARD, "k", false);
        MessageRef reply = chat.post(root.thread(), CARD, "l", false);
        ann.reacts(reply.channel(), reply.id(), "✅", false);
        awaitEvents(1);
        assertThat(((ChatEvent.ReactionAdded) events.getFirst()).message()).isEqualTo(reply);
    }

    @Test
    void each_event_counts_once_however_often_it_is_delivered() {
        discord.gate().repeats(3);
        MessageRef card = chat.post(here, CARD, "k", false);
        ann.reacts(channel, card.id(), "✅", false);
        ann.types(channel, "odoo status", Map.of()).awaitAnswer();
        ann.takesBack(channel, card.id(), "✅", false);
        awaitEvents(3);
        Awaitility.await().during(Duration.ofMillis(500)).until(() -> events.size() == 3);
    }

    @Test
    void after_a_moderators_clearing_votes_are_looked_at_again() {
        Ours ours = start("two");
        MessageRef card = chat.post(here, CARD, "k", false);
        ann.reacts(channel, card.id(), "✅", false);
        ShownMessage shown = discord.message(channel, card.id());
        int before = looks();
        bob.clears(shown, "✅");
        Awaitility.await().until(() -> looks() == before + 1);
        bob.clears(shown);
        Awaitility.await().until(() -> looks() == before + 2);
        assertThat(ours.looks).hasValue(0);
    }

    @Test
    void what_cannot_be_recorded_is_told_and_may_be_tried_again() {
        try (var table = jdbi.open()) {
            table.begin();
            table.execute("lock table arrival");
            FakeInteraction typed = ann.types(channel, "odoo status", Map.of());
            Awaitility.await().atMost(Duration.ofSeconds(3)).until(typed::isAnswered);
            assertThat(ann.isToldAlone())
                    .last()
                    .extracting(ShownMessage::text)
                    .asString()
                    .startsWith("Not recorded");
            table.rollback();
        }
    }

    @Test
    void a_whisper_follows_the_interaction_for_a_quarter_of_an_hour() {
        ann.types(channel, "odoo status", Map.of()).awaitAnswer();
        chat.whisper(here, DiscordChatTest.user(ann), Message.of(Kind.REFUSAL, "Not done"));
        ShownMessage whispered = ann.isToldAlone().getLast();
        assertThat(whispered.title()).isEqualTo("Not done");
        assertThat(whispered.channel()).isEqualTo(channel);
        discord.passes(Duration.ofMinutes(16));
        chat.whisper(here, DiscordChatTest.user(ann), Message.of(Kind.REFUSAL, "Later"));
        assertThat(ann.isToldAlone().getLast().title()).isEqualTo("Later");
        assertThat(ann.isToldAlone().getLast().channel()).isNotEqualTo(channel);
    }

    private int looks() {
        return first().looks.get();
    }
}
