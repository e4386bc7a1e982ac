package io.twokeys.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * A real PostgreSQL in a folder of its own, safe for data: fsync on, passwords checked, reachable from this machine only.
 *
 * <p>It is a process beside ours and outlives us: after a crash of ours the next {@link #start} finds it and attaches, after
 * a crash of its own it recovers. Several processes may start the same folder, one of them does the work.
 */
public final class EmbeddedPostgres {
    private static final String USER = "postgres";

    private final PostgresCluster cluster;
    private final int port;
    private final String password;

    private EmbeddedPostgres(PostgresCluster cluster, int port, String password) {
        this.cluster = cluster;
        this.port = port;
        this.password = password;
    }

    /**
     * Makes the cluster in {@code folder} if there is none, starts it if it is down, attaches to it if it runs.
     *
     * @throws IllegalStateException with a sentence for people, when PostgreSQL cannot run here
     */
    public static EmbeddedPostgres start(Path folder) {
        Path home = folder.toAbsolutePath().normalize();
        synchronized (EmbeddedPostgres.class) {
            try {
                Files.createDirectories(home);
                try (FileChannel lock = lock(home)) {
                    return attachOrStart(home);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("The embedded PostgreSQL cannot use the folder " + home, e);
            }
        }
    }

    private static FileChannel lock(Path home) throws IOException {
        FileChannel channel =
                FileChannel.open(home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.lock();
        return channel;
    }

    private static EmbeddedPostgres attachOrStart(Path home) throws IOException {
        PostgresCluster cluster = PostgresCluster.in(home);
        String password = cluster.initialize();
        int running = cluster.runningPort();
        if (running > 0) {
            EmbeddedPostgres attached = new EmbeddedPostgres(cluster, running, password);
            if (attached.answers()) return attached;
        }
        return new EmbeddedPostgres(cluster, cluster.startServer(), password);
    }

    private boolean answers() {
        try (Connection connection = adminConnection()) {
            return connection.isValid(2);
        } catch (SQLException e) {
            return false;
        }
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** The superuser's name. */
    public String user() {
        return USER;
    }

    public String password() {
        return password;
    }

    public int port() {
        return port;
    }

    /** A connection of the superuser to the database {@code postgres}, which the caller closes. */
    public Connection adminConnection() throws SQLException {
        return DriverManager.getConnection(jdbcUrl("postgres"), USER, password);
    }

    /** Creates an empty UTF-8 database unless there is one of that name. */
    public void createDatabaseIfAbsent(String name) {
        if (!name.matches("[a-z_][a-z0-9_-]{0,62}")) throw new IllegalArgumentException("not a database name: " + name);
        try (Connection connection = adminConnection();
                var question = connection.prepareStatement("select 1 from pg_database where datname = ?");
                var statement = connection.createStatement()) {
            question.setString(1, name);
            if (question.executeQuery().next()) return;
            statement.execute("create database \"" + name + "\"");
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot create the database " + name + ": " + e.getMessage(), e);
        }
    }

    /** Stops the server and waits until it is down; open sessions are cut, nothing committed is lost. */
    public void stop() {
        cluster.stopServer();
    }
}
