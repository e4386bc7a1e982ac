package io.twokeys.odoo.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.ssh.CommandResult;
import org.junit.jupiter.api.Test;

class PostgresTest {
    @Test
    void a_server_that_let_nobody_in_may_be_asked_again() {
        assertThat(Postgres.notConnected(ended(2, """
                        psql: error: connection to server on socket "/var/run/postgresql/.s.PGSQL.5432" failed: \
                        FATAL:  the database system is in recovery mode
                        """))).isTrue();
    }

    @Test
    void a_server_that_broke_off_may_have_done_it_already() {
        assertThat(Postgres.notConnected(ended(2, """
                        psql:<stdin>:1: server closed the connection unexpectedly
                        psql:<stdin>:1: error: connection to server was lost
                        """))).isFalse();
    }

    @Test
    void an_error_of_the_statement_is_final() {
        assertThat(Postgres.notConnected(ended(3, "psql:<stdin>:1: ERROR:  database \"prod\" does not exist")))
                .isFalse();
    }

    private static CommandResult ended(int exit, String errors) {
        return new CommandResult(exit, "", errors);
    }
}
