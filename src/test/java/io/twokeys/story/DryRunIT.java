package io.twokeys.story;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A production target and its staging twin on one host: what is tried on the copy there decides what may start. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DryRunIT extends TwinStory {
    @Test
    @Order(1)
    void without_a_checkpoint_there_is_nothing_to_try_it_on() {
        olga.types("/odoo dry-run crm_custom");
        olga.isTold("prod has no checkpoint to try it on. `/odoo backup on prod` takes one.");
        olga.types("/odoo backup");
        Message plan = channel.shows("plan", "back up prod");
        olga.presses("Start", plan);
        channel.thread(plan).shows("verdict", "BK-1 succeeded");
    }

    @Test
    @Order(2)
    void what_passes_on_the_copy_may_start_with_an_estimate_of_that_copy() {
        var before = host.condition();
        olga.types("/odoo dry-run crm_custom");
        Message plan = channel.shows("plan", "Plan: dry-run crm_custom of prod on staging");
        assertThat(plan.text())
                .contains(
                        "Copy: CP-1, restored into odoo__cp1_dry", "Odoo and addons checkout of staging", "crm_custom")
                .contains("Of prod nothing is changed: its checkpoint is read");
        olga.presses("Start", plan);
        var thread = channel.thread(plan);
        thread.shows("verdict", "DR-1 succeeded: dry-run crm_custom of prod on staging");
        thread.shows("progress", "✔ Restore the checkpoint into a copy", "✔ Neutralize it", "✔ Judge the result");
        assertThat(host.condition()).isEqualTo(before);
        assertThat(copies()).isEqualTo("0");
        olga.types("/odoo plan crm_custom");
        channel.shows("plan", "upgrade crm_custom on prod", "from DR-1, the dry run of this change");
    }

    @Test
    @Order(3)
    void what_fails_on_the_copy_does_not_start() {
        var before = host.condition();
        olga.types("/odoo dry-run sale_custom");
        Message plan = channel.shows("plan", "Plan: dry-run sale_custom of prod on staging");
        olga.presses("Start", plan);
        channel.thread(plan).shows("verdict", "DR-2 failed", "prod was not touched", "First failure");
        assertThat(host.condition()).isEqualTo(before);
        assertThat(copies()).isEqualTo("0");
        olga.types("/odoo upgrade sale_custom");
        channel.shows("plan", "upgrade sale_custom on prod", "staging-passed: fail", "failed on staging as DR-2");
    }

    @Test
    @Order(4)
    void the_right_on_the_twin_is_needed_too() {
        channel.person("paul").types("/odoo dry-run crm_custom");
        channel.person("paul").isTold("Paul is not operator on staging. Ask somebody who is.");
        olga.types("/odoo dry-run crm_custom on staging");
        olga.isTold("staging has no staging twin to try it on");
    }

    private static String copies() {
        return host.sql("postgres", "select count(*) from pg_database where datname like '%dry%'");
    }
}
