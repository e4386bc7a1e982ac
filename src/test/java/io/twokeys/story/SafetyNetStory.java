package io.twokeys.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What there is for the day when something goes wrong: backups, drills, and a way back from the way back. */
abstract class SafetyNetStory {
    private final World world;
    private final Channel channel;
    private final SandboxView host;

    SafetyNetStory(World world) {
        this.world = world;
        this.channel = world.channel;
        this.host = world.host;
    }

    @BeforeEach
    void begin() {
        world.begin();
    }

    @Test
    void a_backup_is_taken_and_a_drill_proves_it() {
        var before = host.condition();
        String backup = aBackupIsTaken();
        assertThat(host.condition()).isEqualTo(before);
        assertThat(host.visitorGets()).isEqualTo(200);
        aDrillProvesIt(backup);
        aDrillOfWhatOdooCannotShowFails();
        assertThat(host.condition()).isEqualTo(before);
        assertThat(drillDatabases()).isEqualTo("0");
    }

    private String aBackupIsTaken() {
        world.operator().types("/odoo backup");
        Message plan = channel.shows("plan", "Plan: back up sandbox");
        assertThat(plan.text())
                .contains("Checkpoint: cloned database, hard-linked filestore, code revision; verified")
                .contains("Space and time: a clone takes ", "Odoo is stopped meanwhile")
                .containsPattern("Estimate: .*from the size of the database");
        world.operator().presses("Start", plan);
        var thread = channel.thread(plan);
        String backup = world.operation(plan);
        thread.shows("verdict", backup + " succeeded: back up sandbox");
        thread.shows("progress", "✔ Stop Odoo", "✔ Take a verified checkpoint", "✔ Reopen traffic");
        world.operator().types("/odoo checkpoints");
        channel.shows("history", "Checkpoints of sandbox", "by " + backup, "verified");
        return backup;
    }

    private void aDrillProvesIt(String backup) {
        host.sql("odoo", "insert into sale_order (name, state) values ('S60001', 'sale')");
        world.operator().types("/odoo drill");
        Message plan = channel.shows("plan", "Plan: drill CP-", "Restored into: odoo__cp");
        world.operator().presses("Start", plan);
        var thread = channel.thread(plan);
        Message verdict = thread.shows("verdict", "succeeded: drill CP-");
        assertThat(verdict.text())
                .containsPattern(
                        "CP-\\d+ restores: \\d+ modules as recorded, \\d+ rows of business documents as recorded,"
                                + " 48 sampled files there");
        thread.shows(
                "progress",
                "✔ Neutralize it",
                "✔ Prove modules, rows and files",
                "✔ Load it with Odoo",
                "✔ Open its login page",
                "✔ Drop the scratch database");
        host.sql("odoo", "delete from sale_order where name = 'S60001'");
        assertThat(backup).startsWith("BK-");
    }

    private void aDrillOfWhatOdooCannotShowFails() {
        channel.fromNow();
        String copy = host.sql("postgres", """
                select datname from pg_database where datname ~ '^odoo__cp[0-9]+$'
                order by length(datname) desc, datname desc limit 1""");
        inCheckpoint(copy, "alter table res_users rename to res_users_lost");
        world.operator().types("/odoo drill");
        Message plan = channel.shows("plan", "Plan: drill CP-", "Restored into: " + copy + "_drill");
        world.operator().presses("Start", plan);
        Message verdict = channel.thread(plan).shows("verdict", "failed: drill CP-");
        assertThat(verdict.text())
                .contains("restores and Odoo loads it, but its pages do not open: ")
                .contains("/web/image/res.users/2/image_128 answered 500: psycopg2.errors.UndefinedTable: ERROR: "
                        + "relation \"res_users\"");
        inCheckpoint(copy, "alter table res_users_lost rename to res_users");
    }

    private void inCheckpoint(String copy, String statement) {
        host.sql("postgres", "alter database " + copy + " allow_connections true");
        host.sql(copy, statement);
        host.sql("postgres", "alter database " + copy + " allow_connections false");
    }

    @Test
    void traffic_can_be_let_in_again_whatever_was_left_behind() {
        channel.thread(world.upgrade("hr_custom")).shows("verdict", "Database: half-upgraded");
        assertThat(host.frozen()).isTrue();
        world.operator().types("/odoo thaw");
        Message plan = channel.shows("plan", "Plan: reopen sandbox", "people would write into it");
        assertThat(plan.text())
                .containsPattern("A rollback to CP-\\d+ afterwards loses what people write")
                .contains("odoo does not run; it is started first");
        world.operator().presses("Start", plan);
        channel.thread(plan).shows("verdict", "failed: reopen sandbox", "/web/login 500. Traffic is open.");
        assertThat(host.visitorGets()).isEqualTo(500);
        Message incident = channel.shows("incident", "Status: open", "Traffic: open");
        channel.thread(incident).shows("incident", "operator reopened traffic all the same. It stays open.");
        world.operator().types("/odoo thaw");
        world.operator().isTold("sandbox is open: no maintenance page is shown, and odoo runs.");
        world.rollBack();
        assertThat(host.visitorGets()).isEqualTo(200);
    }

    private String drillDatabases() {
        return host.sql("postgres", "select count(*) from pg_database where datname like '%drill%'");
    }

    @Test
    void a_rollback_is_taken_back_with_two_keys_as_long_as_its_database_is_kept() {
        var before = host.condition();
        channel.thread(world.upgrade("crm_custom")).shows("verdict", "succeeded");
        var upgraded = host.condition();
        Message asked = world.askForRollback();
        String rollback = theKeysAreTurned(asked);
        theNextOneIsNotGuessed();
        Message undo = theUndoIsAskedFor(rollback);
        String undone = theKeysAreTurned(undo);
        assertThat(undone).startsWith("UR-");
        assertThat(host.condition()).isEqualTo(upgraded);
        assertThat(host.visitorGets()).isEqualTo(200);
        String kept = "odoo__" + rollback.replace("-", "").toLowerCase(Locale.ROOT) + "_undone";
        assertThat(host.sql("postgres", "select count(*) from pg_database where datname = '" + kept + "'"))
                .isEqualTo("1");
        world.operator().types("/odoo undo rollback " + rollback);
        world.operator().isTold("that " + rollback + " kept is not on sandbox any more, so " + rollback + " cannot be");
        world.operator().types("/odoo undo rollback " + undone);
        theKeysAreTurned(channel.shows("approval", "undo " + undone + " on sandbox", "0 of 2 keys"));
        assertThat(host.condition()).isEqualTo(before);
    }

    @Test
    void what_an_undone_rollback_brings_back_is_said_before_anybody_votes_and_the_way_on_is_named() {
        Message failed = world.upgrade("sale_custom");
        channel.thread(failed).shows("verdict", "Database: half-upgraded");
        String upgrade = world.operation(failed);
        channel.shows("incident", upgrade, "Cause: migration-script in sale_custom/");
        String rollback = theKeysAreTurned(world.askForRollback());
        var whole = host.condition();
        world.operator().types("/odoo diagnose " + upgrade);
        channel.shows("diagnosis", "Diagnosis of " + upgrade, "That database is not live any more");

        world.operator().types("/odoo undo rollback " + rollback);
        Message undo = channel.shows("approval", "undo " + rollback + " on sandbox", "0 of 2 keys");
        assertThat(undo.text()).contains(upgrade + " left odoo__cp", " half-upgraded: Odoo may not work with it");
        channel.fromNow();
        String undone = theKeysAreTurned(undo);
        Message incident = channel.shows(
                "incident", upgrade + " had left half-upgraded what " + undone + " brought back", "Status: open");
        world.operator().types("/odoo check not-half-upgraded");
        channel.shows("status", "not-half-upgraded: fail", upgrade + " left the database half-upgraded");

        world.operator().types("/odoo rollback");
        world.operator().isTold(undone + " took a rollback of sandbox back; `/odoo undo rollback " + undone + "`");
        world.operator().types("/odoo undo rollback " + undone);
        Message back = channel.shows("approval", "undo " + undone + " on sandbox", "0 of 2 keys");
        assertThat(back.text()).doesNotContain("half-upgraded");
        theKeysAreTurned(back);
        assertThat(host.condition()).isEqualTo(whole);
        channel.thread(incident).shows("incident", "is resolved-pending-review");
    }

    /** Turns both; the operation that ran. */
    private String theKeysAreTurned(Message card) {
        world.manager1().reacts("✅", card);
        world.manager2().reacts("✅", card);
        channel.thread(card).shows("verdict", "succeeded");
        return world.operation(card);
    }

    private void theNextOneIsNotGuessed() {
        world.operator().types("/odoo rollback");
        world.operator()
                .isTold("sandbox was rolled back to CP-", "no checkpoint was taken since", "/odoo checkpoints on");
    }

    private Message theUndoIsAskedFor(String rollback) {
        world.operator().types("/odoo undo rollback RB-999");
        world.operator().isTold("There is no operation RB-999. `/odoo history` lists them.");
        world.operator().types("/odoo undo rollback " + rollback);
        Message card = channel.shows("approval", "undo " + rollback + " on sandbox", "0 of 2 keys");
        assertThat(card.text())
                .contains("which " + rollback + " kept", "Nothing would be lost")
                .contains("stays only in odoo__rb");
        world.operator().reacts("✅", card);
        channel.thread(card).shows("refusal", "operator: this does not count", "your own request");
        return card;
    }
}
