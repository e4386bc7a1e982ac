package io.twokeys.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.fleet.Target.CheckpointStrategy;
import io.twokeys.fleet.Target.Checkpointing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointingTest {
    private static final String FOLDER = "/var/backups/odoo";

    @ParameterizedTest
    @CsvSource({
        "3_300_000_000, main, CLONE, DUMP",
        "100_000_000_000, main, CLONE, DUMP",
        "100_000_000_001, main, PGBACKREST, PGBACKREST",
        "100_000_000_001, '', CLONE, DUMP"
    })
    void what_suits_goes_by_occasion_and_size(
            String bytes, String stanza, CheckpointStrategy beforeUpgrade, CheckpointStrategy forBackup) {
        var auto = new Checkpointing(null, FOLDER, stanza);
        long size = Long.parseLong(bytes.replace("_", ""));
        assertThat(auto.beforeUpgrade(size)).isEqualTo(beforeUpgrade);
        assertThat(auto.forBackup(size)).isEqualTo(forBackup);
    }

    @Test
    void one_way_for_all_is_kept_to() {
        var always = new Checkpointing(CheckpointStrategy.DUMP, FOLDER, "main");
        assertThat(always.beforeUpgrade(1)).isEqualTo(CheckpointStrategy.DUMP);
        assertThat(always.forBackup(Long.MAX_VALUE)).isEqualTo(CheckpointStrategy.DUMP);
    }
}
