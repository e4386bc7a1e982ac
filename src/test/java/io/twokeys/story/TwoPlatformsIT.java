package io.twokeys.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.chat.discord.ShownMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One target with a channel on Slack and one on Discord: told in both, and decided in both together. */
@On({On.Way.SLACK_HTTP, On.Way.DISCORD})
class TwoPlatformsIT {
    private static final String UPGRADE = "upgrade sale_custom";

    private final World world;
    private final Channel slack;
    private final Channel discord;

    TwoPlatformsIT(World world) {
        this.world = world;
        this.slack = world.channel(SlackEntry.class);
        this.discord = world.channel(DiscordEntry.class);
    }

    @BeforeEach
    void begin() {
        world.begin();
    }

    @Test
    void a_key_from_slack_and_one_from_discord_release_what_two_of_one_human_do_not() {
        var before = world.host.condition();
        theUpgradeFailsInBoth();
        discord.person("operator").types("/odoo rollback because the story says so");
        Message onSlack = slack.shows("approval", "0 of 2 keys");
        Message onDiscord = discord.shows("approval", "0 of 2 keys");
        slack.person("manager-1").reacts("✅", onSlack);
        slack.thread(onSlack).head("1 of 2 keys: manager-1");
        discord.thread(onDiscord).head("1 of 2 keys: manager-1");
        discord.person("manager-1").reacts("✅", onDiscord);
        discord.person("operator").reacts("✅", onDiscord);
        discord.thread(onDiscord).shows("refusal", "operator: this does not count", "your own request");
        discord.person("viewer").types("/odoo status");
        discord.shows("status", "1 key missing");
        assertThat(slack.thread(onSlack).head("1 of 2 keys").buttons()).contains("Turn my key");
        assertThat(world.host.frozen()).isTrue();
        discord.person("manager-2").reacts("✅", onDiscord);
        slack.thread(onSlack).shows("verdict", "succeeded: roll back sandbox");
        discord.thread(onDiscord).shows("verdict", "succeeded: roll back sandbox");
        assertThat(world.host.condition()).isEqualTo(before);
        oneOfEachInBoth();
    }

    /** Asked for on Slack, shown in both; the log is whole in both. */
    private void theUpgradeFailsInBoth() {
        Message onSlack = world.upgrade("sale_custom");
        Message onDiscord = discord.shows("plan", UPGRADE);
        slack.thread(onSlack).shows("verdict", "failed: " + UPGRADE);
        discord.thread(onDiscord).shows("verdict", "failed: " + UPGRADE);
        String upgrade = world.operation(onSlack);
        world.theLogIsToldWhole(slack, onSlack, upgrade);
        world.theLogIsToldWhole(discord, onDiscord, upgrade);
        slack.shows("incident", upgrade, "Status: open");
        discord.shows("incident", upgrade, "Status: open");
    }

    private void oneOfEachInBoth() {
        for (Channel channel : new Channel[] {slack, discord}) {
            for (String kind : new String[] {"plan", "incident", "approval"}) {
                assertThat(channel.all())
                        .filteredOn(message ->
                                message.thread().isEmpty() && message.kind().equals(kind))
                        .as(kind)
                        .hasSize(1);
            }
        }
    }

    @Test
    void what_happens_while_the_bot_is_down_is_found_and_a_card_that_was_removed_comes_back() {
        theUpgradeFailsInBoth();
        slack.person("operator").types("/odoo rollback because the story says so");
        Message onSlack = slack.shows("approval", "0 of 2 keys");
        Message onDiscord = discord.shows("approval", "0 of 2 keys");
        aCommentIsCarriedOver(onSlack, onDiscord);
        slack.person("manager-1").reacts("✅", onSlack);
        discord.thread(onDiscord).head("1 of 2 keys: manager-1");
        world.twokeys.kill9();
        slack.person("manager-1").takesBack("✅", onSlack);
        discord.person("manager-2").reacts("✅", onDiscord);
        world.start();
        discord.thread(onDiscord).head("1 of 2 keys: manager-2");
        slack.thread(onSlack).head("1 of 2 keys: manager-2");
        world.entry(SlackEntry.class).deletes(onSlack);
        discord.person("manager-2").takesBack("✅", onDiscord);
        Message again = slack.shows("approval", "0 of 2 keys");
        assertThat(again.id()).isNotEqualTo(onSlack.id());
        slack.person("manager-1").reacts("✅", again);
        discord.thread(onDiscord).head("1 of 2 keys: manager-1");
        discord.person("manager-2").reacts("✅", onDiscord);
        discord.thread(onDiscord).shows("verdict", "succeeded: roll back sandbox");
        slack.thread(again).shows("verdict", "succeeded: roll back sandbox");
    }

    private void aCommentIsCarriedOver(Message onSlack, Message onDiscord) {
        world.entry(SlackEntry.class).says("manager-2", "the vendor called @everyone <@U0VIEWER>", onSlack);
        Message carried = discord.thread(onDiscord).shows("notice", "manager-2 (Slack)", "the vendor called @everyone");
        ShownMessage shown = world.entry(DiscordEntry.class).discord().message(onDiscord.id(), carried.id());
        assertThat(shown.pings()).isEmpty();
    }

    @AfterAll
    static void the_bot_kept_both_paces(World world) {
        assertThat(world.entry(SlackEntry.class).slack().turnedAway()).hasSizeLessThanOrEqualTo(5);
        assertThat(world.entry(DiscordEntry.class).discord().tooFast()).isLessThanOrEqualTo(5);
    }
}
