package io.twokeys.runbook.dryrun;

import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.operation.Operation;
import io.twokeys.operation.OperationState;
import io.twokeys.plan.Planned;
import io.twokeys.plan.Proposal;
import io.twokeys.plan.gate.Gate;
import io.twokeys.plan.gate.Gate.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dry runs on the sandbox host: real SSH, a real PostgreSQL, the engine that runs every operation. */
class DryRunStepsIT {
    private static Stage stage;

    @BeforeAll
    static void aHost(@TempDir Path folder) throws Exception {
        stage = Stage.in(folder);
        stage.takesACheckpoint();
    }

    @AfterAll
    static void noHost() throws Exception {
        stage.close();
    }

    @Test
    void what_passes_on_the_copy_passes_the_gate_and_tells_how_long_it_will_take() {
        var before = stage.condition();
        Proposal proposal = proposed("odoo-bin", "crm_custom");
        assertThat(proposal.mayStart()).as(proposal.gates().toString()).isTrue();
        assertThat(proposal.plan().title()).isEqualTo("dry-run crm_custom of sandbox on staging");
        assertThat(proposal.plan().database()).matches("odoo__cp\\d+_dry");

        Operation done = stage.run("odoo-bin", proposal);

        assertThat(done.verdict()).startsWith("succeeded: ");
        assertThat(done.state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(done.id().toString()).startsWith("DR-");
        assertThat(stage.log(done)).contains(proposal.plan().database(), "Modules loaded");
        assertThat(stage.condition()).isEqualTo(before);
        Proposal upgrade = stage.upgrade("odoo-bin", "crm_custom");
        assertThat(gate(upgrade, "staging-passed").result()).isEqualTo(Result.PASS);
        assertThat(gate(upgrade, "staging-passed").evidence()).contains("passed on staging as " + done.id());
        assertThat(upgrade.estimate().basis()).isEqualTo("from " + done.id() + ", the dry run of this change");
        assertThat(gate(stage.upgrade("odoo-bin", "stock_custom"), "staging-passed")
                        .evidence())
                .contains("did not pass on staging yet");
    }

    @Test
    void what_fails_on_the_copy_leaves_everything_as_it_was_and_keeps_the_upgrade_from_starting() throws Exception {
        stage.twin().stops();
        var before = stage.condition();

        Operation done = stage.run("odoo-bin", proposed("odoo-bin", "sale_custom"));

        assertThat(done.state()).isEqualTo(OperationState.FAILED);
        assertThat(done.verdict()).startsWith("failed: ");
        assertThat(stage.condition()).isEqualTo(before);
        Gate gate = gate(stage.upgrade("odoo-bin", "sale_custom"), "staging-passed");
        assertThat(gate.result()).isEqualTo(Result.FAIL);
        assertThat(gate.evidence()).contains("failed on staging as " + done.id());
        stage.twin().starts();
    }

    @Test
    void what_odoo_left_out_fails_a_dry_run_although_odoo_exits_with_0() {
        var before = stage.condition();

        Operation done = stage.run("odoo-bin-leaving-out", proposed("odoo-bin-leaving-out", "crm_custom"));

        assertThat(done.state()).isEqualTo(OperationState.FAILED);
        assertThat(done.verdict()).contains("left something out: constraint-not-applied");
        assertThat(stage.condition()).isEqualTo(before);
    }

    @Test
    void a_warning_that_leaves_nothing_out_is_told_and_passes() {

        Operation done = stage.run("odoo-bin-warning", proposed("odoo-bin-warning", "crm_custom"));

        assertThat(done.state()).as(done.verdict()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(stage.findings(done)).containsExactly("access-rule-missing");
    }

    @Test
    void a_checkpoint_of_other_modules_is_no_ground_to_try_it_on() {
        stage.sql("update ir_module_module set latest_version = '19.0.0.9' where name = 'crm_custom'");
        try {
            Gate gate = gate(proposed("odoo-bin", "crm_custom"), "checkpoint-fits");
            assertThat(gate.result()).isEqualTo(Result.FAIL);
            assertThat(gate.fix()).contains("`/odoo backup on sandbox`");
        } finally {
            stage.sql("update ir_module_module set latest_version = '19.0.1.0.0' where name = 'crm_custom'");
        }
    }

    @Test
    void where_there_is_no_twin_to_use_the_answer_says_so() {
        assertThat(refused(stage.withoutTwin().plan(TwinHost.PROD, List.of("crm_custom"), Optional.empty())))
                .isEqualTo("sandbox has no staging twin to try it on."
                        + " Name one under targets.sandbox.staging-twin in config/fleet.yaml.");
        assertThat(refused(stage.ofTheSandboxAsItComes().plan(TwinHost.PROD, List.of("crm_custom"), Optional.empty())))
                .startsWith("sandbox has no staging twin: the host to practise on comes without one.");
        assertThat(refused(stage.dryRuns("odoo-bin").plan(TwinHost.PROD, List.of("crm_kustom"), Optional.empty())))
                .contains("crm_kustom");
    }

    private static Proposal proposed(String command, String module) {
        var planned = stage.dryRuns(command).plan(TwinHost.PROD, List.of(module), Optional.empty());
        assertThat(planned).isInstanceOf(Planned.Proposed.class);
        return ((Planned.Proposed) planned).proposal();
    }

    private static String refused(Planned planned) {
        assertThat(planned).isInstanceOf(Planned.Refused.class);
        return ((Planned.Refused) planned).sentence();
    }

    private static Gate gate(Proposal proposal, String id) {
        return proposal.gates().stream()
                .filter(gate -> gate.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
