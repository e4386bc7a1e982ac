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
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SlackSocketTest extends SlackFixture {
    private static final Duration SOON = Duration.ofSeconds(15);

    @Test
    void what_comes_over_the_socket_is_stored_and_acknowledged() {
        SlackSocket socket = overSocket();
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
        await().atMost(SOON).until(() -> slack.sockets().open() == 0);
    }

    @Test
    void a_refresh_and_a_broken_line_are_followed_by_a_new_connection_and_a_look_at_what_was_missed() {
        SlackSocket socket = overSocket();
        AtomicInteger looks = new AtomicInteger();
        socket.whenBack(looks::incrementAndGet);
        slack.sockets().refresh();
        await().atMost(SOON)
                .until(() -> slack.sockets().opened() == 2 && slack.sockets().open() == 1);
        await().atMost(SOON).until(() -> looks.get() == 1 && socket.line().equals("connected"));
        assertThat(slack.person("U1").types("C1", "status").ok()).isTrue();
        slack.sockets().drop();
        await().atMost(SOON).until(() -> socket.line().equals("reconnecting"));
        await().atMost(Duration.ofSeconds(30)).until(() -> socket.line().equals("connected"));
        assertThat(slack.person("U1").types("C1", "status").ok()).isTrue();
        assertThat(stored()).isEqualTo(2);
        assertThat(looks).hasValue(2);
    }

    @Test
    void two_replicas_share_what_comes_and_each_thing_comes_once() {
        overSocket();
        overSocket();
        for (int i = 0; i < 20; i++)
            assertThat(slack.person("U1").types("C1", "status").ok()).isTrue();
        assertThat(slack.sockets().open()).isEqualTo(2);
        assertThat(stored()).isEqualTo(20);
    }

    @Test
    void what_cannot_be_kept_is_not_acknowledged_and_a_command_is_asked_for_again() {
        overSocket();
        chat.post(Place.channel(Platform.SLACK, "C1"), Message.of(Message.Kind.NOTICE, "Hello"), "k", false);
        slack.settles();
        jdbi.useHandle(h -> h.execute("alter table arrival rename to away"));
        assertThat(slack.person("U1").types("C1", "status").words()).contains("try again");
        slack.person("U1").reacts(slack.said().getFirst(), "x");
        slack.settles();
        assertThat(slack.deliveries().getLast().ack().trouble()).isEqualTo("timeout");
        jdbi.useHandle(h -> h.execute("alter table away rename to arrival"));
        awaitEvents(1);
        assertThat(events).hasExactlyElementsOfTypes(ReactionAdded.class);
    }

    @Test
    void health_tells_while_socket_mode_is_switched_off() {
        SlackSocket socket = overSocket();
        assertThat(new SlackHealth(socket).call().getData().orElseThrow())
                .containsEntry("connection", "connected as twokeys")
                .containsEntry("socket", "connected");
        slack.refuse("apps.connections.open", "socket_mode_not_enabled");
        slack.sockets().disable();
        await().atMost(SOON).until(() -> socket.line().equals("reconnecting"));
        await().atMost(Duration.ofSeconds(40)).until(() -> socket.line().equals("connected"));
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
        assertThat(new SlackSettings(Optional.of(" "), Optional.of(""), Optional.empty(), SlackSettings.SLACK, true)
                        .enabled())
                .isFalse();
        socket.stop();
    }
}
