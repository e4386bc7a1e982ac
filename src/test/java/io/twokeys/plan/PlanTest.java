package io.twokeys.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.fleet.TargetName;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static final Plan.Revisions REVISIONS = new Plan.Revisions("a".repeat(40), "b".repeat(40));

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
                List.of("stop", "swap")));
        isReadBack(new Plan.Backup(prod, "prod", "dump", List.of("checkpoint")));
        isReadBack(new Plan.Drill(
                prod, "prod", "CP-12", "prod__cp12_drill", "c".repeat(64), List.of("restore", "prove", "drop")));
    }

    private static void isReadBack(Plan plan) {
        assertThat(Plan.parse(plan.canonical())).isEqualTo(plan);
        assertThat(Plan.parse(plan.canonical()).digest()).isEqualTo(plan.digest());
    }
}
