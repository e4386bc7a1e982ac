package io.twokeys.operation;

import static io.twokeys.operation.Bench.QUICK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.twokeys.db.TestPostgres;
import io.twokeys.operation.OperationRunner.Patience;
import io.twokeys.operation.Operations.Cancel;
import io.twokeys.operation.StepOutcome.Unknown;
import io.twokeys.people.PersonId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operations that a person stops, or that lose their replica in good order. */
class InterruptionTest {
    private static final PersonId MARIA = new PersonId("maria");

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

    @Test
    void a_cancel_stops_before_the_next_step_and_takes_back() throws Exception {
        var atOne = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        runbook.step("one", context -> waiting(atOne, goOn)).step("two");
        var bench = started();
        var id = bench.enqueue(1);
        assertThat(atOne.await(10, TimeUnit.SECONDS)).isTrue();

        assertThat(bench.operations.requestCancel(id, MARIA)).isEqualTo(Cancel.NOTED);
        assertThat(bench.operations.requestCancel(id, MARIA)).isEqualTo(Cancel.NOTED);
        goOn.countDown();

        var operation = bench.ended(id);
        assertThat(operation.state()).isEqualTo(OperationState.CANCELLED);
        assertThat(operation.verdict()).isEqualTo("Cancelled by maria.");
        assertThat(bench.operations.requestCancel(id, MARIA)).isEqualTo(Cancel.ENDED);
        assertThat(runbook.lines()).containsExactly("run one", "end one", "undo one");
        assertThat(bench.story(id)).containsOnlyOnce("operation.cancelling").endsWith("operation.cancelled");
        assertThat(bench.operations.requestCancel(new OperationId(OperationKind.ROLLBACK, 9), MARIA))
                .isEqualTo(Cancel.UNHEARD_OF);
    }

    @Test
    void a_cancel_wakes_an_operation_that_waits_for_its_host() {
        runbook.step("one", context -> new Unknown("The host does not answer."));
        var bench = started(new Patience(Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(9)));
        var id = bench.enqueue(1);
        await().until(() -> bench.story(id).contains("step.unknown one"));

        bench.operations.requestCancel(id, MARIA);

        assertThat(bench.ended(id).state()).isEqualTo(OperationState.CANCELLED);
        assertThat(runbook.lines()).endsWith("undo one");
    }

    @Test
    void after_the_point_of_no_return_only_the_step_itself_may_heed_a_cancel() throws Exception {
        var atOne = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var heard = new ArrayList<Boolean>();
        runbook.step(
                        "swap",
                        context -> {
                            var outcome = waiting(atOne, goOn);
                            heard.add(context.cancelRequested());
                            return outcome;
                        },
                        context -> {},
                        true)
                .step("thaw");
        var bench = started();
        var id = bench.enqueue(1);
        assertThat(atOne.await(10, TimeUnit.SECONDS)).isTrue();

        assertThat(bench.operations.requestCancel(id, MARIA)).isEqualTo(Cancel.PAST_NO_RETURN);
        goOn.countDown();

        assertThat(bench.ended(id).state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(heard).containsExactly(true);
    }

    @Test
    void a_replica_that_goes_down_hands_over_at_once() throws Exception {
        var atOne = new CountDownLatch(1);
        var attempts = new AtomicInteger();
        runbook.step("one", context -> {
            if (attempts.incrementAndGet() > 1) {
                return StepOutcome.done();
            }
            atOne.countDown();
            await().atMost(Duration.ofSeconds(10)).until(context::stopping);
            return new Unknown("This replica goes down.");
        });
        var first = started();
        var id = first.enqueue(1);
        assertThat(atOne.await(10, TimeUnit.SECONDS)).isTrue();

        first.close();
        var second = started();

        assertThat(second.ended(id).state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(second.story(id)).contains("operation.resumed").doesNotContain("step.unknown one");
    }

    private static StepOutcome waiting(CountDownLatch here, CountDownLatch goOn) {
        here.countDown();
        try {
            return goOn.await(10, TimeUnit.SECONDS) ? StepOutcome.done() : new Unknown("nobody let it go on");
        } catch (InterruptedException e) {
            return new Unknown("interrupted");
        }
    }
}
