package io.twokeys.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.twokeys.db.TestPostgres;
import io.twokeys.operation.Operation.StepRun;
import io.twokeys.operation.OperationRunner.Patience;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.sql.DataSource;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two replicas on one database, the first of them a process of its own that dies or freezes in the middle of a step. */
class TakeOverTest {
    @TempDir
    Path folder;

    private DataSource database;
    private Process first;
    private Bench second;

    @BeforeEach
    void theFirstReplicaIsInTheMiddleOfStepTwo() throws Exception {
        database = TestPostgres.freshDataSource();
        Files.writeString(folder.resolve("hold-first"), "");
        second = new Bench(database, Replica.upgrade(folder, "second"), Patience.USUAL);
        first = Replica.start(database, folder, "first");
        second.enqueue(1);
        soon().until(() -> Files.exists(folder.resolve("at-two-first")));
    }

    @AfterEach
    void stop() {
        first.destroyForcibly();
        second.close();
    }

    @Test
    void another_replica_resumes_at_the_step_in_which_the_first_was_killed() {
        second.start();

        long killed = System.nanoTime();
        first.destroyForcibly();
        soon().until(() -> Files.exists(folder.resolve("at-two-second")));
        var takenOver = Duration.ofNanos(System.nanoTime() - killed);

        var id = new OperationId(OperationKind.UPGRADE, 1);
        assertThat(second.ended(id).state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(takenOver).isLessThan(Duration.ofSeconds(10));
        System.out.println("taken over after " + takenOver.toMillis() + " ms");
        assertThat(second.operations.steps(id))
                .extracting(run -> run.tries().begun())
                .containsExactly(1, 2, 1);
        assertThat(second.story(id))
                .containsOnlyOnce("step.done one", "step.done two", "step.done three", "operation.resumed")
                .endsWith("operation.succeeded");
    }

    @Test
    void a_replica_that_froze_and_wakes_up_after_the_take_over_may_not_write_another_word() throws Exception {
        second.start();

        signal("STOP");
        soon().until(() -> Files.exists(folder.resolve("at-two-second")));
        var id = new OperationId(OperationKind.UPGRADE, 1);
        second.ended(id);
        var story = second.story(id);
        Files.delete(folder.resolve("hold-first"));
        signal("CONT");
        soon().untilAsserted(
                        () -> assertThat(folder.resolve("out-first")).content().contains("was taken over"));

        assertThat(folder.resolve("at-three-first")).doesNotExist();
        assertThat(second.story(id)).isEqualTo(story).containsOnlyOnce("step.done two");
        assertThat(second.operations.steps(id)).extracting(StepRun::why).containsOnly("");
    }

    @Test
    void a_replica_that_is_told_to_stop_hands_over_what_it_runs() throws Exception {
        second.start();

        first.getOutputStream().close();
        Files.delete(folder.resolve("hold-first"));

        assertThat(second.ended(new OperationId(OperationKind.UPGRADE, 1)).state())
                .isEqualTo(OperationState.SUCCEEDED);
        soon().until(() -> !first.isAlive());
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(10));
    }

    private void signal(String name) throws Exception {
        int exit = new ProcessBuilder("kill", "-" + name, Long.toString(first.pid()))
                .start()
                .waitFor();
        assertThat(exit).isZero();
    }
}
