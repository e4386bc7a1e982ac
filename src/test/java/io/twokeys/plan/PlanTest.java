package io.twokeys.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.fleet.TargetName;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static final Plan.Revisions REVISIONS = new Plan.Revisions("a".repeat(40), "b".repeat(40));
    private static final Plan.Change CHANGE =
            new Plan.Change("sale_custom", "19.0.1.0.0", "19.0.1.1.0", "requested", List.of("post-fill.py"));

    @Test
    void a_stored_upgrade_is_read_back_as_the_same_plan() {
        var change = new Plan.Change("sale_custom", "19.0.1.0.0", "19.0.1.1.0", "requested", List.of("post-fill.py"));
        isReadBack(new Plan.Upgrade(
                new TargetName("prod"),
                "prod",
                List.of("sale_custom"),
                REVISIONS,
                List.of(change),
                "c".repeat(64),
                "clone",
                List.of("freeze", "upgrade")));
    }

    @Test
    void a_stored_rollback_is_read_back_as_the_same_plan() {
        isReadBack(new Plan.Rollback(
                new TargetName("prod"),
                "prod",
                "CP-12",
                "UP-42",
                REVISIONS,
                new Plan.Fingerprints("c".repeat(64), "d".repeat(64)),
                "prod_failed",
                List.of("stop", "swap")));
    }

    @Test
    void what_is_done_for_safety_is_read_back_as_the_same_plan() {
        var prod = new TargetName("prod");
        isReadBack(new Plan.UndoRollback(
                prod,
                "prod",
                "RB-7",
                "prod__cp12_failed",
                REVISIONS,
                new Plan.Fingerprints("c".repeat(64), "d".repeat(64)),
                "prod__rb7_undone",
                "UP-4",
                List.of("stop", "swap")));
        isReadBack(new Plan.Backup(prod, "prod", "dump", List.of("checkpoint")));
        isReadBack(new Plan.Drill(
                prod, "prod", "CP-12", "prod__cp12_drill", "c".repeat(64), List.of("restore", "prove", "drop")));
    }

    @Test
    void a_dry_run_is_of_the_same_change_as_the_upgrade_that_it_tries() {
        var upgrade = upgrade("c".repeat(64), List.of("sale_custom"));
        var dryRun = dryRun("c".repeat(64));
        isReadBack(dryRun);
        assertThat(dryRun.title()).isEqualTo("dry-run sale_custom of prod on staging");
        assertThat(dryRun.change()).isEqualTo(upgrade.change());
        assertThat(dryRun.digest()).isNotEqualTo(upgrade.digest());
        assertThat(dryRun("d".repeat(64)).change()).isNotEqualTo(upgrade.change());
        assertThat(upgrade("c".repeat(64), List.of("stock")).change()).isNotEqualTo(upgrade.change());
    }

    private static Plan.Upgrade upgrade(String baseline, List<String> modules) {
        return new Plan.Upgrade(
                new TargetName("prod"),
                "prod",
                modules,
                REVISIONS,
                List.of(CHANGE),
                baseline,
                "clone",
                List.of("stop", "upgrade"));
    }

    private static Plan.DryRun dryRun(String baseline) {
        return new Plan.DryRun(
                new TargetName("staging"),
                "prod__cp12_dry",
                new Plan.Source(new TargetName("prod"), "CP-12", baseline),
                List.of("sale_custom"),
                new Plan.Revisions("e".repeat(40), REVISIONS.to()),
                List.of(CHANGE),
                List.of("restore", "upgrade"));
    }

    private static void isReadBack(Plan plan) {
        assertThat(Plan.parse(plan.canonical())).isEqualTo(plan);
        assertThat(Plan.parse(plan.canonical()).digest()).isEqualTo(plan.digest());
    }
}
