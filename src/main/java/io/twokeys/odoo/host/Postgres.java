package io.twokeys.odoo.host;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.twokeys.shell.ShellCommand;
import io.twokeys.ssh.CommandResult;
import io.twokeys.ssh.HostSession;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * The PostgreSQL of a host, through {@code psql} there. SQL goes in on standard input, so nothing of it meets a shell; what
 * comes out is JSON.
 */
public final class Postgres {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    /** So often a server is asked again that recovers from what made the rollback necessary. */
    private static final int PATIENCE = 60;

    private static final Duration PAUSE = Duration.ofSeconds(1);
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
        CommandResult result = psqlOnce(database, sql);
        for (int again = 0; again < PATIENCE && notConnected(result) && recovers(); again++) {
            LockSupport.parkNanos(PAUSE.toNanos());
            result = psqlOnce(database, sql);
        }
        return result.orTrouble("psql on database " + database).out();
    }

    private CommandResult psqlOnce(String database, String sql) {
        return session.run(psql(database), sql + "\n;\n", LIMIT);
    }

    /**
     * Whether nothing of the SQL was even sent: psql's status 2 says that the connection is bad, and what went wrong later names the
     * line, {@code psql:<stdin>:1:} (both as in PostgreSQL's manual and as seen in 15 to 18).
     */
    static boolean notConnected(CommandResult result) {
        return result.exit() == 2 && !result.err().contains("psql:<stdin>");
    }

    /** Whether the server is there and lets nobody in yet, as after a crash: {@code pg_isready} says it by status 1 alone. */
    private boolean recovers() {
        CommandResult ready = session.run(ShellCommand.of("pg_isready", "-q").as(user), LIMIT);
        return ready.exit() == 1 && ready.err().isBlank();
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
