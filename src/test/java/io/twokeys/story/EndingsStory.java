package io.twokeys.story;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How else an upgrade can end, and who may stop what. */
abstract class EndingsStory {
    private final World world;
    private final Channel channel;
    private final SandboxView host;

    EndingsStory(World world) {
        this.world = world;
        this.channel = world.channel;
        this.host = world.host;
    }

    @BeforeEach
    void begin() {
        world.begin();
    }

    @Test
    void an_upgrade_that_works_reopens_traffic_and_start_counts_once() {
        int commands = host.commands().size();
        world.operator().types("/odoo upgrade crm_custom");
        Message plan = channel.shows("plan", "upgrade crm_custom");
        world.operator().presses("Start", plan);
        world.operator().pressesAgain(plan.button("Start"), plan);
        var thread = channel.thread(plan);
        Message verdict = thread.shows("verdict", "succeeded: upgrade crm_custom");
        assertThat(verdict.text()).contains("Database: upgraded", "only the login page was asked for");
        assertThat(verdict.text()).contains("Next: Read what a migration script warns of in line ");
        thread.shows("warning", "Warning in", "leads have no known source");
        world.theLogIsToldWhole(plan, world.operation(plan));
        thread.head("Done.");
        thread.shows("progress", "succeeded", "✔ Check Odoo's pages", "✔ Smoke test", "✔ Reopen traffic");
        assertThat(host.visitorGets()).isEqualTo(200);
        assertThat(thread.all().stream().filter(message -> message.kind().equals("progress")))
                .hasSize(1);
        assertThat(host.commandsAfter(commands).stream().filter(line -> line.contains("-u crm_custom ")))
                .hasSize(1);
    }

    @Test
    void an_upgrade_that_the_kernel_kills_is_told_as_out_of_memory() {
        Message plan = world.upgrade("stock_custom");
        Message verdict = channel.thread(plan).shows("verdict", "failed: upgrade stock_custom");
        assertThat(verdict.text()).contains("Cause: out-of-memory");
        channel.shows("incident", "upgrade stock_custom", "Status: open");
        world.theLogIsToldWhole(plan, world.operation(plan));
        theCountdownIsStoppedOnce();
        world.rollBack();
        assertThat(host.visitorGets()).isEqualTo(200);
    }

    private void theCountdownIsStoppedOnce() {
        Message card = world.askForRollback();
        var thread = channel.thread(card);
        world.manager1().presses("Turn my key", card);
        world.manager2().presses("Turn my key", card);
        thread.head("It begins in ");
        world.manager1().presses("Stop", card);
        thread.shows("notice", "manager-1 stopped it. Nothing was changed.");
        thread.head("Cancelled.");
        assertThat(host.frozen()).isTrue();
        assertThat(thread.all()).noneMatch(message -> message.kind().equals("progress"));
    }

    @Test
    void an_odoo_that_dies_when_it_is_started_is_told_as_that_and_not_waited_for() {
        host.serviceLives(false);
        Message plan = world.upgrade("crm_custom");
        Message verdict = channel.thread(plan).shows("verdict", "failed: upgrade crm_custom");
        host.serviceLives(true);
        assertThat(verdict.text())
                .contains("no answer (nothing listens there, or it hung up); systemd calls odoo failed")
                .containsPattern("Traffic stays frozen. \\(took \\d\\d? s\\)");
        channel.shows("incident", "upgrade crm_custom", "Status: open");
        world.rollBack();
        assertThat(host.visitorGets()).isEqualTo(200);
    }

    @Test
    void an_exit_status_of_zero_is_no_success() {
        Message plan = world.upgrade("hr_custom");
        Message verdict = channel.thread(plan).shows("verdict", "failed: upgrade hr_custom on sandbox");
        assertThat(verdict.text()).contains("Database: half-upgraded", "Cause: module-not-on-disk");
        assertThat(host.frozen()).isTrue();
        world.theLogIsToldWhole(plan, world.operation(plan));
        world.rollBack();
        assertThat(host.visitorGets()).isEqualTo(200);
    }

    @Test
    void a_cancel_before_the_point_of_no_return_undoes_everything() {
        var before = host.condition();
        host.hold("systemctl stop odoo");
        Message plan = world.upgrade("sale_custom");
        host.awaitHeld();
        String upgrade = world.operation(plan);
        theOtherOperatorIsToldWhoIsBusy(upgrade);
        world.operator().types("/odoo cancel " + upgrade);
        channel.shows("notice", "Cancel " + upgrade, "undoes what it has done");
        host.letGo();
        Message verdict = channel.thread(plan).shows("verdict", upgrade + " cancelled");
        assertThat(verdict.text()).contains("as it was before");
        assertThat(host.condition()).isEqualTo(before);
        assertThat(host.visitorGets()).isEqualTo(200);
        assertThat(host.job(upgrade + "-upgrade")).doesNotExist();
        assertThat(channel.all())
                .noneMatch(message ->
                        message.kind().equals("incident") && message.thread().isEmpty() && message.says(upgrade));
    }

    private void theOtherOperatorIsToldWhoIsBusy(String upgrade) {
        world.operator().types("/odoo upgrade crm_custom");
        Message busy = channel.shows("plan", "upgrade crm_custom", "✘ target-free: fail");
        assertThat(busy.text())
                .containsPattern("sandbox is busy: " + upgrade
                        + " \\(upgrade sale_custom on sandbox, by operator\\) since \\d\\d:\\d\\d UTC.*/odoo cancel "
                        + upgrade);
        assertThat(busy.buttons()).isEmpty();
    }

    @Test
    void a_cancel_in_the_middle_stops_the_process_on_the_host_and_judges_what_is_left() {
        host.pace(1);
        Message plan = world.upgrade("sale_custom");
        var thread = channel.thread(plan);
        thread.shows("log", "page 1", "Running migration");
        String upgrade = world.operation(plan);
        world.operator().types("/odoo cancel " + upgrade);
        channel.shows("notice", upgrade + " is past the point where it can be undone");
        Message verdict = thread.shows("verdict", upgrade + " failed");
        assertThat(verdict.text()).contains("Cause: interrupted");
        assertThat(host.output(upgrade + "-upgrade")).contains("KeyboardInterrupt");
        world.theLogIsToldWhole(plan, upgrade);
        host.pace(0.03);
        if (host.frozen()) world.rollBack();
        assertThat(host.visitorGets()).isEqualTo(200);
    }
}
