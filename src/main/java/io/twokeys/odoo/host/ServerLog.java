package io.twokeys.odoo.host;

import com.fasterxml.jackson.databind.JsonNode;
import io.twokeys.shell.ShellCommand;
import io.twokeys.ssh.CommandResult;
import io.twokeys.ssh.HostSession;
import io.twokeys.ssh.HostTrouble;
import java.time.Duration;
import java.util.Optional;

/**
 * A place in PostgreSQL's own log: why a connection broke stands there and nowhere else.
 *
 * @param path of the file on the host
 * @param size how long it was, in bytes
 */
public record ServerLog(String path, long size) {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** A log that grew by more was not written by one upgrade; its first part is enough to name the reason. */
    private static final int MOST = 4_000_000;

    private static final String WHERE = """
            select json_build_object('collected', pg_current_logfile(), 'data', current_setting('data_directory'),
                'cluster', current_setting('cluster_name'))""";
    private static final String FROM = "tail -c +\"$1\" -- \"$2\" | head -c \"$3\"";

    /** Where the log ends now; empty where PostgreSQL does not say, or its account may not read it. */
    static Optional<ServerLog> end(HostSession session, Postgres postgres, String user) {
        return where(postgres).flatMap(path -> size(session, user, path).map(size -> new ServerLog(path, size)));
    }

    /** An account that may not ask for it must not keep an upgrade from its checkpoint. */
    private static Optional<String> where(Postgres postgres) {
        try {
            return path(postgres.query("postgres", WHERE));
        } catch (HostTrouble trouble) {
            if (trouble.kind().passes()) throw trouble;
            return Optional.empty();
        }
    }

    /** By the collector's own word, or as Debian's pg_ctlcluster does it: cluster {@code 17/main}. */
    private static Optional<String> path(JsonNode said) {
        String collected = said.path("collected").asText("");
        if (!collected.isEmpty() && !collected.equals("null")) {
            return Optional.of(
                    collected.startsWith("/") ? collected : said.path("data").asText() + "/" + collected);
        }
        String cluster = said.path("cluster").asText("");
        return cluster.matches("\\d+/[A-Za-z0-9_.-]+")
                ? Optional.of("/var/log/postgresql/postgresql-" + cluster.replace('/', '-') + ".log")
                : Optional.empty();
    }

    private static Optional<Long> size(HostSession session, String user, String path) {
        CommandResult stat =
                session.run(ShellCommand.of("stat", "-c", "%s", "--", path).as(user), LIMIT);
        return stat.ok() && stat.out().strip().matches("\\d+")
                ? Optional.of(Long.valueOf(stat.out().strip()))
                : Optional.empty();
    }

    /** What was written since; from the start if the file was rotated away. Empty if it cannot be read. */
    Optional<String> since(HostSession session, String user) {
        return size(session, user, path).flatMap(now -> read(session, user, now < size ? 0 : size));
    }

    private Optional<String> read(HostSession session, String user, long from) {
        var command = ShellCommand.of("sh", "-c", FROM, "sh", Long.toString(from + 1), path, Integer.toString(MOST))
                .as(user);
        CommandResult read = session.run(command, LIMIT);
        return read.ok() ? Optional.of(read.out()) : Optional.empty();
    }
}
