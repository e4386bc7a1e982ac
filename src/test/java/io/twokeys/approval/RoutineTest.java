package io.twokeys.approval;

import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.approval.ApprovalRequest.State;
import io.twokeys.plan.Plan;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoutineTest {
    private final Room room = new Room();

    @Test
    void a_drill_by_the_clock_is_cleared_without_a_key_and_stands_in_the_journal() {
        var drill = new Plan.Drill(
                Room.PROD, "prod", "CP-12", "prod__cp12_drill", "c".repeat(64), List.of("restore", "prove", "drop"));

        var clearance = room.jdbi.inTransaction(handle -> room.approvals.routine(handle, drill));

        var request = room.approvals.find(clearance.request()).orElseThrow();
        assertThat(request.state()).isEqualTo(State.EXECUTING);
        assertThat(request.plan()).isEqualTo(drill);
        assertThat(clearance.digest()).isEqualTo(drill.digest());
        assertThat(room.story(request)).containsExactly("opened", "executing");
        assertThat(room.approvals.open()).isEmpty();
    }
}
