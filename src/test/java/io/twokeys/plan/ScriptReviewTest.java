package io.twokeys.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.odoo.module.Finding;
import io.twokeys.odoo.module.Finding.Severity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScriptReviewTest {
    @Test
    void a_script_that_commits_by_itself_is_named_with_its_line() {
        assertThat(review("def migrate(cr, version):\n    # cr.commit()\n    cr.commit()\n"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.code()).isEqualTo("script-commits");
                    assertThat(finding.sentence())
                            .startsWith("sale/migrations/19.0.1.1/pre-fill.py:3 commits by itself");
                });
    }

    @Test
    void a_script_that_drops_data_is_named() {
        assertThat(review("def migrate(cr, version):\n    cr.execute('DROP TABLE sale_note')\n"))
                .extracting(Finding::code, Finding::severity)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("script-destroys", Severity.WARN));
    }

    @Test
    void a_script_without_migrate_stops_it() {
        assertThat(review("def migrat(cr, version):\n    pass\n"))
                .extracting(Finding::severity)
                .containsExactly(Severity.FAIL);
    }

    @Test
    void a_plain_script_has_nothing_to_say() {
        assertThat(review("def migrate(cr, version):\n    cr.execute('update sale_order set x = 1')\n"))
                .isEmpty();
        assertThat(
                        review(
                                "from openupgradelib import openupgrade\n\n\n@openupgrade.migrate()\ndef migrate(env, version):\n    pass\n"))
                .isEmpty();
    }

    private static List<Finding> review(String source) {
        return ScriptReview.of(Map.of("sale/migrations/19.0.1.1/pre-fill.py", source));
    }
}
