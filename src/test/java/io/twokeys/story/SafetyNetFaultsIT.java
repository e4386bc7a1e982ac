package io.twokeys.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Whatever is there for a bad day, on a day that gets worse: {@code kill -9} in the middle of it, or the line is cut. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SafetyNetFaultsIT extends TwinStory {
    private Moment before;

    @BeforeEach
    void begin() {
        host.pace(0.03);
        host.letGo();
        channel.fromNow();
        assertThat(host.frozen()).isFalse();
        await("Odoo").atMost(Duration.ofSeconds(60)).until(() -> host.loginPage() == 200);
        before = Moment.of(host);
    }

    @Test
    @Order(1)
    void a_backup_is_killed_while_it_copies_database_and_files_and_before_odoo_runs_again() {
        host.hold("create database");
        Message card = begins("/odoo backup", "Plan: back up prod");
        String backup = world.killAt(card, "Take a verified checkpoint");
        String job = backup + "-checkpoint";
        assertThat(host.job(job)).exists();
        assertThat(host.job(job).resolve("exit")).doesNotExist();
        world.start();
        host.awaitFollowed(job);
        host.hold("cp -al");

        world.killAt(card, "Take a verified checkpoint");
        world.startHolding("systemctl start odoo");

        world.killAt(card, "Start Odoo");
        assertThat(host.frozen()).isTrue();
        world.startAndLetGo();

        isTakenOnce(card, backup);
        olga.types("/odoo checkpoints");
        assertThat(lines(channel.shows("history", "Checkpoints of prod"), "CP-"))
                .hasSize(1)
                .allMatch(line -> line.contains("by " + backup) && line.contains("verified"));
    }

    /** One copy of everything, and Odoo was away once. */
    private void isTakenOnce(Message card, String backup) {
        succeeds(card, backup, "prod");
        before.hasOneCopyMore();
        assertThat(before.ran("create database")).hasSize(1);
        assertThat(before.ran("mv -T")).hasSize(1);
        before.odooWasAway(1);
    }

    @Test
    @Order(2)
    void a_drill_is_killed_while_it_restores_and_while_odoo_loads_what_it_restored() {
        host.hold("create database");
        Message card = begins("/odoo drill", "Plan: drill CP-");
        String drill = world.killAt(card, "Restore the checkpoint into a scratch database");
        assertThat(host.job(drill + "-restore").resolve("exit")).doesNotExist();
        world.start();
        host.awaitFollowed(drill + "-restore");
        host.hold("odoo-bin -c");

        world.killAt(card, "Load it with Odoo");
        assertThat(host.databases()).contains("odoo__cp1_drill");
        assertThat(host.job(drill + "-load").resolve("exit")).doesNotExist();
        world.startAndLetGo();

        isDrilledOnce(card, drill);
    }

    /** Odoo loaded it and served it, each once, and was never away itself. */
    private void isDrilledOnce(Message card, String drill) {
        leavesNothing(card, drill, "prod");
        assertThat(before.ran("--stop-after-init")).hasSize(1);
        assertThat(before.ran("Serves a database on a port")).hasSize(1);
        before.odooWasAway(0);
    }

    @Test
    @Order(3)
    void a_dry_run_is_killed_while_it_restores_stops_the_twin_upgrades_and_puts_the_twin_back() {
        String twinsCode = world.twinsCode();
        host.hold("create database");
        Message card = begins("/odoo dry-run crm_custom", "Plan: dry-run crm_custom of prod on staging");
        String dryRun = world.killAt(card, "Restore the checkpoint into a copy");
        assertThat(host.job(dryRun + "-restore").resolve("exit")).doesNotExist();
        world.startHolding("systemctl stop odoo-staging");

        world.killAt(card, "Stop the twin's Odoo");
        assertThat(world.twinServes()).isFalse();
        host.pace(0.4);
        world.startAndLetGo();
        channel.thread(card).shows("log", "page 1", "Loading module crm_custom");
        channel.thread(card).shows("progress", "▶ Upgrade the modules");
        world.kill9();
        assertThat(host.job(dryRun + "-upgrade").resolve("exit")).doesNotExist();
        world.startHolding("checkout --quiet --detach " + twinsCode);

        world.killAt(card, "Drop the copy, put the twin's code and service back");
        assertThat(world.twinServes()).isFalse();
        world.startAndLetGo();

        leavesNothing(card, dryRun, "staging");
        ToldLog.isWhole(channel, card, dryRun, host.output(dryRun + "-upgrade"));
        assertThat(before.ran("odoo-bin -c")).hasSize(1).allMatch(line -> line.contains("-u crm_custom"));
        assertThat(world.twinServes()).isTrue();
        assertThat(world.twinsCode()).isEqualTo(twinsCode);
        before.odooWasAway(0);
    }

    @Test
    @Order(4)
    void an_undone_rollback_is_killed_after_the_swap_between_the_filestores_and_before_odoo_runs_again() {
        host.sql("odoo", "insert into sale_order (name, state) values ('S50001', 'sale')");
        before = Moment.of(host);
        Message asked = turned("/odoo rollback because the story says so", "roll back prod");
        channel.thread(asked).shows("verdict", "RB-1 succeeded");
        assertThat(orders("odoo")).isEqualTo("0");
        var rolledBack = Moment.of(host);

        host.hold("filestore/odoo__cp1_failed");
        Message card = turned("/odoo undo rollback RB-1", "undo RB-1 on prod");
        String undo = world.killAt(card, "Swap the kept database back, keep the present one");
        assertThat(orders("odoo")).as("swapped already").isEqualTo("1");
        assertThat(rolledBack.ran("mv -T")).isEmpty();
        world.startHolding("filestore/odoo /");

        world.killAt(card, "Swap the kept database back, keep the present one");
        assertThat(host.filestores()).contains("odoo__rb1_undone").doesNotContain("odoo");
        world.startHolding("systemctl start odoo");

        world.killAt(card, "Start Odoo");
        assertThat(host.frozen()).isTrue();
        world.startAndLetGo();

        succeeds(card, undo, "prod");
        assertThat(host.condition()).isEqualTo(before.condition());
        assertThat(host.databases()).contains("odoo__rb1_undone").doesNotContain("odoo__cp1_failed");
        assertThat(rolledBack.ran("mv -T")).hasSize(2);
        rolledBack.odooWasAway(1);
        assertThat(channel.thread(card).all())
                .filteredOn(message -> message.says("turned a key"))
                .hasSize(2);
    }

    /** Asks for it, and both managers turn their keys. */
    private static Message turned(String command, String title) {
        olga.types(command);
        Message card = channel.shows("approval", title, "0 of 2 keys");
        channel.person("mona").reacts("✅", card);
        channel.person("max").reacts("✅", card);
        return card;
    }

    private static String orders(String database) {
        return host.sql(database, "select count(*) from sale_order where name = 'S50001'");
    }

    @Test
    @Order(5)
    void a_thaw_is_killed_after_odoo_was_started_and_after_the_page_was_taken_away() {
        host.shut();
        host.hold("systemctl start odoo");
        Message card = begins("/odoo thaw", "Plan: reopen prod");
        String thaw = world.killAt(card, "Start Odoo");
        assertThat(host.frozen()).isTrue();
        world.startHolding("rm -f /");

        world.killAt(card, "Reopen traffic");
        assertThat(host.frozen()).isFalse();
        world.startAndLetGo();

        succeeds(card, thaw, "prod");
        before.isAsItWas();
        before.odooWasAway(1);
    }

    @Test
    @Order(6)
    void the_line_to_a_backup_is_cut_while_odoo_stops_and_while_the_database_is_copied() {
        host.hold("systemctl stop odoo");
        Message card = begins("/odoo backup", "Plan: back up prod");
        world.cutTheLineAt(card, "Stop Odoo");
        host.hold("create database");
        String backup = world.cutTheLineAt(card, "Take a verified checkpoint");
        host.awaitFollowed(backup + "-checkpoint");
        host.letGo();
        isTakenOnce(card, backup);
    }

    @Test
    @Order(7)
    void the_line_to_a_drill_is_cut_while_it_restores_and_while_odoo_loads_what_it_restored() {
        host.hold("create database");
        Message card = begins("/odoo drill", "Plan: drill CP-");
        world.cutTheLineAt(card, "Restore the checkpoint into a scratch database");
        host.hold("odoo-bin -c");
        String drill = world.cutTheLineAt(card, "Load it with Odoo");
        host.awaitFollowed(drill + "-load");
        host.letGo();
        isDrilledOnce(card, drill);
    }

    @Test
    @Order(8)
    void a_drill_that_is_killed_and_then_cancelled_takes_back_what_its_job_still_makes() {
        host.holdBack("create database");
        Message card = begins("/odoo drill", "Plan: drill CP-");
        String drill = world.killAt(card, "Restore the checkpoint into a scratch database");
        world.loseTheLine();
        world.start();
        var thread = channel.thread(card);
        thread.shows("progress", "▶ Restore the checkpoint", "not known, asking the host again");
        olga.types("/odoo cancel " + drill);
        channel.shows("notice", "Cancel " + drill);
        thread.shows("progress", "Undoing it");
        world.repairTheLine();
        host.awaitFollowed(drill + "-restore");
        host.letGo();
        thread.shows("verdict", drill + " cancelled");
        before.isAsItWas();
    }

    private static Message begins(String command, String title) {
        olga.types(command);
        Message plan = channel.shows("plan", title);
        olga.presses("Start", plan);
        return plan;
    }

    /** It restored once, and the host is as it was. */
    private void leavesNothing(Message card, String operation, String target) {
        succeeds(card, operation, target);
        before.isAsItWas();
        assertThat(before.ran("create database")).hasSize(1);
    }

    /** It is over, people are let in, the target is free, and everything was told once. */
    private static void succeeds(Message card, String operation, String target) {
        var thread = channel.thread(card);
        String done = thread.shows("progress", operation + ": ", ", succeeded").title();
        String title = done.substring(operation.length() + 2, done.lastIndexOf(", succeeded"));
        thread.shows("verdict", operation + " succeeded: " + title);
        assertThat(host.visitorGets()).isEqualTo(200);
        olga.types("/odoo status on " + target);
        channel.shows("status", target, "Odoo runs, /web/login 200, traffic open", "nothing runs");
        olga.types("/odoo history on " + target);
        assertThat(lines(channel.shows("history", operation), operation + " " + title))
                .hasSize(1)
                .allMatch(line -> line.contains("succeeded"));
        olga.types("/odoo audit verify");
        channel.shows("status", "The journal is intact");
        assertThat(channel.all())
                .filteredOn(message -> message.kind().equals(card.kind()) && message.says(title))
                .hasSize(1);
        assertThat(channel.all()).noneMatch(message -> message.kind().equals("incident"));
        assertThat(thread.all()).extracting(Message::text).doesNotHaveDuplicates();
        for (String kind : List.of("progress", "verdict"))
            assertThat(thread.all())
                    .filteredOn(message -> message.kind().equals(kind))
                    .hasSize(1);
    }

    private static List<String> lines(Message message, String words) {
        return message.text().lines().filter(line -> line.contains(words)).toList();
    }
}
