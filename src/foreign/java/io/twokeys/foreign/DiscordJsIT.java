package io.twokeys.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.twokeys.chat.discord.FakeDiscord;
import io.twokeys.chat.discord.FakePerson;
import io.twokeys.chat.discord.ShownMessage;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A bot on discord.js finds FakeDiscord to be what it knows: gateway, interactions, messages, threads, files, reactions. */
class DiscordJsIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final FakeDiscord discord = new FakeDiscord();
    private final String channel = discord.addChannel("odoo-prod");
    private final FakePerson manager = discord.addPerson("manager-1");
    private final NodeScript bot = NodeScript.start(
            "discord-js.mjs",
            Map.of(
                    "DISCORD_API_URL",
                    discord.apiUrl().replaceAll("/v10/?$", ""),
                    "DISCORD_BOT_TOKEN",
                    FakeDiscord.TOKEN));

    @AfterEach
    void stop() {
        bot.close();
        discord.close();
    }

    @Test
    void a_command_a_card_a_vote_and_a_thread() {
        assertThat(bot.saw("started").path("guilds").asInt()).isEqualTo(1);
        assertThat(discord.commands()).hasSize(1);
        assertThat(manager.isOffered(channel, "odoo", Map.of("module", "sale"), "module"))
                .containsExactly("sale_custom");
        manager.types(channel, "odoo", Map.of("module", "sale_custom"));
        bot.saw("command");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(discord.messages(channel))
                        .as("%s", bot.told())
                        .hasSize(1));
        ShownMessage card = discord.messages(channel).getFirst();
        await().atMost(SOON).until(() -> discord.hasPlace(card.id()));
        await().atMost(SOON).until(() -> discord.messages(card.id()).size() == 1);
        ShownMessage reply = discord.messages(card.id()).getFirst();
        assertThat(reply.files()).extracting(ShownMessage.File::name).containsExactly("a.log");
        assertThat(new String(reply.files().getFirst().content(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("one line\n");

        manager.reacts(card, "✅");
        var vote = bot.says(line -> line.path("user").asText().equals(manager.id()) && line.has("reread"), "the vote");
        assertThat(vote.path("reread").toString()).contains(manager.id(), discord.bot());
        manager.takesBack(card, "✅");
        bot.saw("unreaction");
        manager.clears(card);
        bot.saw("cleared");

        manager.presses(discord.messages(channel).getFirst(), "Approve");
        await().atMost(SOON)
                .until(() -> discord.messages(channel).getFirst().text().equals("approved"));
        assertThat(discord.unknownCalls()).isEmpty();
        assertThat(bot.told()).noneMatch(line -> line.path("saw").asText().equals("error"));
    }

    @Test
    void a_lost_connection_is_resumed_and_what_was_missed_comes_after() {
        bot.saw("started");
        ShownMessage said = manager.says(channel, "hello");
        discord.gate().asksToReconnect();
        await().atMost(SOON).until(() -> discord.gate().resumes() == 1);
        manager.reacts(said, "✅");
        bot.saw("reaction");
        assertThat(discord.gate().identifies()).isEqualTo(1);
    }

    @Test
    void a_session_that_is_over_begins_anew() {
        bot.saw("started");
        discord.gate().invalidates(false);
        await().atMost(SOON).until(() -> discord.gate().identifies() == 2);
        ShownMessage said = manager.says(channel, "hello");
        await().atMost(SOON).until(() -> discord.gate().connected() == 1);
        manager.reacts(said, "✅");
        bot.saw("reaction");
    }
}
