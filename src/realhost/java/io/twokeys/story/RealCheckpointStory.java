package io.twokeys.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A way of taking restore points other than the clone, on a real PostgreSQL: taken, drilled, and gone back to. */
abstract class RealCheckpointStory extends RealOdooStory {
    /** As {@code checkpoints} in fleet.yaml. */
    abstract String way();

    @Override
    String settings(Path folder) {
        return "    checkpoints: " + way() + "\n";
    }

    @Test
    void a_backup_while_odoo_runs_is_drilled() {
        var person = channel().person("operator");
        person.types("/odoo backup");
        Message backup = channel().shows("plan", "back up prod");
        assertThat(backup.text()).doesNotContain("Stop Odoo");
        person.presses("Start", backup);
        verdict(backup, "succeeded");
        person.types("/odoo drill");
        Message drill = channel().shows("plan", "drill ");
        person.presses("Start", drill);
        verdict(drill, "succeeded", "rows of business documents as recorded");
        assertThat(HOST.databases()).isEqualTo("prod prod_base");
    }

    @Test
    void an_upgrade_is_taken_back() {
        Message plan = upgrade("sale_custom at a-success");
        verdict(plan, "succeeded", "Database: upgraded");
        rollBack();
    }
}
