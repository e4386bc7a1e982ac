package io.twokeys.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.fleet.Target.CheckpointStrategy;
import org.junit.jupiter.api.Test;

class TakingTest {
    @Test
    void a_clone_says_its_time_and_that_going_back_takes_seconds() {
        var clone = taking(CheckpointStrategy.CLONE, 3_300_000_000L);
        assertThat(clone.needs()).isEqualTo("a clone takes 3.3 GB beside the database, and 8 s to 67 s");
        assertThat(clone.wayBack()).contains("seconds, whatever the size");
        assertThat(clone.stopsOdoo()).isTrue();
    }

    @Test
    void a_dump_says_where_it_lies_and_that_going_back_takes_as_long() {
        var dump = taking(CheckpointStrategy.DUMP, 80_000_000_000L);
        assertThat(dump.needs()).isEqualTo("a dump takes up to 80.0 GB in /backups, and 8 min to 66 min");
        assertThat(dump.wayBack()).contains("8 min to 66 min");
        assertThat(dump.stopsOdoo()).isFalse();
    }

    @Test
    void a_physical_backup_says_that_it_grows_with_what_changed() {
        var physical = taking(CheckpointStrategy.PGBACKREST, 300_000_000_000L);
        assertThat(physical.needs()).endsWith("since its last backup, without one all of it: up to 4 h");
        assertThat(physical.wayBack()).contains("restored from pgBackRest in /backups", "66 min to 8 h");
    }

    private static Taking taking(CheckpointStrategy how, long bytes) {
        return new Taking(how, bytes, "/backups");
    }
}
