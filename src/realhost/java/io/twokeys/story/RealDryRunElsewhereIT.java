package io.twokeys.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same upgrade tried on a staging twin that is a second Odoo host: the checkpoint is carried there. */
class RealDryRunElsewhereIT extends RealOdooStory {
    private static final RealHost TWIN = RealHost.ofTwin();

    private final Line toTwin = TWIN.line();
    private String twinBefore = "";
    private String hostBefore = "";

    @Override
    String settings(Path folder) {
        return "    staging-twin: staging\n" + TWIN.asTwin(toTwin, folder);
    }

    @Override
    List<String> targets() {
        return List.of("prod", "staging");
    }

    @BeforeEach
    void aBackup() {
        TWIN.begin();
        twinBefore = TWIN.traces();
        backUp();
        hostBefore = HOST.traces();
    }

    @AfterEach
    void noTwin() throws IOException {
        toTwin.mend();
        toTwin.close();
    }

    @Test
    void what_passes_there_is_evidence_for_the_upgrade() {
        Message plan = dryRun("sale_custom at a-success");
        assertThat(plan.text()).contains("carried from prod to staging, through Twokeys");
        verdict(plan, "succeeded");
        bothAreAsBefore();

        channel().person("operator").types("/odoo upgrade sale_custom at a-success");
        channel().shows("plan", "upgrade sale_custom on prod", "from DR-1, the dry run of this change");
    }

    @Test
    void what_fails_there_is_told_and_leaves_nothing() {
        verdict(dryRun("sale_custom at b-undefined-column"), "failed", "migration-script");
        bothAreAsBefore();
    }

    @Test
    void lines_that_break_while_it_is_carried_are_taken_up_again() {
        Message plan = dryRun("sale_custom at a-success");
        channel().thread(plan).shows("progress", "▶ Bring the checkpoint to the twin's host");
        toTwin.cut();
        await().pollDelay(Duration.ofSeconds(5)).atMost(Duration.ofSeconds(15)).until(() -> true);
        line.cut();
        toTwin.mend();
        await().pollDelay(Duration.ofSeconds(5)).atMost(Duration.ofSeconds(15)).until(() -> true);
        line.mend();
        verdict(plan, "succeeded");
        bothAreAsBefore();
    }

    private void bothAreAsBefore() {
        assertThat(TWIN.traces()).isEqualTo(twinBefore);
        assertThat(HOST.traces()).isEqualTo(hostBefore);
    }
}
