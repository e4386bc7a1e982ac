package io.twokeys.operation;

import static io.twokeys.operation.Bench.PROD;
import static io.twokeys.operation.Bench.QUICK;
import static io.twokeys.operation.Bench.clearance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twokeys.db.TestPostgres;
import io.twokeys.fleet.TargetName;
import io.twokeys.operation.Operations.Admission;
import io.twokeys.operation.Operations.Admission.Busy;
import io.twokeys.operation.Operations.Admission.Queued;
import io.twokeys.people.PersonId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperationsTest {
    private static final PersonId MARIA = new PersonId("maria");

    @TempDir
    Path folder;

    private Bench bench;
    private Operations operations;

    @BeforeEach
    void nobodyRunsAnythingYet() {
        bench = new Bench(TestPostgres.freshDataSource(), new FileRunbook(folder).step("one"), QUICK);
        operations = bench.operations;
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @ParameterizedTest
    @EnumSource
    void every_kind_has_its_own_numbers(OperationKind kind) {
        String first = bench.jdbi.withHandle(
                handle -> OperationStore.next(handle, kind).toString());
        assertThat(first).isEqualTo(kind.prefix() + "-1");
    }

    @Test
    void a_busy_target_refuses_and_names_the_holder() {
        var id = bench.enqueue(1);

        assertThat(bench.admit(2, "prod")).isInstanceOfSatisfying(Busy.class, busy -> {
            assertThat(busy.lock().operation()).isEqualTo(id);
            assertThat(busy.lock().holder()).isEqualTo("operator");
            assertThat(busy.lock().reason()).isEqualTo("upgrade sale_custom on prod");
        });
        assertThat(bench.admit(3, "staging")).isInstanceOf(Queued.class);
        assertThat(operations.running(PROD)).map(Operation::id).hasValue(id);
        assertThat(operations.history(PROD, 10)).extracting(Operation::id).containsExactly(id);
        assertThat(operations.history(10)).hasSize(2);
    }

    @Test
    void of_many_at_the_same_time_one_gets_the_target() throws Exception {
        var asked = new ArrayList<Future<Admission>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 1; i <= 20; i++) {
                int request = i;
                Callable<Admission> ask = () -> bench.admit(request, "prod");
                asked.add(threads.submit(ask));
            }
        }

        assertThat(asked)
                .extracting(Future::resultNow)
                .filteredOn(it -> it instanceof Queued)
                .hasSize(1);
        assertThat(asked)
                .extracting(Future::resultNow)
                .filteredOn(it -> it instanceof Busy)
                .hasSize(19);
    }

    @Test
    void a_clearance_presented_twice_runs_once() {
        var id = bench.enqueue(1);

        assertThat(bench.enqueue(1)).isEqualTo(id);
        bench.start();
        bench.ended(id);

        assertThat(bench.enqueue(1)).isEqualTo(id);
        assertThat(operations.history(10)).hasSize(1);
    }

    @Test
    void an_operation_of_a_transaction_that_failed_never_was() {
        assertThatThrownBy(() -> bench.jdbi.useTransaction(handle -> {
                    operations.enqueue(handle, clearance(1, "prod"));
                    throw new IllegalStateException("the vote could not be stored");
                }))
                .hasMessage("the vote could not be stored");

        assertThat(operations.history(10)).isEmpty();
        assertThat(operations.lock(PROD)).isEmpty();
        assertThat(bench.journal.after(0, 10)).isEmpty();
        assertThat(alarms()).isZero();
    }

    @Test
    void an_operation_and_its_alarm_are_committed_together() {
        bench.enqueue(1);

        assertThat(alarms()).isEqualTo(1);
    }

    @Test
    void a_lock_by_hand_keeps_operations_out_until_it_is_taken_back() {
        assertThat(operations.lock(PROD, MARIA, "month-end closing", null)).isEmpty();

        assertThat(bench.admit(1, "prod")).isInstanceOfSatisfying(Busy.class, busy -> {
            assertThat(busy.lock().holder()).isEqualTo("maria");
            assertThat(busy.lock().reason()).isEqualTo("month-end closing");
        });
        assertThat(operations.lock(PROD, new PersonId("otto"), "mine", null))
                .hasValueSatisfying(lock -> assertThat(lock.holder()).isEqualTo("maria"));
        assertThat(operations.unlock(PROD, new PersonId("otto"))).isPresent();
        assertThat(operations.unlock(PROD, MARIA)).isEmpty();
        assertThat(bench.admit(1, "prod")).isInstanceOf(Queued.class);
        assertThat(bench.journal.of("prod"))
                .extracting(entry -> entry.kind() + " by " + entry.actor())
                .containsExactly("target.locked by maria", "target.unlocked by otto");
    }

    @Test
    void a_lock_with_an_end_ends() {
        operations.lock(PROD, MARIA, "past", Instant.parse("2020-01-01T00:00:00Z"));

        assertThat(operations.lock(PROD)).isEmpty();
        assertThat(operations.lock(PROD, MARIA, "now", Instant.parse("2999-01-01T00:00:00Z")))
                .isEmpty();
        assertThat(operations.lock(PROD))
                .hasValueSatisfying(lock -> assertThat(lock.reason()).isEqualTo("now"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alter table target_lock rename to target_lock_gone",
                "alter table target_lock drop column holder",
            })
    void a_lock_that_cannot_be_read_counts_as_taken(String damage) {
        bench.jdbi.useHandle(handle -> handle.execute(damage));

        assertThat(operations.lock(PROD))
                .hasValueSatisfying(lock -> assertThat(lock.reason()).startsWith("the lock cannot be read"));
        assertThat(bench.admit(1, "prod")).isInstanceOf(Busy.class);
        assertThat(operations.history(10)).isEmpty();
    }

    @Test
    void the_eta_is_what_such_operations_usually_take_here() {
        bench.jdbi.useHandle(handle -> handle.execute("""
                insert into operation (id, kind, target, exclusive, request, requester, plan, digest, state, created, started, ended)
                select 'UP-' || n, 'UPGRADE', 'prod', true, 'AR-' || n, 'maria', '{}', '', 'SUCCEEDED',
                       '2026-01-01Z', '2026-01-01Z', timestamptz '2026-01-01Z' + make_interval(mins => n - 100)
                  from generate_series(101, 105) as n
                """));
        bench.enqueue(1);

        var lock = operations.lock(PROD).orElseThrow();
        assertThat(lock.eta()).isEqualTo(lock.since().plusSeconds(180));
    }

    @ParameterizedTest
    @CsvSource({"UP-42, UP-42", "rb-7, RB-7", "BK-1, BK-1"})
    void ids_are_read_as_people_write_them(String text, String id) {
        assertThat(OperationId.parse(text)).hasToString("Optional[" + id + "]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UP-0", "UP-01", "XX-1", "UP-", "UP-1 ", "UP-9999999999999999999"})
    void what_is_no_id_is_none(String text) {
        assertThat(OperationId.parse(text)).isEmpty();
    }

    @Test
    void each_kind_counts_for_itself() {
        assertThat(bench.enqueue(1)).hasToString("UP-1");
        assertThat(((Queued) bench.admit(2, "staging")).operation().id()).hasToString("UP-2");
        assertThat(((Queued) bench.admit(3, "test")).operation().target()).isEqualTo(new TargetName("test"));
    }

    private int alarms() {
        return bench.jdbi.withHandle(handle -> handle.createQuery("select count(*) from scheduled_tasks")
                .mapTo(Integer.class)
                .one());
    }
}
