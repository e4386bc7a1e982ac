package io.twokeys.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What bad input gets: a sentence that says what, where and the next move; and nothing is done. */
abstract class RefusalsStory {
    private final World world;
    private final SandboxView host;

    RefusalsStory(World world) {
        this.world = world;
        this.host = world.host;
    }

    @BeforeEach
    void begin() {
        world.begin();
    }

    @Test
    void a_misspelled_module_gets_its_nearest_match() {
        world.operator().types("/odoo upgrade sale_custum");
        world.operator().isTold("There is no module sale_custum", "did you mean sale_custom?");
    }

    @Test
    void an_unknown_check_gets_its_nearest_match_and_a_known_one_its_evidence() {
        world.channel.person("viewer").types("/odoo check disk-spice");
        world.channel
                .person("viewer")
                .isTold("There is no check disk-spice; did you mean disk-space?", "wal-archived", "clock-true");
        world.channel.person("viewer").types("/odoo check disk,clock");
        Message checks = world.channel.shows("status", "Checks of sandbox", "disk-space: pass", "clock-true: pass");
        assertThat(checks.text()).contains(" free, the database has ").doesNotContain("wal-archived");
        world.channel.person("viewer").types("/odoo check");
        world.channel.shows("status", "Checks of sandbox", "drill-fresh: warn", "connections-free: pass");
    }

    @Test
    void a_gate_is_waived_by_an_approver_who_says_why_and_only_where_its_rule_allows_it() {
        world.operator().types("/odoo waive drill-fresh because the drill runs tonight");
        world.operator().isTold("operator is not an approver on sandbox. Ask manager-1, manager-2.");
        world.manager1().types("/odoo waive disk-space because we are in a hurry");
        world.manager1().isTold("disk-space cannot be waived", "and that is checkpoint-verified, drill-fresh, ");
        world.manager1().types("/odoo waive drill-fresh for 2h because the drill runs tonight");
        world.channel.shows("notice", "drill-fresh on sandbox is waived by manager-1", "the drill runs tonight");
    }

    @Test
    void an_unknown_target_gets_the_list() {
        world.operator().types("/odoo plan sale_custom on nowhere");
        world.operator().isTold("There is no target nowhere. Targets: sandbox.");
    }

    @Test
    void somebody_without_the_right_hears_which_role_and_who_has_it() {
        world.channel.person("viewer").types("/odoo upgrade crm_custom");
        world.channel.person("viewer").isTold("viewer is not an operator on sandbox. Ask operator.");
        world.manager1().types("/odoo rollback");
        world.manager1().isTold("manager-1 is not an operator on sandbox. Ask operator.");
    }

    @Test
    void shell_characters_in_a_module_name_never_reach_the_host() {
        var commands = host.commands();
        for (String evil : new String[] {"zzevil;touch${IFS}/x", "$(zzevil)", "a|zzevil", "a&&zzevil", "../zzevil"}) {
            world.operator().types("/odoo upgrade " + evil);
            world.operator().isTold(evil, "is not a module name", "Nothing was sent to a host.");
        }
        assertThat(newly(commands)).noneMatch(line -> line.contains("zzevil") || line.startsWith("odoo-bin"));
        assertThat(host.knows("zzevil")).isFalse();
    }

    /** Twokeys looks at its targets by itself now and then. */
    private List<String> newly(List<String> before) {
        return host.commandsAfter(before.size());
    }

    @Test
    void a_lock_by_hand_keeps_everybody_off_and_says_who_and_why() {
        world.operator().types("/odoo lock because the auditors are here");
        world.channel.shows("notice", "sandbox is locked by operator", "the auditors are here");
        world.operator().types("/odoo upgrade crm_custom");
        Message refused = world.channel.shows("plan", "✘ target-free: fail", "the auditors are here", "/odoo unlock");
        assertThat(refused.buttons()).isEmpty();
        world.operator().types("/odoo unlock");
        world.channel.shows("notice", "sandbox is unlocked by operator");
    }
}
