package io.twokeys.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code kill -9} in the middle, the same command again, and nobody notices but for the pause. */
abstract class KillStory {
    private final World world;
    private final Channel channel;
    private final SandboxView host;

    KillStory(World world) {
        this.world = world;
        this.channel = world.channel;
        this.host = world.host;
    }

    @BeforeEach
    void begin() {
        world.begin();
    }

    @Test
    void killed_at_three_steps_of_an_upgrade_and_at_three_of_a_rollback() {
        var before = host.condition();
        int commands = host.commands().size();
        Message plan = anUpgradeIsKilledThreeTimes();
        String upgrade = world.operation(plan);
        theUpgradeRanOnce(plan, upgrade, commands);
        commands = host.commands().size();
        Message card = aRollbackIsKilledThreeTimes();
        theRollbackRanOnce(card, commands);
        assertThat(host.condition()).isEqualTo(before);
        assertThat(host.visitorGets()).isEqualTo(200);
        nothingIsSaidTwice(channel.thread(plan).all());
        nothingIsSaidTwice(channel.thread(card).all());
        world.operator().types("/odoo audit verify");
        channel.shows("status", "The journal is intact");
        world.operator().types("/odoo history");
        channel.shows("history", upgrade + " upgrade sale_custom", "failed", "RB-", "succeeded");
    }

    private Message anUpgradeIsKilledThreeTimes() {
        host.hold("create database");
        Message plan = world.upgrade("sale_custom");
        host.awaitHeld();
        host.pace(0.4);
        killAndStart();

        var thread = channel.thread(plan);
        thread.shows("log", "page 1", "Loading module sale_custom");
        world.twokeys.kill9();
        String upgrade = host.newestUpgrade();
        await("the upgrade to go on without us")
                .atMost(Duration.ofSeconds(60))
                .until(() -> host.output(upgrade + "-upgrade").contains("post-migrate"));
        assertThat(host.job(upgrade + "-upgrade").resolve("exit")).doesNotExist();
        host.hold("journalctl");
        host.holdWhile(world::start);

        host.awaitHeld();
        killAndStart();
        thread.shows("verdict", upgrade + " failed");
        return plan;
    }

    private void theUpgradeRanOnce(Message plan, String upgrade, int before) {
        var ran = host.commandsAfter(before);
        assertThat(ran).filteredOn(line -> line.startsWith("odoo-bin")).hasSize(1);
        assertThat(ran).filteredOn(line -> line.contains("create database")).hasSize(1);
        assertThat(host.output(upgrade + "-upgrade").split("Odoo version", -1)).hasSize(2);
        world.theLogIsToldWhole(plan, upgrade);
        assertThat(channel.all().stream().filter(message -> message.kind().equals("plan")))
                .hasSize(1);
        channel.shows("incident", upgrade);
        assertThat(channel.all().stream()
                        .filter(message -> message.kind().equals("incident")
                                && message.thread().isEmpty()))
                .hasSize(1);
    }

    private Message aRollbackIsKilledThreeTimes() {
        host.pace(0.03);
        Message card = world.askForRollback();
        var thread = channel.thread(card);
        world.manager1().reacts("✅", card);
        thread.head("1 of 2 keys: manager-1");
        world.manager2().reacts("✅", card);
        thread.head("2 of 2 keys: manager-1, manager-2", "It begins in ");
        killAndStartHolding("_failed");
        thread.head("✔ manager-1 (key turned)", "✔ manager-2 (key turned)");

        host.awaitHeld();
        killAndStartHolding("systemctl start odoo");

        host.awaitHeld();
        assertThat(host.frozen()).isTrue();
        killAndStart();
        thread.shows("verdict", "RB-", "succeeded");
        return card;
    }

    private void theRollbackRanOnce(Message card, int before) {
        var ran = host.commandsAfter(before);
        assertThat(ran).filteredOn(line -> line.startsWith("mv -T")).hasSize(2);
        assertThat(ran).noneMatch(line -> line.startsWith("odoo-bin"));
        channel.thread(card).head("Done.");
        assertThat(channel.thread(card).all().stream().map(Message::text).filter(text -> text.contains("turned a key")))
                .hasSize(2);
    }

    /** The next hold stands before anything can run that it is meant for. */
    private void killAndStartHolding(String words) {
        world.twokeys.kill9();
        host.hold(words);
        host.holdWhile(world::start);
    }

    private void killAndStart() {
        world.twokeys.kill9();
        host.letGo();
        world.start();
    }

    private static void nothingIsSaidTwice(List<Message> thread) {
        assertThat(thread).extracting(Message::text).doesNotHaveDuplicates();
        assertThat(thread).extracting(Message::title).doesNotHaveDuplicates();
    }
}
