package io.twokeys.chat.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twokeys.chat.ChatEvent.CommandIssued;
import io.twokeys.chat.ChatEvent.ReactionAdded;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SlackSocketTest extends SlackFixture {
    private static final Duration SOON = Duration.ofSeconds(15);

    @Test
    void what_comes_over_the_socket_is_stored_and_acknowledged() throws InterruptedException {
        try (FakeSocket far = new FakeSocket()) {
            slack.socketsAt(far.url());
            SlackSocket socket = new SlackSocket(settings, calls, bolt);
            socket.start();
            await().atMost(SOON)
                    .until(() -> socket.detail().startsWith("connected")
                            && !far.getConnections().isEmpty());
            var command = far.send("slash_commands", slash());
            var vote = far.send("events_api", people.reaction("reaction_added", "U1", "white_check_mark", "C1", "1.1"));
            var strange = far.send("events_api", people.envelope(SlackPeople.event("pin_added")));
            await().atMost(SOON).until(() -> far.acknowledged.size() >= 3);
            assertThat(far.acknowledged).containsExactlyInAnyOrder(command, vote, strange);
            assertThat(stored()).isEqualTo(2);
            awaitEvents(2);
            assertThat(events)
                    .hasAtLeastOneElementOfType(CommandIssued.class)
                    .hasAtLeastOneElementOfType(ReactionAdded.class);
            socket.stop();
        }
    }

    @Test
    void slack_being_away_holds_nothing_up_and_is_tried_again() throws InterruptedException {
        slack.askToWait("auth.test", 1);
        try (FakeSocket far = new FakeSocket()) {
            slack.socketsAt(far.url());
            SlackSocket socket = new SlackSocket(settings, calls, bolt);
            socket.start();
            await().atMost(SOON).until(() -> socket.detail().startsWith("not reached"));
            assertThat(new SlackHealth(socket).call().getStatus().name()).isEqualTo("UP");
            await().atMost(SOON).until(() -> socket.detail().equals("connected as twokeys"));
            socket.stop();
        }
    }

    @Test
    void without_slack_nothing_begins() {
        SlackSocket socket = new SlackSocket(SlackSettings.off(), new SlackCalls(SlackSettings.off()), bolt);
        socket.start();
        assertThat(socket.detail()).isEqualTo("off");
        assertThat(slack.calls).isEmpty();
        assertThat(new SlackSettings(Optional.of(" "), Optional.of(""), Optional.empty(), SlackSettings.SLACK)
                        .enabled())
                .isFalse();
        socket.stop();
    }

    private static ObjectNode slash() {
        return FakeSlack.JSON
                .createObjectNode()
                .put("command", "/odoo")
                .put("text", "status")
                .put("channel_id", "C1")
                .put("user_id", "U1")
                .put("team_id", "T1")
                .put("trigger_id", "trigger-socket");
    }
}
