package io.twokeys.chat.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.twokeys.chat.ChatEvent.CommandIssued;
import io.twokeys.chat.ChatEvent.ReactionAdded;
import io.twokeys.chat.Message;
import io.twokeys.chat.Place;
import io.twokeys.chat.Platform;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SlackSocketTest extends SlackFixture {
    private static final Duration SOON = Duration.ofSeconds(15);

    private SlackSocket connected() {
        SlackSocket socket = new SlackSocket(settings, calls, bolt);
        int before = slack.sockets().open();
        socket.start();
        await().atMost(SOON)
                .until(() -> socket.detail().startsWith("connected")
                        && slack.sockets().open() > before);
        slack.deliversOverSockets();
        return socket;
    }

    @Test
    void what_comes_over_the_socket_is_stored_and_acknowledged() {
        SlackSocket socket = connected();
        chat.post(Place.channel(Platform.SLACK, "C1"), Message.of(Message.Kind.NOTICE, "Hello"), "k", false);
        assertThat(slack.person("U1").types("C1", "status").ok()).isTrue();
        slack.person("U1").reacts(slack.said().getFirst(), "white_check_mark");
        slack.settles();
        assertThat(slack.deliveries())
                .isNotEmpty()
                .allMatch(delivery -> delivery.ack().ok());
        awaitEvents(2);
        assertThat(events)
                .hasAtLeastOneElementOfType(CommandIssued.class)
                .hasAtLeastOneElementOfType(ReactionAdded.class);
        socket.stop();
    }

    @Test
    void slack_being_away_holds_nothing_up_and_is_tried_again() {
        slack.askToWait("auth.test", 1);
        SlackSocket socket = new SlackSocket(settings, calls, bolt);
        socket.start();
        await().atMost(SOON).until(() -> socket.detail().startsWith("not reached"));
        assertThat(new SlackHealth(socket).call().getStatus().name()).isEqualTo("UP");
        await().atMost(SOON).until(() -> socket.detail().equals("connected as twokeys"));
        socket.stop();
    }

    @Test
    void without_slack_nothing_begins() {
        SlackSocket socket = new SlackSocket(SlackSettings.off(), new SlackCalls(SlackSettings.off()), bolt);
        socket.start();
        assertThat(socket.detail()).isEqualTo("off");
        assertThat(slack.calls()).isEmpty();
        assertThat(new SlackSettings(Optional.of(" "), Optional.of(""), Optional.empty(), SlackSettings.SLACK)
                        .enabled())
                .isFalse();
        socket.stop();
    }
}
