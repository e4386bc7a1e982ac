package io.twokeys.plan.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.fleet.Target.CheckpointStrategy;
import io.twokeys.plan.gate.Gate.Result;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** One rule a test, over a target that is well but for one thing. */
class GatesTest {
    private final Preflight preflight = new Preflight();

    @Test
    void a_target_that_is_well_passes_every_gate() {
        assertThat(preflight.gates()).allMatch(gate -> gate.result() == Result.PASS);
        assertThat(preflight.gates())
                .extracting(Gate::id)
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(25);
    }

    @Test
    void a_disk_without_room_for_the_database_or_nearly_full_stops_it() {
        preflight.data(1000 * Preflight.GB, 15 * Preflight.GB);
        preflight.says("disk-space", Result.FAIL, "99 % used, 95 % are the limit");
        preflight.data(100 * Preflight.GB, 11 * Preflight.GB);
        preflight.says("disk-space", Result.FAIL, "11.8 GB free, the database has 10.7 GB");
        preflight.data(100 * Preflight.GB, 15 * Preflight.GB);
        preflight.says("disk-space", Result.WARN, "Twice the database is wanted");
        preflight.data = Optional.empty();
        preflight.says("disk-space", Result.FAIL, "cannot be read");
    }

    @Test
    void a_full_disk_of_the_filestore_stops_it_and_one_that_cannot_be_read_is_told() {
        preflight.disk("/var/lib/odoo", 100, 4);
        preflight.says("disk-full", Result.FAIL, "/var/lib/odoo is 96 % full, 95 % are the limit");
        preflight.disk("/var/lib/odoo", 100, 50);
        preflight.unread = List.of("/var/backups/odoo");
        preflight.says("disk-full", Result.WARN, "/var/backups/odoo cannot be read");
    }

    @Test
    void a_configuration_that_does_not_fit_the_target_stops_it_or_is_told() {
        preflight.says("odoo-config", Result.PASS, "/etc/odoo.conf fits");
        preflight.option("list_db", "True");
        preflight.option("db_host", "db.example.com");
        preflight.option("db_name", "shop, crm");
        preflight.says(
                "odoo-config",
                Result.WARN,
                "serves shop, crm and not prod",
                "its db_host is db.example.com",
                "can drop databases in a browser");
        preflight.option("db_user", "postgres");
        preflight.says("odoo-config", Result.FAIL, "its db_user is postgres");
        preflight.option("data_dir", "/srv/odoo");
        preflight.says("odoo-config", Result.FAIL, "its data_dir is /srv/odoo, config/fleet.yaml says /var/lib/odoo");
        preflight.options = Optional.empty();
        preflight.says("odoo-config", Result.FAIL, "/etc/odoo.conf cannot be read");
    }

    @Test
    void what_odoo_may_not_write_is_told_and_a_page_that_cannot_be_shown_stops_it() {
        preflight.option("logfile", "/var/log/odoo/odoo.log");
        preflight.says("log-writable", Result.PASS, "/var/log/odoo/odoo.log");
        preflight.mayLog = false;
        preflight.mayFreeze = false;
        preflight.says("log-writable", Result.WARN, "odoo may not write to /var/log/odoo/odoo.log");
        preflight.says("freeze-possible", Result.FAIL, "odoo may not make /run/maintenance");
    }

    @Test
    void what_the_kernel_killed_and_who_is_at_work_is_told() {
        preflight.oomKills = Optional.of(List.of("Nov 18 kernel: Out of memory: Killed process 12 (odoo-bin)"));
        preflight.says("memory-sufficed", Result.WARN, "1 process killed", "Killed process 12 (odoo-bin)");
        preflight.oomKills = Optional.empty();
        preflight.says("memory-sufficed", Result.WARN, "journal cannot be read");
        preflight.visitors = OptionalLong.of(11);
        preflight.says("visitors-few", Result.WARN, "11 people were at work", "/odoo maintenance schedule");
        preflight.visitors = OptionalLong.empty();
        preflight.says("visitors-few", Result.PASS, "no list of who is there");
    }

    @Test
    void where_dumps_go_there_is_room_and_they_may_be_written() {
        preflight.says("backup-space", Result.PASS, "clones beside the database");
        preflight.checkpoints(CheckpointStrategy.DUMP);
        preflight.says("backup-space", Result.FAIL, "free space of /backups cannot be read");
        preflight.disk("/backups", 100 * Preflight.GB, 11 * Preflight.GB);
        preflight.says("backup-space", Result.PASS, "11.8 GB free in /backups");
        preflight.checkpoints(CheckpointStrategy.PGBACKREST);
        preflight.says("backup-space", Result.FAIL, "11.8 GB free in /backups", "needs it twice");
        preflight.mayBackUp = false;
        preflight.says("backup-space", Result.FAIL, "postgres may not write to /backups", "give it to postgres");
    }

    @Test
    void an_open_transaction_is_told_after_five_minutes_and_stops_it_after_thirty() {
        String row =
                "[{'pid': 7, 'user': 'bi', 'application': 'report', 'state': 'idle in transaction', 'seconds': %d}]";
        preflight.fact("transactions", row.formatted(600));
        preflight.says("transactions-short", Result.WARN, "1 transaction open", "10 min: pid 7, bi with report, idle");
        preflight.fact("transactions", row.formatted(1900));
        preflight.says("transactions-short", Result.FAIL, "31 min", "pg_terminate_backend(7)");
    }

    @Test
    void who_waits_for_a_lock_and_who_holds_it_is_told() {
        preflight.fact("waiting", "[{'pid': 8, 'user': 'odoo', 'blockers': [7]}]");
        preflight.says("locks-granted", Result.WARN, "1 session waiting for a lock that pid 7 holds");
    }

    @Test
    void archiving_that_fails_stops_it_and_archiving_that_is_off_does_not() {
        preflight.fact("archive_mode", "'on'");
        preflight.fact("archive_failing", "true");
        preflight.fact("archive_failed", "'0000000100000000000000A7'");
        preflight.says("wal-archived", Result.FAIL, "fails since 0000000100000000000000A7");
        preflight.fact("archive_failing", "false");
        preflight.fact("archived_seconds", "100000");
        preflight.says("wal-archived", Result.WARN, "27 h ago, 24 h are the limit");
        preflight.fact("archive_mode", "'off'");
        preflight.says("wal-archived", Result.PASS, "archiving is off");
    }

    @Test
    void the_clusters_condition_is_judged() {
        preflight.fact("recovery", "true");
        preflight.says("cluster-primary", Result.FAIL, "standby");
        preflight.fact("version", "120005");
        preflight.says("postgres-version", Result.FAIL, "PostgreSQL 12, Odoo 19.0 needs 13");
        preflight.fact("connections", "90");
        preflight.says("connections-free", Result.WARN, "90 of 100 connections in use");
        preflight.fact("checksum_failures", "3");
        preflight.says("checksums-good", Result.FAIL, "3 checksum failures");
        preflight.fact("invalid_indexes", "['a_idx', 'b_idx']");
        preflight.says("indexes-valid", Result.WARN, "2 indexes invalid, first a_idx");
        preflight.fact("extensions_missing", "['vector']");
        preflight.says("extensions-there", Result.FAIL, "vector is in the database and not on the host");
        preflight.fact("may_copy", "false");
        preflight.says("may-be-copied", Result.FAIL, "postgres may not both", "or name a superuser");
        preflight.fact("slots", "[{'name': 'standby', 'active': false, 'bytes': 20000000000}]");
        preflight.says("slots-near", Result.WARN, "slot standby keeps 20.0 GB of WAL");
    }

    @Test
    void work_that_an_upgrade_would_cut_off_is_told() {
        preflight.fact("crons", "2");
        preflight.says("crons-idle", Result.WARN, "2 cron jobs in mid-run");
        preflight.fact("queue", "true");
        preflight.queue = "{'started': 1, 'enqueued': 4}";
        preflight.says("queue-drained", Result.WARN, "1 jobs started, 4 enqueued");
        preflight.processes = List.of("/usr/lib/postgresql/16/bin/pg_dump -Fc -d prod", "ps -e");
        preflight.says("host-quiet", Result.WARN, "pg_dump -Fc -d prod");
    }

    @Test
    void an_upgrade_that_somebody_else_runs_stops_it() {
        preflight.processes = List.of("python3 /opt/odoo/odoo-bin -c /etc/odoo.conf -u sale --stop-after-init");
        preflight.says("no-other-upgrade", Result.FAIL, "-u sale");
        preflight.processes =
                List.of("python3 /opt/odoo/odoo-bin -c /etc/other.conf -d prod -u sale", "odoo-bin -c /etc/odoo.conf");
        preflight.says("no-other-upgrade", Result.PASS, "");
        preflight.processes = List.of();
        preflight.says("no-other-upgrade", Result.WARN, "cannot be listed");
    }

    @Test
    void memory_below_a_gigabyte_stops_it_and_memory_nobody_can_read_is_no_pass() {
        preflight.memory = OptionalLong.of(900_000_000);
        preflight.says("memory-free", Result.FAIL, "900.0 MB of memory free");
        preflight.memory = OptionalLong.of(3 * Preflight.GB);
        preflight.says("memory-free", Result.WARN, "4 GB are wanted");
        preflight.memory = OptionalLong.empty();
        preflight.says("memory-free", Result.WARN, "cannot be read");
    }

    @Test
    void a_clock_that_is_off_is_told() {
        preflight.drift = Optional.of(Duration.ofSeconds(-9));
        preflight.says("clock-true", Result.WARN, "the host's clock is at least 9 s off ours");
    }

    @Test
    void a_fact_that_was_not_answered_never_passes() {
        List<String> own = List.of(
                "may-be-copied",
                "transactions-short",
                "locks-granted",
                "crons-idle",
                "indexes-valid",
                "checksums-good",
                "extensions-there",
                "postgres-version",
                "cluster-primary",
                "slots-near",
                "wal-archived",
                "connections-free");
        preflight.answersNothing();
        assertThat(preflight.gates())
                .filteredOn(gate -> own.contains(gate.id()))
                .hasSize(own.size())
                .allMatch(
                        gate -> gate.result() == Result.WARN && gate.evidence().contains("cannot be read"));
        assertThat(preflight.gate("series-matches").result()).isEqualTo(Result.FAIL);
    }

    @Test
    void a_database_of_another_series_is_not_jumped_over() {
        preflight.fact("modules", "[{'name': 'base', 'state': 'installed', 'latest_version': '17.0.1.3'}]");
        preflight.says(
                "series-matches", Result.FAIL, "the database is of 17.0.1.3, the code of 19.0", "none can be jumped");
    }
}
