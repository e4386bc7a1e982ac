package io.twokeys.chat.discord;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.JDABuilder;
import net.dv8tion.jda.api.events.RawGatewayEvent;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.hooks.ListenerAdapter;
import net.dv8tion.jda.api.requests.GatewayIntent;
import net.dv8tion.jda.api.requests.RestConfig;
import net.dv8tion.jda.api.utils.Compression;
import net.dv8tion.jda.api.utils.SessionControllerAdapter;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client that we did not write gets along with the fake's gateway. */
class FakeGatewayTest {
    private final FakeDiscord discord = new FakeDiscord();
    private final String channel = discord.addChannel("odoo-prod");
    private final FakePerson ann = discord.addPerson("ann");
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<JDA> clients = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        clients.forEach(JDA::shutdownNow);
        discord.close();
    }

    @Test
    void it_connects_hears_and_answers() throws Exception {
        JDA jda = client(EnumSet.of(GatewayIntent.GUILD_MESSAGE_REACTIONS));
        jda.updateCommands()
                .addCommands(net.dv8tion.jda.api.interactions.commands.build.Commands.slash("odoo", "Operate Odoo"))
                .complete();
        FakeInteraction typed = ann.types(channel, "odoo", Map.of()).awaitAnswer();
        assertThat(typed.answer()).isEqualTo(4);
        assertThat(ann.isToldAlone()).extracting(ShownMessage::text).containsExactly("heard");
        ShownMessage said = ann.says(channel, "secret");
        ann.reacts(said, "✅");
        await("MESSAGE_REACTION_ADD");
        assertThat(heard).doesNotContain("MESSAGE_CREATE");
        assertThat(discord.unknownCalls()).isEmpty();
    }

    @Test
    void a_broken_line_is_resumed_and_what_was_missed_comes_after() throws Exception {
        client(EnumSet.of(GatewayIntent.GUILD_MESSAGE_REACTIONS));
        ShownMessage said = ann.says(channel, "hi");
        discord.gate().closes(4000);
        ann.reacts(said, "✅");
        await("MESSAGE_REACTION_ADD");
        assertThat(discord.gate().identifies()).isEqualTo(1);
        assertThat(discord.gate().resumes()).isEqualTo(1);
        discord.gate().asksToReconnect();
        ann.takesBack(said, "✅");
        await("MESSAGE_REACTION_REMOVE");
        assertThat(discord.gate().identifies()).isEqualTo(1);
    }

    @Test
    void two_sessions_with_one_token_both_hear_everything() throws Exception {
        client(EnumSet.of(GatewayIntent.GUILD_MESSAGE_REACTIONS));
        client(EnumSet.noneOf(GatewayIntent.class));
        client(EnumSet.of(GatewayIntent.GUILD_MESSAGE_REACTIONS));
        ann.reacts(ann.says(channel, "hi"), "✅");
        Awaitility.await()
                .until(() ->
                        heard.stream().filter("MESSAGE_REACTION_ADD"::equals).count() == 2);
        assertThat(discord.gate().connected()).isEqualTo(3);
    }

    @Test
    void a_privileged_intent_that_is_not_switched_on_ends_the_session() {
        JDA jda = start(EnumSet.of(GatewayIntent.MESSAGE_CONTENT));
        Awaitility.await().until(() -> jda.getStatus() == JDA.Status.SHUTDOWN);
        assertThat(discord.gate().connected()).isZero();
    }

    private void await(String type) {
        Awaitility.await(type).until(() -> heard.contains(type));
    }

    private JDA client(EnumSet<GatewayIntent> intents) throws InterruptedException {
        return start(intents).awaitReady();
    }

    private JDA start(EnumSet<GatewayIntent> intents) {
        JDA jda = JDABuilder.createLight(FakeDiscord.TOKEN, intents)
                .setRestConfig(new RestConfig().setBaseUrl(discord.apiUrl()))
                .setSessionController(new SessionControllerAdapter() {
                    @Override
                    public String getGateway() {
                        return discord.gatewayUrl();
                    }
                })
                .setCompression(Compression.NONE)
                .setEnableShutdownHook(false)
                .setRawEventsEnabled(true)
                .addEventListeners(new Ears())
                .build();
        clients.add(jda);
        return jda;
    }

    private final class Ears extends ListenerAdapter {
        @Override
        public void onRawGateway(RawGatewayEvent event) {
            heard.add(event.getType());
        }

        @Override
        public void onSlashCommandInteraction(SlashCommandInteractionEvent event) {
            event.reply("heard").setEphemeral(true).queue();
        }
    }
}
