package io.twokeys.odoo.diagnosis;

import static io.twokeys.odoo.diagnosis.WrittenRun.AFTER;
import static io.twokeys.odoo.diagnosis.WrittenRun.ALL;
import static io.twokeys.odoo.diagnosis.WrittenRun.AT;
import static io.twokeys.odoo.diagnosis.WrittenRun.BEFORE;
import static io.twokeys.odoo.diagnosis.WrittenRun.END;
import static io.twokeys.odoo.diagnosis.WrittenRun.LOADING;
import static io.twokeys.odoo.diagnosis.WrittenRun.START;
import static io.twokeys.odoo.diagnosis.WrittenRun.TAIL;
import static io.twokeys.odoo.diagnosis.WrittenRun.judge;
import static io.twokeys.odoo.diagnosis.WrittenRun.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.odoo.diagnosis.Diagnosis.DatabaseState;
import io.twokeys.odoo.diagnosis.Diagnosis.Verdict;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What 14 to 18, and master, say in other words than 19. */
class OlderOdooTest {
    private static final String RAISED_HERE =
            "  File \"/srv/odoo/addons/sale_custom/models/a.py\", line 3, in <module>\n    x\n";
    private static final String TRACEBACK = """
            Traceback (most recent call last):
              File "/opt/odoo/odoo/service/server.py", line 1399, in preload_registries
                registry = Registry.new(dbname, update_module=update_module)
            """ + RAISED_HERE + "KeyError: 'x'\n";

    @Test
    void odoo_14_never_says_that_the_registry_is_loaded() throws IOException {
        String end = "INFO prod odoo.modules.loading: Modules loaded.\n"
                + "INFO prod odoo.service.server: Initiating shutdown\n";
        assertThat(judge(in("14.0", ALL + end), 0, BEFORE, AFTER).verdict()).isEqualTo(Verdict.SUCCEEDED);
        assertThat(judge(in("15.0", ALL + end), 0, BEFORE, AFTER).verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(judge(in("18.0", ALL + END), 0, BEFORE, AFTER).verdict()).isEqualTo(Verdict.SUCCEEDED);
    }

    /** 15 and 17 log the traceback twice; the first one counts. */
    @Test
    void a_registry_that_fails_with_a_traceback_of_its_own_is_the_first_to_say_it() throws IOException {
        Diagnosis d = judge(
                in(
                        "17.0",
                        LOADING + """
                        WARNING prod odoo.modules.loading: Transient module states were reset
                        ERROR prod odoo.registry: Failed to load registry
                        """ + TRACEBACK
                                + "CRITICAL prod odoo.service.server: Failed to initialize database `prod`.\n"
                                + TRACEBACK),
                255,
                BEFORE,
                BEFORE);
        assertThat(d.cause()).isEqualTo(Cause.PYTHON_ERROR);
        assertThat(d.place().firstFailure()).isEqualTo(new Diagnosis.FirstFailure(14, "KeyError: 'x'", 8L));
        assertThat(d.place().file()).isEqualTo("sale_custom/models/a.py:3");
    }

    @Test
    void the_parse_error_of_14_hides_its_cause_above_during_handling() throws IOException {
        Diagnosis d = judge(in("14.0", LOADING + """
                        CRITICAL prod odoo.service.server: Failed to initialize database `prod`.
                        Traceback (most recent call last):
                          File "/opt/odoo/odoo/tools/convert.py", line 668, in _tag_root
                            f(rec)
                        ValueError: External ID not found in the system: sale.gone

                        During handling of the above exception, another exception occurred:

                        Traceback (most recent call last):
                          File "/opt/odoo/odoo/service/server.py", line 1201, in preload_registries
                            registry = Registry.new(dbname, update_module=update_module)
                        odoo.tools.convert.ParseError: while parsing /srv/odoo/addons/sale_custom/views/a.xml:7, near
                        <record id="x"/>
                        """), 255, BEFORE, BEFORE);
        assertThat(d.cause()).isEqualTo(Cause.REFERENCE_MISSING);
        assertThat(d.place().sqlstateOrException()).isEqualTo("ValueError");
        assertThat(d.place().file()).isEqualTo("sale_custom/views/a.xml:7");
    }

    @Test
    void the_module_that_could_not_be_loaded_is_named_before_the_traceback() throws IOException {
        Diagnosis d = judge(
                in("16.0", LOADING + """
                        CRITICAL prod odoo.modules.module: Couldn't load module sale_custom
                        CRITICAL prod odoo.modules.module: invalid syntax (a.py, line 3)
                        """ + TAIL + RAISED_HERE + "SyntaxError: invalid syntax\n"), 255, BEFORE, BEFORE);
        assertThat(d.cause()).isEqualTo(Cause.PYTHON_ERROR);
        assertThat(d.place().module()).isEqualTo("sale_custom");
        assertThat(d.place().sqlstateOrException()).isEqualTo("SyntaxError");
    }

    @Test
    void init_db_is_a_database_that_was_created() throws IOException {
        Diagnosis d = judge(in("16.0", AT + "INFO prodd odoo.modules.loading: init db\n"), 0, BEFORE, BEFORE);
        assertThat(d.cause()).isEqualTo(Cause.WRONG_DATABASE);
        assertThat(d.database()).isEqualTo(DatabaseState.OTHER_DATABASE_CREATED);
    }

    @Test
    void unmet_dependencies_are_said_as_information_only() throws IOException {
        String skipped = START + """
                INFO prod odoo.modules.graph: module sale_custom: Unmet dependencies: sale_gone
                ERROR prod odoo.modules.loading: Some modules are not loaded, some dependencies or manifest may be missing: ['sale_custom']
                INFO prod odoo.modules.loading: 67 modules loaded in 1.00s, 9 queries (+0 extra)
                """ + END;
        Diagnosis d = judge(in("17.0", skipped), 0, BEFORE, rows("to upgrade", "19.0.1.0.0", "01:00"));
        assertThat(d.cause()).isEqualTo(Cause.DEPENDENCY_MISSING);
        assertThat(d.database()).isEqualTo(DatabaseState.HALF_UPGRADED);
        assertThat(d.evidence()).anyMatch(line -> line.endsWith("module sale_custom: Unmet dependencies: sale_gone"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ERROR prod odoo.schema: Table 'sale_custom_note': unable to set NOT NULL on column 'code' | not-null-not-set
            WARNING prod odoo.schema: Table 'sale_custom_note': unable to set NOT NULL on column 'code' | not-null-not-set
            WARNING prod odoo.schema: Table 'sale_custom_note': unable to add constraint 'c' as UNIQUE(name) | constraint-not-applied
            ERROR prod odoo.modules.migration: Each post-migration file must have a "migrate(cr, installed_version)" function | script-skipped
            WARNING prod odoo.modules.loading: The model sale.custom.tag has no access rules, consider adding one. | access-rule-missing
            WARNING prod odoo.modules.loading: invalid custom view(s) for model sale.order: x | custom-view-invalid
            """)
    void what_did_not_happen_though_all_was_loaded_is_a_finding(String line, String finding) throws IOException {
        String log = LOADING + line + "\n" + ALL.substring(LOADING.length()) + END;
        Diagnosis d = judge(in("16.0", log), 0, BEFORE, AFTER);
        assertThat(d.verdict()).isEqualTo(Verdict.SUCCEEDED_WITH_FINDINGS);
        assertThat(d.remarks().findings()).containsExactly(finding);
        assertThat(d.remarks().findingLines()).containsEntry(finding, 7L);
    }

    /** Plain quotes in 14, Python's in 15 to 17, curly ones since 18. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Element '<xpath expr="//field[@name='x']">' cannot be located in parent view
            Element '<xpath expr="//field[@name=\\'x\\']">' cannot be located in parent view
            Element “<xpath expr="//x">” cannot be located in parent view
            Error while validating view
            Since 17.0, the "attrs" and "states" attributes are no longer used.
            Field "x" does not exist in model "sale.order"
            """)
    void a_view_that_does_not_fit_is_known_by_any_quotes(String told) throws IOException {
        Diagnosis d = judge(
                in(
                        "17.0",
                        LOADING + TAIL
                                + "odoo.tools.convert.ParseError: while parsing /srv/odoo/addons/sale_custom/views/a.xml:7\n"
                                + told + "\n"),
                255,
                BEFORE,
                BEFORE);
        assertThat(d.cause()).isEqualTo(Cause.VIEW_INVALID);
        assertThat(d.place().file()).isEqualTo("sale_custom/views/a.xml:7");
    }

    @Test
    void masters_word_for_a_script_is_upgrade() throws IOException {
        Diagnosis d = judge(LOADING + """
                        INFO prod odoo.modules.migration: module sale_custom: Running upgrade [19.1.1.1.0>] post-fill
                        """, 137, BEFORE, BEFORE);
        assertThat(d.place().script()).isEqualTo("sale_custom/migrations/19.1.1.1.0/post-fill.py");
    }

    private static String in(String series, String log) {
        String registry = series.startsWith("19") ? "odoo.registry" : "odoo.modules.registry";
        return log.replace("Odoo version 19.0", "Odoo version " + series)
                .replace(" odoo.registry:", " " + registry + ":");
    }
}
