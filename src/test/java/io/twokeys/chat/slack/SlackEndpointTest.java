package io.twokeys.chat.slack;

import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.chat.ChatEvent.ButtonPressed;
import io.twokeys.chat.ChatEvent.CommandIssued;
import io.twokeys.chat.ChatEvent.ReactionAdded;
import io.twokeys.chat.ChatEvent.ReactionRemoved;
import io.twokeys.chat.ChatUser;
import io.twokeys.chat.MessageRef;
import io.twokeys.chat.Place;
import io.twokeys.chat.Platform;
import io.twokeys.chat.slack.fake.FakeSlack;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SlackEndpointTest extends SlackFixture {
    private static final ChatUser ANN = new ChatUser(Platform.SLACK, "U1");

    @Test
    void a_command_is_in_the_database_before_it_is_acknowledged() {
        assertThat(people.types("U1", "C1", "upgrade sale_custom &lt;x&gt; <@U2|bob>")
                        .getStatus())
                .isEqualTo(200);
        assertThat(stored()).isEqualTo(1);
        assertThat(slack.calls()).isEmpty();
        awaitEvents(1);
        assertThat(events)
                .containsExactly(new CommandIssued(
                        "trigger-1", ANN, Place.channel(Platform.SLACK, "C1"), "upgrade sale_custom <x> @bob"));
    }

    @Test
    void a_mention_speaks_in_its_thread() {
        people.happens(people.mention("U1", "C1", "11.22", "hey <@UBOT> status on prod"));
        awaitEvents(1);
        assertThat(events)
                .containsExactly(
                        new CommandIssued("Ev1", ANN, new Place(Platform.SLACK, "C1", "11.22"), "status on prod"));
    }

    @Test
    void reactions_vote_and_are_taken_back() {
        people.happens(people.reaction("reaction_added", "U1", "white_check_mark", "C1", "1.1"));
        people.happens(people.reaction("reaction_removed", "U1", "x::skin-tone-2", "C1", "1.1"));
        awaitEvents(2);
        var card = new MessageRef(Platform.SLACK, "C1", "1.1");
        assertThat(events)
                .containsExactly(new ReactionAdded("Ev1", ANN, card, "✅"), new ReactionRemoved("Ev2", ANN, card, "❌"));
    }

    @Test
    void a_button_says_which_message_it_was_under() {
        assertThat(people.presses("U1", "C1", "1.1", "approve:AR-1").getStatus())
                .isEqualTo(200);
        awaitEvents(1);
        assertThat(events)
                .containsExactly(new ButtonPressed(
                        "trigger-1", ANN, new MessageRef(Platform.SLACK, "C1", "1.1"), "approve:AR-1", Map.of()));
    }

    @Test
    void what_the_bot_and_other_bots_do_is_nobodys_deed() {
        people.happens(people.reaction("reaction_added", FakeSlack.BOT, "x", "C1", "1.1"));
        var other = people.mention("U9", "C1", "", "<@UBOT> help");
        ((com.fasterxml.jackson.databind.node.ObjectNode) other.get("event")).put("bot_id", "B9");
        assertThat(people.happens(other).getStatus()).isEqualTo(200);
        assertThat(stored()).isZero();
    }

    @Test
    void a_repeated_event_counts_once() {
        var vote = people.reaction("reaction_added", "U1", "white_check_mark", "C1", "1.1");
        people.happens(vote);
        assertThat(people.send(vote.toString(), Map.of("X-Slack-Retry-Num", "1"))
                        .getStatus())
                .isEqualTo(200);
        people.happens(people.reaction("reaction_removed", "U1", "white_check_mark", "C1", "1.1"));
        awaitEvents(2);
        assertThat(events)
                .satisfiesExactly(
                        added -> assertThat(added).isInstanceOf(ReactionAdded.class),
                        removed -> assertThat(removed).isInstanceOf(ReactionRemoved.class));
    }

    @Test
    void an_event_nobody_handles_is_acknowledged() {
        var strange = people.envelope(SlackPeople.event("pin_added").put("user", "U1"));
        assertThat(people.happens(strange).getStatus()).isEqualTo(200);
        assertThat(stored()).isZero();
    }

    @Test
    void words_in_an_event_that_look_like_a_command_command_nothing() {
        String forged = "&command=%2Fodoo&trigger_id=x1&channel_id=C1&user_id=U1&text=unlock+prod&";
        var event = people.envelope(SlackPeople.event("message")
                .put("user", "U9")
                .put("channel", "C1")
                .put("text", forged)
                .put("ts", "1.1"));
        assertThat(people.happens(event).getStatus()).isEqualTo(200);
        people.send(" " + event, Map.of("Content-Type", "application/x-www-form-urlencoded"));
        assertThat(stored()).isZero();
        String twice = people.slash("U9", "C1", "status") + "&user_id=U1";
        assertThat(people.send(twice, Map.of()).getStatus()).isEqualTo(400);
        assertThat(stored()).isZero();
    }

    @Test
    void slack_may_verify_the_address() {
        var answer = people.send("{\"type\":\"url_verification\",\"token\":\"\",\"challenge\":\"c-42\"}", Map.of());
        assertThat(answer.getStatus()).isEqualTo(200);
        assertThat(answer.getEntity().toString()).contains("c-42");
    }

    @Test
    void forged_old_and_early_requests_are_refused() {
        String body = people.slash("U1", "C1", "rollback");
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String now = Long.toString(clock.instant().getEpochSecond());
        String dashes = new SlackSignature("---", clock).sign(bytes, now);
        assertThat(people.send(body, Map.of(SlackSignature.SIGNATURE, dashes)).getStatus())
                .isEqualTo(401);
        for (long off : new long[] {-302, 302, 9999}) {
            String then = Long.toString(clock.instant().plusSeconds(off).getEpochSecond());
            String signed = new SlackSignature(SlackPeople.SECRET, clock).sign(bytes, then);
            var replay = Map.of(SlackSignature.TIMESTAMP, then, SlackSignature.SIGNATURE, signed);
            assertThat(people.send(body, replay).getStatus())
                    .as("off by %s s", off)
                    .isEqualTo(401);
        }
        assertThat(people.send("{\"junk\":1}", Map.of()).getStatus()).isIn(400, 404);
        assertThat(stored()).isZero();
    }

    @Test
    void while_the_database_is_away_events_are_not_acknowledged_and_commands_are_asked_for_again() {
        jdbi.useHandle(h -> h.execute("alter table arrival rename to away"));
        assertThat(people.happens(people.reaction("reaction_added", "U1", "x", "C1", "1.1"))
                        .getStatus())
                .isEqualTo(503);
        assertThat(people.types("U1", "C1", "status").getEntity().toString()).contains("try again");
        assertThat(people.presses("U1", "C1", "1.1", "approve:AR-1").getStatus())
                .isEqualTo(503);
        jdbi.useHandle(h -> h.execute("alter table away rename to arrival"));
    }

    @Test
    void without_a_secret_the_door_is_shut() {
        var shut = new SlackPeople(new SlackEndpoint(SlackSettings.off(), bolt, clock), clock);
        assertThat(shut.types("U1", "C1", "status").getStatus()).isEqualTo(404);
    }
}
