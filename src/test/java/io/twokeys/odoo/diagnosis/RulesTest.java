package io.twokeys.odoo.diagnosis;

import static io.twokeys.odoo.diagnosis.WrittenRun.AFTER;
import static io.twokeys.odoo.diagnosis.WrittenRun.ALL;
import static io.twokeys.odoo.diagnosis.WrittenRun.AT;
import static io.twokeys.odoo.diagnosis.WrittenRun.BEFORE;
import static io.twokeys.odoo.diagnosis.WrittenRun.END;
import static io.twokeys.odoo.diagnosis.WrittenRun.LOADING;
import static io.twokeys.odoo.diagnosis.WrittenRun.START;
import static io.twokeys.odoo.diagnosis.WrittenRun.TAIL;
import static io.twokeys.odoo.diagnosis.WrittenRun.evidence;
import static io.twokeys.odoo.diagnosis.WrittenRun.judge;
import static io.twokeys.odoo.diagnosis.WrittenRun.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.odoo.diagnosis.Diagnosis.DatabaseState;
import io.twokeys.odoo.diagnosis.Diagnosis.Verdict;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mechanisms that no recorded run shows. */
class RulesTest {
    @Test
    void an_end_script_that_fails_leaves_the_database_half_upgraded() throws IOException {
        Diagnosis d = judge(
                ALL + """
                        INFO prod odoo.modules.migration: module sale_custom: Running migration [$19.0.1.1.0] end-migrate
                        ERROR prod odoo.sql_db: bad query: b'SELECT nothing FROM sale_custom_note'
                        ERROR: column "nothing" does not exist
                        """ + TAIL
                        + "  File \"/srv/odoo/addons/sale_custom/migrations/19.0.1.1.0/end-migrate.py\", line 8, in migrate\n"
                        + "    cr.execute('SELECT')\n"
                        + "psycopg2.errors.UndefinedColumn: column \"nothing\" does not exist\n",
                255,
                BEFORE,
                AFTER);
        assertThat(d.cause()).isEqualTo(Cause.MIGRATION_SCRIPT);
        assertThat(d.database()).isEqualTo(DatabaseState.HALF_UPGRADED);
        assertThat(d.place().script()).isEqualTo("sale_custom/migrations/19.0.1.1.0/end-migrate.py");
        assertThat(d.place().module()).isEqualTo("sale_custom");
        assertThat(d.place().exceptionLine()).isNotNull();
        assertThat(d.retryAllowed()).isFalse();
        assertThat(d.advice()).startsWith("Restore the checkpoint");
    }

    @Test
    void one_of_two_names_misspelled_is_a_failure_on_an_upgraded_database() throws IOException {
        Diagnosis d = new Diagnostician()
                .diagnose(evidence(
                        List.of("sale_custom", "sale_custm"),
                        START + "WARNING prod odoo.modules.loading: invalid module names, ignored: sale_custm\n"
                                + ALL.substring(START.length()) + END,
                        0,
                        BEFORE,
                        AFTER,
                        null));
        assertThat(d.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(d.cause()).isEqualTo(Cause.MODULE_UNKNOWN);
        assertThat(d.database()).isEqualTo(DatabaseState.UPGRADED);
        assertThat(d.place().module()).isEqualTo("sale_custm");
        assertThat(d.retryAllowed()).isFalse();
    }

    @Test
    void what_a_migration_script_warns_of_is_something_to_do() throws IOException {
        assertThat(judge(ALL + END, 0, BEFORE, AFTER).advice()).isEqualTo("Nothing to do.");
        String warned =
                "INFO prod odoo.modules.migration: module sale_custom: Running migration [19.0.1.1.0>] post-migrate\n"
                        + "WARNING prod post-migrate: 300 leads have no known source, check them\n";
        Diagnosis d = judge(LOADING + warned + ALL.substring(LOADING.length()) + END, 0, BEFORE, AFTER);
        assertThat(d.verdict()).isEqualTo(Verdict.SUCCEEDED);
        assertThat(d.advice()).isEqualTo("Read what a migration script warns of in line 8 of the log.");
    }

    /** Exceptions outside scripts: file and class tell the cause. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ModuleNotFoundError: No module named 'nonexistent_pylib' | python-package-missing
            ModuleNotFoundError: No module named 'odoo.addons.sale_custom.models.x' | python-error
            ImportError: cannot import name 'x' from 'odoo.models' | python-error
            AttributeError: 'NoneType' object has no attribute 'x' | python-error
            IndentationError: unexpected indent | python-error
            TypeError: Model 'x.y' does not exist in registry. | python-error
            MemoryError | memory-limit
            OSError: [Errno 12] Cannot allocate memory | memory-limit
            OSError: [Errno 28] No space left on device: '/var/lib/odoo/filestore/x' | disk-full
            psycopg2.errors.DeadlockDetected: deadlock detected | serialization-conflict
            psycopg2.errors.LockNotAvailable: canceling statement due to lock timeout | lock-timeout
            psycopg2.errors.AdminShutdown: terminating connection due to administrator command | connection-lost
            psycopg2.InterfaceError: cursor already closed | connection-lost
            psycopg2.OperationalError: connection to server at "db" failed: Connection refused | connection-lost
            psycopg2.errors.UniqueViolation: duplicate key value violates unique constraint "x" | data-violation
            odoo.exceptions.ValidationError: no | data-violation
            lxml.etree.XMLSyntaxError: Opening and ending tag mismatch | xml-invalid
            odoo.tools.convert.ParseError: while parsing /srv/odoo/addons/sale_custom/views/a.xml:7 Element '<xpath expr="//x">' cannot be located in parent view | view-invalid
            ValueError: External ID not found in the system: a.b | reference-missing
            SomethingNew: what | unknown
            """)
    void an_exception_has_one_cause(String exception, String cause) throws IOException {
        Diagnosis d = judge(
                LOADING + TAIL + "  File \"/srv/odoo/addons/sale_custom/models/a.py\", line 3, in <module>\n    x\n"
                        + exception + "\n",
                255,
                BEFORE,
                BEFORE);
        assertThat(d.cause().code()).isEqualTo(cause);
        assertThat(d.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(d.database()).isEqualTo(DatabaseState.UNCHANGED);
        assertThat(d.place().module()).isEqualTo("sale_custom");
        assertThat(d.place().file()).isEqualTo("sale_custom/models/a.py:3");
    }

    /** How a process ended when the log stops in the middle. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            137 | - | failed | killed
            143 | Terminated | failed | interrupted
            143 | - | failed | interrupted
            124 | - | failed | time-limit
            255 | - | unknown | unknown
            120 | - | unknown | unknown
            0   | - | unknown | unknown
            -   | - | unknown | unknown
            0   | Forced shutdown. | failed | interrupted
            0   | CPU time limit exceeded! Shutting down immediately | failed | time-limit
            139 | Segmentation fault | failed | unknown
            """)
    void a_log_that_stops_is_judged_by_how_the_process_ended(
            @Nullable Integer exit, @Nullable String line, String verdict, String cause) throws IOException {
        Diagnosis d = judge(LOADING + (line == null ? "" : line + "\n"), exit, BEFORE, BEFORE);
        assertThat(d.verdict().code()).isEqualTo(verdict);
        assertThat(d.cause().code()).isEqualTo(cause);
        assertThat(d.database()).isEqualTo(DatabaseState.UNCHANGED);
        assertThat(d.place().module()).isEqualTo("sale_custom");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sudo: a password is required | 1 | launch-refused
            bash: line 1: odoo-bin: command not found | 127 | launch-refused
            Failed to start transient service unit: Unit odoo-up.service already exists. | 1 | launch-refused
            odoo-bin [--addons-path=PATH,...] server: error: The config file '/etc/x' selected with -c/--config doesn't exist | 2 | usage-error
            odoo-bin server: error: Cannot use -i/--init or -u/--update with multiple databases in the -d | 2 | usage-error
            """)
    void what_was_never_started_changed_nothing(String line, int exit, String cause) throws IOException {
        Diagnosis d = judge(
                "sudo: unable to resolve host x: Name or service not known\n" + line + "\n", exit, BEFORE, BEFORE);
        assertThat(d.cause().code()).isEqualTo(cause);
        assertThat(d.database()).isEqualTo(DatabaseState.UNCHANGED);
        assertThat(d.place().firstFailure()).isNotNull();
        assertThat(d.retryAllowed()).isTrue();
    }

    @Test
    void systemd_run_tells_a_kill_that_its_own_status_hides() throws IOException {
        String journal = LOADING.lines()
                .map(line -> "Nov 21 01:44:09 host odoo-bin[77]: " + AT + line + "\n")
                .reduce(
                        "Nov 21 01:44:08 host systemd[1]: Started up-1.service - [systemd-run] odoo-bin -u x.\n",
                        String::concat);
        Diagnosis d = new Diagnostician()
                .diagnose(evidence(
                        List.of("sale_custom"),
                        "Running as unit: up-1.service\nFinished with result: signal\n"
                                + "Main processes terminated with: code=killed, status=9/KILL\n",
                        255,
                        BEFORE,
                        BEFORE,
                        journal));
        assertThat(d.cause()).isEqualTo(Cause.KILLED);
        assertThat(d.why()).contains("no trace of the kernel's OOM killer in the journal");
        assertThat(d.place().module()).isEqualTo("sale_custom");
        assertThat(d.place().firstFailure())
                .isEqualTo(new Diagnosis.FirstFailure(
                        3, "Main processes terminated with: code=killed, status=9/KILL", null));
    }

    @Test
    void a_log_that_breaks_off_after_odoo_gave_up_is_no_riddle() throws IOException {
        String query = """
                ERROR prod odoo.sql_db: bad query: update res_partner set x = 1
                ERROR: column "x" does not exist
                """;
        String gaveUp = "CRITICAL prod odoo.service.server: Failed to initialize database `prod`.\n";
        Diagnosis d = judge(LOADING + query + gaveUp, null, BEFORE, BEFORE);
        assertThat(d.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(d.place().firstFailure())
                .isEqualTo(new Diagnosis.FirstFailure(8, "ERROR: column \"x\" does not exist", 7L));
        d = judge(LOADING + gaveUp, 255, BEFORE, BEFORE);
        assertThat(d.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(d.place().firstFailure()).asString().contains("Failed to initialize database");
        assertThat(d.why()).doesNotContain("ssh");
    }

    @Test
    void what_a_script_says_when_it_leaves_is_the_failure() throws IOException {
        String script = LOADING
                + "INFO prod odoo.modules.migration: module sale_custom: Running migration [>19.0.1.1.0] pre-migrate\n";
        Diagnosis d = judge(script + "Aborting: 8 notes have no code\n", 1, BEFORE, BEFORE);
        assertThat(d.cause()).isEqualTo(Cause.MIGRATION_SCRIPT);
        assertThat(d.place().firstFailure())
                .isEqualTo(new Diagnosis.FirstFailure(8, "Aborting: 8 notes have no code", null));
    }

    @Test
    void a_name_that_odoo_does_not_call_invalid_is_a_module_that_is_not_installed() throws IOException {
        Diagnosis d = new Diagnostician()
                .diagnose(evidence(List.of("sale_custom", "sale_extra"), ALL + END, 0, BEFORE, AFTER, null));
        assertThat(d.cause()).isEqualTo(Cause.MODULE_NOT_INSTALLED);
        assertThat(d.place().module()).isEqualTo("sale_extra");
    }

    @Test
    void a_log_out_of_the_journal_is_read_like_any_other() throws IOException {
        String plain = LOADING + TAIL + "KeyError: 'x'\n";
        String journal = plain.lines()
                .map(line -> "Nov 26 22:04:52 host odoo-bin[77]: " + (line.matches("[A-Z]+ (?:\\?|prod) .*") ? AT : "")
                        + line + "\n")
                .reduce("", String::concat);
        assertThat(judge(journal, 255, BEFORE, BEFORE)).isEqualTo(judge(plain, 255, BEFORE, BEFORE));
    }

    @Test
    void a_journal_that_was_not_at_hand_is_no_proof_that_the_kernel_killed_nobody() throws IOException {
        assertThat(judge(LOADING, 137, BEFORE, BEFORE).why()).contains("the host's journal was not at hand");
    }

    @Test
    void a_query_that_failed_in_a_savepoint_is_no_failure() throws IOException {
        String log = LOADING + "ERROR prod odoo.sql_db: bad query: b'SELECT 1'\nERROR: no such thing\n"
                + ALL.substring(LOADING.length()) + END;
        assertThat(judge(log, 0, BEFORE, AFTER).verdict()).isEqualTo(Verdict.SUCCEEDED);
    }

    @Test
    void the_query_that_failed_first_is_to_blame_for_an_aborted_transaction() throws IOException {
        Diagnosis d = judge(
                LOADING + """
                        ERROR prod odoo.sql_db: bad query: b'SELECT a'
                        ERROR: column "a" does not exist
                        ERROR prod odoo.sql_db: bad query: b'SELECT b'
                        ERROR: current transaction is aborted, commands ignored until end of transaction block
                        """ + TAIL
                        + "psycopg2.errors.InFailedSqlTransaction: current transaction is aborted, commands ignored until end of"
                        + " transaction block\n",
                255,
                BEFORE,
                BEFORE);
        assertThat(d.place().firstFailure())
                .isEqualTo(new Diagnosis.FirstFailure(8, "ERROR: column \"a\" does not exist", 7L));
    }

    @Test
    void a_unique_constraint_that_could_not_be_set_is_a_finding() throws IOException {
        String message =
                "could not create unique index \"sale_custom_note_name_uniq\"\nDETAIL:  Key (name)=(Note 0) is duplicated.\n";
        Diagnosis d = judge(
                LOADING + "INFO prod odoo.schema: " + message + ALL.substring(LOADING.length())
                        + "WARNING prod odoo.schema: " + message + END,
                0,
                BEFORE,
                AFTER);
        assertThat(d.verdict()).isEqualTo(Verdict.SUCCEEDED_WITH_FINDINGS);
        assertThat(d.cause()).isEqualTo(Cause.CONSTRAINT_NOT_APPLIED);
        assertThat(d.place().module()).isEqualTo("sale_custom");
        assertThat(d.remarks().findings()).containsExactly("constraint-not-applied");
    }

    @Test
    void what_contradicts_the_log_withholds_the_success() throws IOException {
        assertThat(judge(ALL + END, 0, BEFORE, AFTER).verdict()).isEqualTo(Verdict.SUCCEEDED);
        assertThat(judge(ALL + END, 0, BEFORE, BEFORE).verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(judge(ALL + END, 255, BEFORE, AFTER).verdict()).isEqualTo(Verdict.SUCCEEDED_WITH_FINDINGS);
        assertThat(judge(ALL + END, 255, null, null).verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(judge(ALL + END, 0, BEFORE, rows("to upgrade", "19.0.1.0.0", "01:00"))
                        .verdict())
                .isEqualTo(Verdict.FAILED);
        assertThat(judge(ALL + END + ALL.replace(" 77 ", " 78 "), 0, BEFORE, AFTER)
                        .verdict())
                .isNotEqualTo(Verdict.FAILED);
    }

    @Test
    void a_plan_that_was_not_fulfilled_is_a_failure() throws IOException {
        Evidence seen = evidence(List.of("sale_custom"), ALL + END, 0, BEFORE, AFTER, null);
        Evidence.Asked asked = new Evidence.Asked("prod", List.of("sale_custom"), Map.of("sale_custom", "19.0.2.0.0"));
        Diagnosis d = new Diagnostician().diagnose(new Evidence(asked, seen.log(), 0, BEFORE, AFTER, null, null));
        assertThat(d.verdict()).isEqualTo(Verdict.FAILED);
    }
}
