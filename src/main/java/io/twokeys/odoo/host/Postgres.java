package io.twokeys.odoo.host;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.twokeys.shell.ShellCommand;
import io.twokeys.ssh.HostSession;
import java.time.Duration;
import java.util.Optional;

/**
 * The PostgreSQL of a host, through {@code psql} there. SQL goes in on standard input, so nothing of it meets a shell; what
 * comes out is JSON.
 */
public final class Postgres {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HostSession session;
    private final String user;

    Postgres(HostSession session, String user) {
        this.session = session;
        this.user = user;
    }

    /** The command that reads SQL from standard input and runs it on {@code database}. */
    public ShellCommand psql(String database) {
        return ShellCommand.of("psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", database, "-f", "-")
                .as(user);
    }

    /** The command that runs one statement; for remote jobs, which have no standard input. */
    public ShellCommand statement(String database, String sql) {
        return ShellCommand.of("psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", sql)
                .as(user);
    }

    /** Runs a query whose result is one JSON value. */
    public JsonNode query(String database, String sql) {
        String out = run(database, sql);
        try {
            return JSON.readTree(out.isBlank() ? "null" : out);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("psql on " + database + " did not answer in JSON: " + head(out), e);
        }
    }

    /** Runs statements; each is its own transaction unless {@code BEGIN} says otherwise. */
    public void execute(String database, String sql) {
        run(database, sql);
    }

    public boolean exists(String database) {
        return query(
                        "postgres",
                        "select to_json(exists(select from pg_database where datname = %s))"
                                .formatted(literal(database)))
                .asBoolean();
    }

    /** Where the server's own log ends now; empty where that cannot be told. */
    public Optional<ServerLog> logEnd() {
        return ServerLog.end(session, this, user);
    }

    /** What the server wrote into its log after {@code end}; empty if it cannot be read. */
    public Optional<String> logSince(ServerLog end) {
        return end.since(session, user);
    }

    private String run(String database, String sql) {
        return session.run(psql(database), sql + "\n;\n", LIMIT)
                .orTrouble("psql on database " + database)
                .out();
    }

    /** {@code name} as an SQL identifier. */
    public static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** {@code text} as an SQL string. Backslashes are letters ({@code standard_conforming_strings} is on since 9.1). */
    public static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static String head(String text) {
        return text.substring(0, Math.min(200, text.length()));
    }
}
