package io.twokeys.story;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The main job: an upgrade that fails, the incident, two keys, the way back. */
abstract class MainJobStory {
    private final World world;
    private final Channel channel;
    private final SandboxView host;

    MainJobStory(World world) {
        this.world = world;
        this.channel = world.channel;
        this.host = world.host;
    }

    @BeforeEach
    void begin() {
        world.begin();
    }

    @Test
    void an_upgrade_fails_half_way_and_two_managers_turn_it_back() {
        var before = host.condition();
        Message plan = thePlanSaysWhatWillBeDone();
        String upgrade = theUpgradeFails(plan);
        Message incident = channel.shows("incident", upgrade, "Status: open", "frozen");
        theIncidentSaysWhy(incident);
        theTargetIsFrozen(upgrade);
        aRetryIsRefused(upgrade);
        Message card = theKeysAreTurned(upgrade);
        theRollbackRuns(card);
        assertThat(host.condition()).isEqualTo(before);
        assertThat(host.visitorGets()).isEqualTo(200);
        channel.thread(incident).head("resolved-pending-review", "Traffic: open");
        channel.thread(incident).shows("incident", "resolved-pending-review");
        theTruthIsTold(upgrade);
        world.twokeys.kill9();
        world.start();
        channel.fromNow();
        theTruthIsTold(upgrade);
    }

    private Message thePlanSaysWhatWillBeDone() {
        world.operator().types("/odoo upgrade sale_custom");
        Message plan = channel.shows("plan", "Plan: upgrade sale_custom on sandbox");
        assertThat(plan.text())
                .contains("sale_custom 19.0.1.0.0 → 19.0.1.1.0")
                .contains("migrations/19.0.1.1.0/pre-migrate.py, migrations/19.0.1.1.0/post-migrate.py")
                .contains("sale_custom_base new, 19.0.1.1.0 (new dependency of sale_custom")
                .contains("sale_custom_report 19.0.1.0.0 again (depends on sale_custom")
                .contains("Checkpoint: cloned database, hard-linked filestore, code revision")
                .contains("✔ target-free: pass", "✔ checkout-clean: pass", "✔ disk-space: pass")
                .containsPattern("Rollback\n○ .*")
                .containsPattern("Estimate: .*\\d+ s")
                .containsPattern("Plan digest [0-9a-f]{64}");
        assertThat(plan.buttons()).containsExactly("Start", "Cancel");
        return plan;
    }

    private String theUpgradeFails(Message plan) {
        var thread = channel.thread(plan);
        world.operator().presses("Start", plan);
        thread.shows("progress", "▶");
        Message verdict = thread.shows("verdict", "failed: upgrade sale_custom");
        String upgrade = world.operation(plan);
        assertThat(verdict.text())
                .contains("Database: half-upgraded", "Cause: migration-script", "Retry: not allowed")
                .contains("sale_custom/migrations/19.0.1.1.0/post-migrate.py:")
                .contains("psycopg2.errors.UndefinedColumn", "Next: Restore the checkpoint")
                .containsPattern("First failure, line \\d+ of the log:\n.*legacy_ref");
        thread.shows("progress", "✔ Take a verified checkpoint", "✘ Judge the result", "– Start Odoo");
        thread.shows("warning", "Error in " + upgrade, "bad query");
        thread.shows("warning", "Warning in " + upgrade, "Transient module states were reset");
        world.theLogIsToldWhole(plan, upgrade);
        thread.head("It was not completed");
        return upgrade;
    }

    private void theIncidentSaysWhy(Message incident) {
        assertThat(incident.buttons()).containsExactly("Ask for a rollback", "Diagnose again");
        assertThat(channel.thread(incident)
                        .shows("diagnosis", "Diagnosis of", "legacy_ref", "post-migrate.py:")
                        .buttons())
                .containsExactly("Ask for a rollback");
    }

    private void theTargetIsFrozen(String upgrade) {
        assertThat(host.frozen()).isTrue();
        assertThat(host.visitorGets()).isNotEqualTo(200);
        assertThat(host.sql("odoo", "select latest_version from ir_module_module where name = 'sale_custom_base'"))
                .isEqualTo("19.0.1.1.0");
        world.operator().types("/odoo status");
        channel.shows("status", "traffic frozen", "half-upgraded by " + upgrade);
    }

    private void aRetryIsRefused(String upgrade) {
        int jobs = host.commands().size();
        world.operator().types("/odoo upgrade sale_custom");
        Message refused = channel.shows("plan", "✘ not-half-upgraded", upgrade + " left the database half-upgraded");
        assertThat(refused.text()).contains("cannot start", "/odoo rollback");
        assertThat(refused.buttons()).isEmpty();
        assertThat(host.commandsAfter(jobs)).noneMatch(line -> line.startsWith("odoo-bin"));
    }

    private Message theKeysAreTurned(String upgrade) {
        host.sql("odoo", "insert into sale_order (name, state, write_date) values ('S70001', 'sale', now())");
        Message card = world.askForRollback();
        assertThat(card.text())
                .contains("What would be lost, written since", "⚠ sale orders (1 new, the newest S70001)");
        var thread = channel.thread(card);
        assertThat(card.text()).contains("Undoes: " + upgrade, "Because: the story says so", "\"checkpoint\":\"CP-");
        assertThat(card.text()).containsPattern("Plan digest [0-9a-f]{64}");
        world.operator().reacts("✅", card);
        thread.shows("refusal", "operator: this does not count", "your own request");
        channel.person("viewer").reacts("✅", card);
        thread.shows("refusal", "viewer: this does not count");
        world.manager1().reacts("✅", card);
        thread.shows("notice", "manager-1 turned a key. 1 of 2 keys: manager-1");
        thread.head("1 of 2 keys: manager-1", "✔ manager-1 (key turned)");
        world.manager1().takesBack("✅", card);
        thread.shows("notice", "manager-1 took the key back. 0 of 2 keys");
        world.manager1().reacts("✅", card);
        thread.head("1 of 2 keys: manager-1");
        assertThat(host.frozen()).isTrue();
        world.manager2().reacts("✅", card);
        assertThat(thread.head("2 of 2 keys: manager-1, manager-2", "It begins in ")
                        .buttons())
                .containsExactly("Stop");
        return card;
    }

    private void theRollbackRuns(Message card) {
        var thread = channel.thread(card);
        thread.shows("verdict", "RB-", "succeeded: roll back sandbox");
        thread.shows("progress", "✔ Swap the databases, keep the failed one", "✔ Switch the code", "✔ Reopen traffic");
        assertThat(thread.head("Done.").buttons()).isEmpty();
        assertThat(host.sql("postgres", "select count(*) from pg_database where datname like 'odoo%failed'"))
                .isNotEqualTo("0");
    }

    private void theTruthIsTold(String upgrade) {
        var operator = world.operator();
        operator.types("/odoo history");
        channel.shows(
                "history", upgrade + " upgrade sale_custom on sandbox, by operator", "failed", "RB-", "succeeded");
        operator.types("/odoo status");
        channel.shows("status", "Odoo runs, /web/login 200, traffic open", "nothing runs", "resolved-pending-review");
        operator.types("/odoo checkpoints");
        channel.shows("history", "Checkpoints of sandbox", "before " + upgrade, "restored");
        operator.types("/odoo audit verify");
        channel.shows("status", "The journal is intact");
        operator.types("/odoo whoami");
        channel.shows("status", "You are operator", "sandbox: viewer, operator");
        operator.types("/odoo help");
        channel.shows("help", "What operator may say here", "/odoo upgrade");
        channel.person("viewer").types("/odoo help");
        assertThat(channel.shows("help", "What viewer may say here").text())
                .contains("/odoo status")
                .doesNotContain("/odoo rollback");
    }
}
