package io.twokeys.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.fleet.Targets;
import org.junit.jupiter.api.Test;

class DumpTest {
    private final Dump dump = new Dump(Targets.named("prod").settings());
    private final String copy = dump.copyOf("prod", CheckpointId.of(12));

    @Test
    void a_dump_is_a_folder_that_gets_its_name_last() {
        assertThat(copy).isEqualTo("/var/backups/odoo/prod__cp12.dump");
        assertThat(dump.dump("prod", copy).line())
                .isEqualTo("sudo -n -u postgres sh -c 'umask 077; copy=$1; shift;"
                        + " rm -rf \"$copy.unfinished\" && \"$@\" -j \"$(nproc)\" -f \"$copy.unfinished\" &&"
                        + " mv -T \"$copy.unfinished\" \"$copy\"' twokeys /var/backups/odoo/prod__cp12.dump"
                        + " pg_dump -Fd -Z1 -d prod");
    }

    @Test
    void it_is_restored_by_several_processes_and_analyzed() {
        assertThat(dump.fill("prod__cp12_restored", copy, "odoo").line())
                .isEqualTo("sudo -n -u postgres sh -c 'copy=$1; database=$2; shift 2;"
                        + " \"$@\" -j \"$(nproc)\" \"$copy\" && vacuumdb -q -Z -j \"$(nproc)\" -d \"$database\"' twokeys"
                        + " /var/backups/odoo/prod__cp12.dump prod__cp12_restored"
                        + " pg_restore -d prod__cp12_restored --no-owner --role=odoo --exit-on-error");
    }
}
