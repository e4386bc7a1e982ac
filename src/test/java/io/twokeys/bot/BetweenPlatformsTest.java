package io.twokeys.bot;

import static io.twokeys.bot.vote.Scene.*;
import static io.twokeys.chat.Platform.CONSOLE;
import static io.twokeys.chat.Platform.DISCORD;
import static io.twokeys.chat.Platform.SLACK;
import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.approval.ApprovalRequest;
import io.twokeys.approval.Approvals;
import io.twokeys.bot.report.Conversation;
import io.twokeys.bot.vote.Scene;
import io.twokeys.bot.vote.Standings;
import io.twokeys.bot.vote.VoteSettings;
import io.twokeys.bot.window.WindowSettings;
import io.twokeys.chat.Chat;
import io.twokeys.chat.ChatEvent.ButtonPressed;
import io.twokeys.chat.ChatEvent.Commented;
import io.twokeys.chat.ChatUser;
import io.twokeys.chat.Message;
import io.twokeys.chat.Message.Kind;
import io.twokeys.chat.MessageRef;
import io.twokeys.chat.Place;
import io.twokeys.chat.Platform;
import io.twokeys.chat.Standing;
import io.twokeys.checkpoint.Checkpoints;
import io.twokeys.fleet.Fleet;
import io.twokeys.fleet.Targets;
import io.twokeys.incident.Incidents;
import io.twokeys.maintenance.Windows;
import io.twokeys.people.Person;
import io.twokeys.timer.TimerStore;
import io.twokeys.timer.Timers;
import io.twokeys.waiver.Waivers;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is carried from one platform to another, what one person sees first, and which buttons are real. */
class BetweenPlatformsTest {
    private final Scene scene = new Scene();
    private final ApprovalRequest request = scene.asked();
    private final Incidents incidents = new Incidents(scene.jdbi, scene.journal);
    private final Buttons buttons = new Buttons(scene.outbox, incidents);
    private final CommentDesk comments = new CommentDesk(
            scene.jdbi,
            scene.conversations,
            scene.outbox,
            scene.silent,
            everybody(),
            new Standings(
                    new Chat.All(List.of(scene.chat(SLACK), scene.chat(DISCORD), scene.chat(CONSOLE))), scene.clock));

    private void says(ChatUser who, String event, String text) {
        comments.carry(new Commented(event, who, card(request, who.platform()).thread(), text));
    }

    @Test
    void a_comment_is_carried_over_with_its_name_and_once() {
        says(on(SLACK, MARIA), "Ev-a", "the vendor has called");
        says(on(SLACK, MARIA), "Ev-a", "the vendor has called");

        for (Platform platform : List.of(DISCORD, CONSOLE)) {
            assertThat(scene.posts(platform, "%/comment/slack/Ev-a@%")).isEqualTo(1);
            assertThat(scene.waiting(platform).getLast())
                    .contains("maria (Slack): the vendor has called")
                    .doesNotContain("mention");
        }
        assertThat(scene.posts(SLACK, "%/comment/%")).isZero();
    }

    @Test
    void a_comment_of_an_account_that_is_not_linked_says_so() {
        says(new ChatUser(DISCORD, "999"), "1", "who is on call?");

        assertThat(scene.waiting(SLACK).getLast()).contains("999 (Discord, not linked): who is on call?");
    }

    @Test
    void a_long_comment_is_carried_whole() {
        says(on(DISCORD, KIM), "2", "first line\n" + "x".repeat(300));

        assertThat(scene.waiting(SLACK).getLast()).contains("kim (Discord):", "x".repeat(300));
    }

    @Test
    void what_another_bot_says_is_left_where_it_was_said() {
        var bot = new ChatUser(SLACK, "Ubot");
        scene.chat(SLACK).becomes(bot, Standing.BOT);

        says(bot, "3", "deployed!");

        assertThat(scene.posts(DISCORD, "%/comment/%")).isZero();
    }

    @Test
    void a_comment_where_nothing_of_ours_is_talked_about_is_nobodys_business() {
        var elsewhere = new Place(SLACK, "C-lunch", "17.1");
        comments.carry(new Commented("4", on(SLACK, MARIA), elsewhere, "pizza?"));

        assertThat(scene.posts(DISCORD, "%/comment/%")).isZero();
    }

    @Test
    void a_thread_in_which_it_was_asked_for_is_carried_over_too() {
        scene.jdbi.useTransaction(handle -> {
            for (var here : List.of(
                    new Conversation("AR-99", SLACK, "C1", "17.2", ""),
                    new Conversation("AR-99", DISCORD, "D1", null, ""))) {
                scene.conversations.open(handle, here);
                scene.outbox.post(handle, here.root(), here.card(), Message.of(Kind.APPROVAL, "card"));
            }
        });

        comments.carry(new Commented("5", on(SLACK, MARIA), new Place(SLACK, "C1", "17.2"), "here as well"));

        assertThat(scene.posts(DISCORD, "AR-99/comment/%")).isEqualTo(1);
    }

    private String home(Person who) {
        var fleet = new Fleet(List.of(Targets.named("prod"), Targets.named("secret")));
        var approvals = new Approvals(scene.jdbi, scene.journal, everybody());
        var timers = new Timers(new TimerStore(scene.database), scene.clock);
        var books = new PastOperations.Books(
                scene.operations,
                new Checkpoints(scene.jdbi),
                new Windows(scene.jdbi, scene.journal, timers, scene.clock),
                new Waivers(scene.jdbi, scene.journal, scene.clock));
        var past = new PastOperations(
                books,
                new WindowSettings(ZoneOffset.UTC),
                scene.clock,
                fleet,
                new PastOperations.KeyHolders(
                        everybody(), new VoteSettings(2, Duration.ofHours(1), Duration.ofSeconds(10))));
        var sources = new ReadingDesk.Sources(
                fleet, scene.operations, approvals, new Checkpoints(scene.jdbi), incidents, scene.journal, past);
        new HomeDesk(sources, everybody(), scene.jdbi, scene.conversations, scene.outbox, scene.silent)
                .draw(on(SLACK, who));
        return scene.waiting(SLACK).getLast();
    }

    @Test
    void the_home_page_shows_what_waits_for_ones_key_and_only_ones_own_targets() {
        assertThat(home(MARIA))
                .contains("Waiting for your key", request.id() + ": ", request.id() + "@slack", "Open the card", "prod")
                .doesNotContain("secret");
        assertThat(home(SAM)).contains("Nothing.").doesNotContain("Open the card");
        assertThat(home(new Person(new io.twokeys.people.PersonId("no"), "no", Map.of("slack", "U0"), Map.of())))
                .contains("belongs to nobody Twokeys knows");
    }

    @Test
    void a_button_is_real_only_on_the_message_that_carries_it() {
        var incident = scene.jdbi.inTransaction(handle -> incidents.open(handle, PROD, "UP-42", "it failed"));
        var root = new Conversation(incident.id().value(), SLACK, "CSLACK", null, "");
        post(root, root.card(), "m1");
        post(root, "AR-7/UP-43/steps@slack", "m2");
        post(root, "reply/slack/Ev9", "m3");
        post(root, "MW-3@slack", "m4");

        assertThat(isReal("m1", "resolve", incident.id().value())).isTrue();
        assertThat(isReal("m1", "resolve", "IN-99")).isFalse();
        assertThat(isReal("m1", "rollback", "prod")).isTrue();
        assertThat(isReal("m1", "rollback", "staging")).isFalse();
        assertThat(isReal("m1", "diagnose", "UP-42")).isTrue();
        assertThat(isReal("m1", "cancel-operation", "UP-43")).isFalse();
        assertThat(isReal("m2", "cancel-operation", "UP-43")).isTrue();
        assertThat(isReal("m2", "cancel-operation", "UP-44")).isFalse();
        assertThat(isReal("m3", "rollback", "prod")).isTrue();
        assertThat(isReal("m3", "resolve", incident.id().value())).isFalse();
        assertThat(isReal("m4", "window-extend", "MW-3")).isTrue();
        assertThat(isReal("m4", "window-end", "MW-2")).isFalse();
        assertThat(isReal("m3", "window-end", "MW-3")).isFalse();
        assertThat(isReal("somebody-elses", "rollback", "prod")).isFalse();
    }

    private void post(Conversation here, String key, String id) {
        scene.outbox.post(here.root(), key, Message.of(Kind.NOTICE, "card"));
        scene.jdbi.useHandle(handle -> handle.execute(
                "update outbox_message set message_channel = channel, message_id = ?, thread_id = ? where key = ?",
                id,
                id,
                key));
    }

    private boolean isReal(String message, String verb, String argument) {
        var press = new ButtonPressed(
                event(), on(SLACK, SAM), new MessageRef(SLACK, "CSLACK", message), verb + ":" + argument, Map.of());
        return buttons.areOn(press, verb, argument);
    }
}
