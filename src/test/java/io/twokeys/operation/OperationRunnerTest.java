package io.twokeys.operation;

import static io.twokeys.operation.Bench.PROD;
import static io.twokeys.operation.Bench.QUICK;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.twokeys.db.TestPostgres;
import io.twokeys.journal.Entry;
import io.twokeys.operation.Operation.StepRun;
import io.twokeys.operation.Operation.StepState;
import io.twokeys.operation.OperationRunner.Patience;
import io.twokeys.operation.StepOutcome.Aftermath;
import io.twokeys.operation.StepOutcome.Done;
import io.twokeys.operation.StepOutcome.Failed;
import io.twokeys.operation.StepOutcome.Unknown;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperationRunnerTest {
    @TempDir
    Path folder;

    private final List<Bench> benches = new ArrayList<>();
    private DataSource database;
    private FileRunbook runbook;

    @BeforeEach
    void aFreshDatabase() {
        database = TestPostgres.freshDataSource();
        runbook = new FileRunbook(folder);
    }

    @AfterEach
    void stop() {
        benches.forEach(Bench::close);
    }

    private Bench started() {
        return started(QUICK);
    }

    private Bench started(Patience patience) {
        var bench = new Bench(database, runbook, patience).start();
        benches.add(bench);
        return bench;
    }

    private static Failed failed(Aftermath aftermath) {
        return new Failed(
                "The modules do not load on prod.",
                JsonNodeFactory.instance.objectNode().put("line", 812),
                aftermath);
    }

    @Test
    void steps_run_in_order_and_once_and_the_journal_tells_it() {
        var bench = started();
        runbook.step("one").step("two").step("three");

        var id = bench.enqueue(1);
        var operation = bench.ended(id);

        assertThat(id).hasToString("UP-1");
        assertThat(operation.state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(runbook.lines())
                .containsExactly("run one", "end one", "run two", "end two", "run three", "end three");
        assertThat(bench.story(id))
                .containsExactly(
                        "operation.queued",
                        "operation.started",
                        "step.started one",
                        "step.done one",
                        "step.started two",
                        "step.done two",
                        "step.started three",
                        "step.done three",
                        "operation.succeeded");
    }

    @Test
    void a_step_reads_what_an_earlier_one_left_and_the_last_word_is_the_verdict() {
        var seen = new ArrayList<String>();
        runbook.step(
                        "checkpoint",
                        context ->
                                new Done(JsonNodeFactory.instance.objectNode().put("id", "CP-12")))
                .step("upgrade", context -> {
                    seen.add(context.result("checkpoint")
                            .orElseThrow()
                            .path("id")
                            .asText());
                    seen.add(context.jobId("upgrade"));
                    seen.add(context.plan().title());
                    context.note("checkpoint.used", Map.of("id", "CP-12"));
                    return new Done(JsonNodeFactory.instance.objectNode().put("verdict", "14 modules, healthy"));
                })
                .step("cleanup");
        var bench = started();

        var id = bench.enqueue(1);

        assertThat(bench.ended(id).verdict()).isEqualTo("14 modules, healthy");
        assertThat(seen).containsExactly("CP-12", "UP-1-upgrade", "upgrade sale_custom on prod");
        assertThat(bench.story(id)).contains("checkpoint.used");
    }

    @Test
    void a_failure_that_undoes_takes_the_finished_steps_back_the_last_first() {
        runbook.step("one")
                .step("two")
                .step("three", context -> failed(Aftermath.UNDO))
                .step("four");
        var bench = started();

        var id = bench.enqueue(1);
        var operation = bench.ended(id);

        assertThat(operation.state()).isEqualTo(OperationState.FAILED);
        assertThat(operation.verdict()).isEqualTo("The modules do not load on prod.");
        assertThat(runbook.lines()).endsWith("end three", "undo two", "undo one");
        assertThat(bench.story(id))
                .endsWith("step.failed three", "step.undone two", "step.undone one", "operation.failed");
        assertThat(bench.operations.lock(PROD)).isEmpty();
    }

    @Test
    void a_failure_that_stays_touches_nothing_more() {
        runbook.step("freeze")
                .step("upgrade", context -> failed(Aftermath.STAY))
                .step("thaw");
        var bench = started();

        var id = bench.enqueue(1);
        var operation = bench.ended(id);

        assertThat(operation.state()).isEqualTo(OperationState.FAILED);
        assertThat(operation.progress().step()).isEqualTo("upgrade");
        assertThat(runbook.lines()).containsExactly("run freeze", "end freeze", "run upgrade", "end upgrade");
        assertThat(bench.story(id)).endsWith("step.failed upgrade", "operation.failed");
        assertThat(bench.operations.steps(id).getLast().result().path("line").asInt())
                .isEqualTo(812);
    }

    @Test
    void an_unknown_end_is_asked_about_again_until_it_is_known() {
        var attempts = new AtomicInteger();
        runbook.step("one").step("two", context -> switch (attempts.incrementAndGet()) {
            case 1 -> new Unknown("The line to the host dropped.");
            case 2 -> throw new IllegalStateException("no route to host");
            default -> StepOutcome.done();
        });
        var bench = started();

        var id = bench.enqueue(1);

        assertThat(bench.ended(id).state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(bench.story(id))
                .containsSubsequence(
                        "step.started two",
                        "step.unknown two",
                        "step.unknown two",
                        "step.done two",
                        "operation.succeeded")
                .doesNotContain("operation.resumed")
                .containsOnlyOnce("step.done one");
        assertThat(bench.journal.of(id.toString()))
                .filteredOn(entry -> entry.kind().equals("step.unknown"))
                .extracting(entry -> entry.data().path("why").asText())
                .containsExactly("The line to the host dropped.", "no route to host");
    }

    @Test
    void a_host_that_never_answers_ends_it_unknown_and_the_target_stays_locked() {
        runbook.step("one").step("two", context -> new Unknown("The host does not answer."));
        var bench = started();

        var id = bench.enqueue(1);
        var operation = bench.ended(id);

        assertThat(operation.state()).isEqualTo(OperationState.UNKNOWN);
        assertThat(operation.verdict()).isEqualTo("The host does not answer.");
        assertThat(bench.operations.lock(PROD))
                .hasValueSatisfying(lock -> assertThat(lock.reason()).startsWith("UP-1 ended unknown at step two"));
    }

    @Test
    void an_undoing_that_fails_is_tried_again() {
        var attempts = new AtomicInteger();
        runbook.step(
                        "freeze",
                        context -> StepOutcome.done(),
                        context -> {
                            if (attempts.incrementAndGet() < 3) {
                                throw new IllegalStateException("no route to host");
                            }
                        },
                        false)
                .step("upgrade", context -> failed(Aftermath.UNDO));
        var bench = started();

        var id = bench.enqueue(1);

        assertThat(bench.ended(id).state()).isEqualTo(OperationState.FAILED);
        assertThat(attempts).hasValue(3);
        assertThat(bench.operations.steps(id))
                .extracting(StepRun::state)
                .containsExactly(StepState.UNDONE, StepState.FAILED);
        assertThat(runbook.lines()).containsOnlyOnce("run upgrade");
    }

    @Test
    void a_stored_plan_that_is_not_the_approved_one_is_not_run() {
        runbook.step("one");
        var idle = new Bench(database, runbook, QUICK);
        var id = idle.enqueue(1);
        idle.jdbi.useHandle(
                handle -> handle.execute("update operation set plan = replace(plan, 'sale_custom', 'sale_evil')"));

        var bench = started();

        assertThat(bench.ended(id).state()).isEqualTo(OperationState.FAILED);
        assertThat(bench.operations.find(id).orElseThrow().verdict()).contains("not the one that was approved");
        assertThat(runbook.lines()).isEmpty();
    }

    @Test
    void each_entry_of_a_step_says_title_and_duration() {
        runbook.step("one");
        var bench = started();

        var id = bench.enqueue(1);
        bench.ended(id);

        assertThat(bench.journal.of(id.toString()))
                .filteredOn(entry -> entry.kind().equals("step.done"))
                .extracting(Entry::data)
                .allSatisfy(data -> {
                    assertThat(data.path("title").asText()).isEqualTo("Step one");
                    assertThat(data.path("millis").isIntegralNumber()).isTrue();
                });
    }
}
