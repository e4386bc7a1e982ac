package io.twokeys.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same upgrade tried on a staging twin beside it: a second Odoo 19 on the host, with its own service and checkout. */
class RealDryRunIT extends RealOdooStory {
    @Override
    String settings(Path folder) {
        return "    staging-twin: staging\n" + HOST.twin(line, folder);
    }

    @Override
    List<String> targets() {
        return List.of("prod", "staging");
    }

    @BeforeEach
    void aBackup() {
        HOST.beginTwin();
        backUp();
    }

    @AfterEach
    void noTwin() {
        HOST.endTwin();
    }

    @Test
    void what_passes_there_is_evidence_for_the_upgrade() {
        verdict(dryRun("sale_custom at a-success"), "succeeded");
        assertThat(HOST.twinIsAsBefore()).isEqualTo("active main prod prod__cp1 prod_base");

        channel().person("operator").types("/odoo upgrade sale_custom at a-success");
        channel().shows("plan", "upgrade sale_custom on prod", "from DR-1, the dry run of this change");
    }

    @Test
    void what_fails_there_is_told_and_leaves_nothing() {
        verdict(dryRun("sale_custom at b-undefined-column"), "failed", "migration-script");
        assertThat(HOST.twinIsAsBefore()).isEqualTo("active main prod prod__cp1 prod_base");
    }
}
