package io.twokeys.odoo.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final Path RUNS = Path.of("src/test/resources/odoo-logs");

    @Test
    void modules_are_counted_by_the_plan_not_by_odoos_own_numbers() throws IOException {
        Progress progress = of(
                "second-module-post-script-fails", List.of("sale_custom", "sale_custom_stock", "sale_custom_report"));
        assertThat(progress.current() + " of " + progress.total()).isEqualTo("3 of 3");
        assertThat(progress.module()).isEqualTo("sale_custom_stock");
        assertThat(progress.script()).isEqualTo("sale_custom_stock/migrations/19.0.1.1.0/post-migrate.py");
        assertThat(progress.phase()).isEqualTo(Progress.Phase.POST_SCRIPTS);
        assertThat(progress.errorCount()).isEqualTo(3);
    }

    @Test
    void a_run_that_ended_is_done_and_knows_its_slowest_module() throws IOException {
        Progress progress = of("upgrade-all-modules", List.of("base"));
        assertThat(progress.phase()).isEqualTo(Progress.Phase.DONE);
        assertThat(progress.done()).isEqualTo(68).isEqualTo(progress.total());
        Map.Entry<String, Double> slowest = progress.slowest();
        assertThat(slowest).isNotNull();
        assertThat(progress.seconds().values()).allMatch(seconds -> slowest != null && seconds <= slowest.getValue());
        assertThat(progress.warningCount()).isPositive();
    }

    @Test
    void the_first_pass_of_the_module_command_is_no_upgrade() throws IOException {
        Progress progress = of("module-command-post-script-undefined-column", List.of("sale_custom"));
        assertThat(progress.phase()).isEqualTo(Progress.Phase.POST_SCRIPTS);
        assertThat(progress.done()).isZero();
    }

    private static Progress of(String run, List<String> planned) throws IOException {
        Progress progress = new Progress(planned);
        try (InputStream in = Files.newInputStream(RUNS.resolve(run).resolve("output.log"))) {
            LogReader.read(in, progress::accept);
        }
        return progress;
    }
}
