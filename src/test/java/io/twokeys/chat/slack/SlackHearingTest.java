package io.twokeys.chat.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.twokeys.chat.ChatEvent;
import io.twokeys.chat.ChatEvent.CommandIssued;
import io.twokeys.chat.ChatEvent.Commented;
import io.twokeys.chat.ChatEvent.HomeOpened;
import io.twokeys.chat.ChatEvent.ReactionAdded;
import io.twokeys.chat.ChatEvent.ReactionRemoved;
import io.twokeys.chat.ChatUser;
import io.twokeys.chat.Message;
import io.twokeys.chat.MessageRef;
import io.twokeys.chat.Place;
import io.twokeys.chat.Platform;
import io.twokeys.chat.slack.fake.Posted;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is heard of what happens in Slack, over real HTTP, as often and in the order in which Slack tells it. */
class SlackHearingTest extends SlackFixture {
    private static final ChatUser ANN = new ChatUser(Platform.SLACK, "U1");
    private MessageRef root = new MessageRef(Platform.SLACK, "", "");

    @BeforeEach
    void a_card() throws IOException {
        overHttp();
        root = chat.post(Place.channel(Platform.SLACK, "C1"), Message.of(Message.Kind.APPROVAL, "AR-1"), "AR-1", false);
    }

    private Posted card() {
        return slack.said().getFirst();
    }

    @Test
    void words_in_a_thread_are_a_comment_and_a_mention_is_a_command() {
        slack.person("U1").says("C1", card(), "is <this> & that fine?");
        slack.person("U1").mentions("C1", card(), "status");
        slack.settles();
        assertThat(stored()).isEqualTo(2);
        awaitEvents(2);
        assertThat(events).hasExactlyElementsOfTypes(Commented.class, CommandIssued.class);
        assertThat(((Commented) events.getFirst()).text()).isEqualTo("is <this> & that fine?");
        assertThat(events).extracting(ChatEvent::by).containsOnly(ANN);
        assertThat(((Commented) events.getFirst()).place()).isEqualTo(root.thread());
        assertThat(((CommandIssued) events.getLast()).place()).isEqualTo(root.thread());
    }

    @Test
    void what_the_bot_says_and_edits_and_what_is_said_outside_of_threads_is_no_comment() {
        chat.post(root.thread(), Message.of(Message.Kind.NOTICE, "Started"), "a", false);
        chat.edit(root, Message.of(Message.Kind.APPROVAL, "AR-1, changed"));
        chat.attach(root, new Message.File("UP-1.log", "log:UP-1"), false);
        chat.react(root, "✅");
        slack.person("U1").says("C1", null, "lunch?");
        slack.settles();
        assertThat(slack.deliveries())
                .hasSizeGreaterThan(4)
                .allMatch(delivery -> delivery.ack().ok());
        assertThat(stored()).isZero();
    }

    @Test
    void whoever_opens_the_home_page_is_heard() {
        slack.person("U1").opensHome();
        slack.settles();
        awaitEvents(1);
        assertThat(events).hasExactlyElementsOfTypes(HomeOpened.class);
        assertThat(events.getFirst().by()).isEqualTo(ANN);
    }

    @Test
    void an_event_told_twice_counts_once() {
        slack.doublesEvents(true);
        slack.person("U1").reacts(card(), "white_check_mark::skin-tone-3");
        slack.settles();
        assertThat(slack.deliveries())
                .filteredOn(it -> it.type().equals("reaction_added"))
                .hasSize(2);
        awaitEvents(1);
        assertThat(stored()).isEqualTo(1);
        assertThat(events).hasExactlyElementsOfTypes(ReactionAdded.class);
        assertThat(((ReactionAdded) events.getFirst()).emoji()).isEqualTo("✅");
    }

    @Test
    void events_in_the_wrong_order_are_all_kept() {
        slack.holdsEvents();
        slack.person("U1").reacts(card(), "x");
        slack.person("U1").unreacts(card(), "x");
        slack.releasesEvents();
        slack.settles();
        awaitEvents(2);
        assertThat(events).hasExactlyElementsOfTypes(ReactionRemoved.class, ReactionAdded.class);
    }

    @Test
    void an_event_that_could_not_be_kept_is_told_again_by_slack_and_kept_then() {
        jdbi.useHandle(h -> h.execute("alter table arrival rename to away"));
        slack.person("U1").reacts(card(), "white_check_mark");
        slack.settles();
        jdbi.useHandle(h -> h.execute("alter table away rename to arrival"));
        awaitEvents(1);
        assertThat(events).hasExactlyElementsOfTypes(ReactionAdded.class);
        // The event may be handled before its sender has read the acknowledgement.
        await().untilAsserted(() -> assertThat(slack.deliveries())
                .anyMatch(it -> it.retry() > 0 && it.ack().ok()));
    }
}
