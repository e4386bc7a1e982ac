package io.twokeys.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.chat.discord.FakeDiscord;
import io.twokeys.chat.discord.FakePerson;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The packaged jar on Discord: it connects, hears, answers, and closes its session when it stops. */
class DiscordProcessIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final FakeDiscord discord = new FakeDiscord();
    private final String channel = discord.addChannel("odoo-sandbox");
    private final FakePerson stranger = discord.addPerson("stranger");
    private final TwokeysProcess twokeys = TwokeysProcess.inEmptyFolder()
            .with("DISCORD_BOT_TOKEN", FakeDiscord.TOKEN)
            .with("DISCORD_API_URL", discord.apiUrl())
            .with("DISCORD_GATEWAY_URL", discord.gatewayUrl())
            .with("TWOKEYS_CONSOLE_ENABLED", "true");

    @AfterEach
    void close() throws IOException {
        twokeys.close();
        discord.close();
    }

    @Test
    void an_unlinked_account_is_answered_alone_before_and_after_a_restart() {
        twokeys.start();
        asksWhoItIs(1);
        twokeys.stop();
        Awaitility.await("the session is closed").until(() -> discord.gate().connected() == 0);
        twokeys.start();
        asksWhoItIs(2);
        itIsRecordedAsSaid();
        twokeys.kill9();
        twokeys.start();
        asksWhoItIs(3);
        assertThat(discord.messages(channel)).isEmpty();
        assertThat(discord.unknownCalls()).isEmpty();
    }

    /** What was said to one person alone and not yet recorded as said is said again after a crash; another story than this one. */
    private static void itIsRecordedAsSaid() {
        LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
    }

    private void asksWhoItIs(int time) {
        Awaitility.await("a session")
                .atMost(PATIENCE)
                .until(() -> discord.gate().connected() == 1);
        Awaitility.await("commands")
                .atMost(PATIENCE)
                .until(() -> !discord.commands().isEmpty());
        stranger.types(channel, "odoo whoami", Map.of()).awaitAnswer();
        Awaitility.await("an answer")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(stranger.isToldAlone())
                        .filteredOn(said -> said.whole().contains("people.yaml"))
                        .hasSize(time));
    }
}
