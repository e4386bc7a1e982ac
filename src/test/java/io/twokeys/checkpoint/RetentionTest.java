package io.twokeys.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.db.TestPostgres;
import io.twokeys.fleet.Target;
import io.twokeys.fleet.Target.CheckpointStrategy;
import io.twokeys.fleet.Target.Keep;
import io.twokeys.fleet.Targets;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class RetentionTest {
    private final Jdbi jdbi = TestPostgres.fresh();
    private final CheckpointStore store = new CheckpointStore(jdbi);
    private final Target prod = Targets.named("prod");

    @Test
    void what_is_neither_among_the_newest_nor_young_goes_the_oldest_first() {
        CheckpointId fortyDays = taken("UP-1", 40);
        CheckpointId thirtyDays = taken("UP-2", 30);
        taken("UP-3", 20);
        taken("UP-4", 1);

        assertThat(beyond(new Keep(2, 14))).containsExactly(fortyDays, thirtyDays);
        assertThat(beyond(new Keep(2, 35))).containsExactly(fortyDays);
        assertThat(beyond(new Keep(4, 1))).isEmpty();
    }

    @Test
    void the_newest_that_can_be_restored_stays_however_old_it_is() {
        CheckpointId older = taken("UP-1", 300);
        taken("UP-2", 200);
        store.restored(taken("UP-3", 100));

        assertThat(beyond(new Keep(1, 1))).containsExactly(older);
        store.deleted(older);
        assertThat(beyond(new Keep(1, 1))).isEmpty();
        assertThat(store.find(older)).map(Checkpoint::state).contains(Checkpoint.State.DELETED);
    }

    @Test
    void after_a_rollback_the_next_one_is_not_guessed_before_something_newer_was_taken() {
        taken("UP-1", 3);
        CheckpointId restored = taken("UP-2", 2);
        assertThat(store.restoredLast(prod.name())).isEmpty();

        store.restored(restored);
        assertThat(store.restoredLast(prod.name())).map(Checkpoint::id).contains(restored);

        taken("UP-3", 0);
        assertThat(store.restoredLast(prod.name())).isEmpty();
    }

    @Test
    void who_asks_again_for_its_number_uses_up_no_other() {
        CheckpointId first = store.reserve(prod.name(), "BK-1");
        assertThat(store.reserve(prod.name(), "BK-1")).isEqualTo(first);
        assertThat(store.reserve(prod.name(), "BK-2").value()).isEqualTo("CP-2");
    }

    private List<CheckpointId> beyond(Keep keep) {
        return store.beyond(prod.name(), keep).stream().map(Checkpoint::id).toList();
    }

    private CheckpointId taken(String operation, int daysAgo) {
        CheckpointId id = store.reserve(prod.name(), operation);
        store.verified(
                id,
                operation,
                CheckpointStrategy.CLONE,
                new Checkpoint.Contents("prod", "copy", "a".repeat(40), "b", 1, ""));
        jdbi.useHandle(handle -> handle.createUpdate(
                        "update checkpoint set taken_at = now() - make_interval(days => :days) where operation = :operation")
                .bind("days", daysAgo)
                .bind("operation", operation)
                .execute());
        return id;
    }
}
