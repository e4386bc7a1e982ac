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

    private static void isReadBack(Plan plan) {
        assertThat(Plan.parse(plan.canonical())).isEqualTo(plan);
        assertThat(Plan.parse(plan.canonical()).digest()).isEqualTo(plan.digest());
    }
}
