package io.twokeys.sandbox.tool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SqlScriptTest {
    @Test
    void semicolons_in_quotes_comments_and_dollar_quotes_do_not_end_a_statement() {
        String script = """
                select ';' as "a;b"; -- not; here
                select E'it\\';s' /* nor; /* here; */ ; */;
                do $body$ begin perform 1; end $body$;
                select $$;$$
                """;

        assertThat(SqlScript.statements(script))
                .extracting(SqlScript.Statement::sql)
                .containsExactly(
                        "select ';' as \"a;b\"",
                        "-- not; here\nselect E'it\\';s' /* nor; /* here; */ ; */",
                        "do $body$ begin perform 1; end $body$",
                        "select $$;$$");
    }

    @Test
    void a_statement_has_the_line_it_ends_on() {
        assertThat(SqlScript.statements("select 1;\n\nselect\n 2;\n-- end\n;"))
                .extracting(SqlScript.Statement::line)
                .containsExactly(1, 4);
    }
}
