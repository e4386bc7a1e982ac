package io.twokeys.chat.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.twokeys.chat.ChatEvent;
import io.twokeys.chat.ChatEvent.ButtonPressed;
import io.twokeys.chat.ChatEvent.CommandIssued;
import io.twokeys.chat.ChatEvent.ReactionAdded;
import io.twokeys.chat.ChatEvent.ReactionRemoved;
import io.twokeys.chat.Message;
import io.twokeys.chat.Message.Button;
import io.twokeys.chat.Message.Kind;
import io.twokeys.chat.outbox.Outbox.Destination;
import io.twokeys.chat.outbox.OutboxSender;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A command in Slack becomes a card in Slack, the card is voted on, and its thread tells how it went. */
class SlackRoundTripTest extends SlackFixture {
    private static final Duration SOON = Duration.ofSeconds(15);

    @Test
    void a_command_is_answered_with_a_card_that_people_vote_on() throws InterruptedException {
        OutboxSender sender = new OutboxSender(outboxStore, clock, () -> List.of(chat));
        sender.start();
        inbox.start(this::bot);
        slack.askToWait("chat.postMessage", 1);

        people.types("U1", "C1", "rollback prod");
        await().atMost(SOON).until(() -> slack.said().size() == 1);
        String card = slack.said().getFirst().ts();
        await().atMost(SOON)
                .until(() -> slack.said().getFirst().reactions().keySet().equals(Set.of("white_check_mark", "x")));

        people.happens(people.reaction("reaction_added", "U2", "white_check_mark", "C1", card));
        await().atMost(SOON).until(() -> slack.said().size() == 2);
        assertThat(slack.said().get(1).thread()).contains(card);
        assertThat(slack.said().get(1).text()).isEqualTo("1 of 2 keys: U2");

        people.presses("U1", "C1", card, "approve:AR-1");
        await().atMost(SOON).until(() -> slack.said().getFirst().edits() == 1);
        assertThat(slack.said().getFirst().text()).startsWith("AR-1: granted");
        assertThat(slack.calls()).filteredOn("chat.postMessage"::equals).hasSize(3);
        sender.stop();
    }

    /** As much of a bot as the story needs. */
    private void bot(ChatEvent event) {
        switch (event) {
            case CommandIssued command ->
                outbox.post(
                        new Destination.InThread(command.place()),
                        "AR-1",
                        Message.of(Kind.APPROVAL, "AR-1: " + command.text())
                                .withButtons(Button.of("approve:AR-1", "Turn my key", Message.Style.PRIMARY))
                                .withReactions("✅", "❌"));
            case ReactionAdded vote ->
                outbox.keyOf(vote.message())
                        .ifPresent(key -> outbox.post(
                                new Destination.Under(key),
                                key + "/" + vote.id(),
                                Message.of(
                                        Kind.NOTICE, "1 of 2 keys: " + vote.by().id())));
            case ButtonPressed press ->
                outbox.keyOf(press.message())
                        .ifPresent(key -> outbox.edit(key, Message.of(Kind.APPROVAL, key + ": granted")));
            case ReactionRemoved withdrawn -> {}
            case ChatEvent.Commented comment -> {}
            case ChatEvent.HomeOpened home -> {}
        }
    }
}
