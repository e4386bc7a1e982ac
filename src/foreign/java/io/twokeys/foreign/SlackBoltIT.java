package io.twokeys.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.twokeys.chat.slack.fake.Account;
import io.twokeys.chat.slack.fake.FakeSlack;
import io.twokeys.chat.slack.fake.Modal;
import io.twokeys.chat.slack.fake.Person;
import io.twokeys.chat.slack.fake.Posted;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A bot on Slack's own framework for Node finds FakeSlack to be what it knows, over HTTP, where it proves the signatures, and in
 * Socket Mode.
 */
class SlackBoltIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String CHANNEL = "C0000001";

    private final FakeSlack slack = new FakeSlack().account(Account.member("U0000001", "manager-1"));
    private final Person manager = slack.person("U0000001");

    @AfterEach
    void stop() {
        slack.close();
    }

    private NodeScript bot(String entry) throws IOException {
        Map<String, String> environment =
                new HashMap<>(Map.of("SLACK_API_URL", slack.address() + "/api/", "SLACK_BOT_TOKEN", FakeSlack.TOKEN));
        if (entry.equals("socket")) {
            environment.put("SLACK_APP_TOKEN", FakeSlack.APP_TOKEN);
            slack.deliversOverSockets();
        } else {
            int port = freePort();
            environment.put("SLACK_SIGNING_SECRET", FakeSlack.SECRET);
            environment.put("PORT", Integer.toString(port));
            slack.deliversTo("http://127.0.0.1:" + port + "/slack/events");
        }
        return NodeScript.start("slack-bolt.mjs", environment);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "socket"})
    void a_command_a_card_a_vote_a_form_and_a_home(String entry) throws IOException {
        slack.channel(CHANNEL, "odoo-prod").with("U0000001", FakeSlack.BOT);
        try (NodeScript bot = bot(entry)) {
            bot.saw("started");
            assertThat(manager.types(CHANNEL, "status").ok()).isTrue();
            assertThat(bot.saw("command").path("text").asText()).isEqualTo("status");
            Posted card = theCard(bot);
            aVoteIsCastAndReadAgain(bot, card);
            assertThat(manager.presses(card, "Approve").ok()).isTrue();
            await().atMost(SOON).until(() -> card.text().contains("approved"));
            manager.mentions(CHANNEL, card, "status");
            assertThat(bot.saw("mention").path("thread").asText()).isEqualTo(card.ts());
            aFormIsFilledIn(bot, card);
            manager.opensHome();
            bot.saw("home");
            assertThat(manager.home()).contains("home");
            assertThat(slack.unknownCalls()).isEmpty();
        }
    }

    private Posted theCard(NodeScript bot) {
        await().atMost(SOON).until(() -> !slack.messages(CHANNEL).isEmpty());
        Posted card = slack.messages(CHANNEL).getFirst();
        assertThat(card.text()).contains("asked: status");
        await().atMost(SOON)
                .until(() -> card.reactions()
                        .getOrDefault("white_check_mark", java.util.Set.of())
                        .contains(FakeSlack.BOT));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(slack.thread(card).stream()
                                .flatMap(reply -> reply.files().stream())
                                .map(Posted.Upload::text))
                        .as("%s", bot.told())
                        .contains("one line\n"));
        return card;
    }

    private void aVoteIsCastAndReadAgain(NodeScript bot, Posted card) {
        manager.reacts(card, "white_check_mark");
        var vote = bot.says(
                line -> line.path("saw").asText().equals("reaction")
                        && line.path("user").asText().equals("U0000001"),
                "the vote");
        assertThat(vote.path("reread").toString()).contains("U0000001", FakeSlack.BOT);
        await().atMost(SOON)
                .until(() -> slack.thread(card).stream()
                        .anyMatch(reply -> reply.text().contains("vote of")));
    }

    private void aFormIsFilledIn(NodeScript bot, Posted card) {
        assertThat(manager.shortcut("thread_action", card).ok()).isTrue();
        await().atMost(SOON).until(manager::hasModal);
        Modal modal = manager.modal();
        assertThat(modal.title()).isEqualTo("Ask");
        assertThat(modal.fill("Command", "status").submit().closed()).isTrue();
        assertThat(bot.saw("submission").path("values").toString()).contains("status");
    }
}
