package io.twokeys.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("long")
class EmbeddedPostgresTest {
    @TempDir
    static Path unpacked;

    @TempDir
    Path folder;

    @BeforeEach
    void unpackOnceForAll() throws Exception {
        Files.createSymbolicLink(folder.resolve("programs"), PostgresBinaries.unpack(unpacked));
    }

    @Test
    void what_was_committed_survives_a_killed_server() throws Exception {
        EmbeddedPostgres first = EmbeddedPostgres.start(folder);
        try {
            first.createDatabaseIfAbsent("twokeys");
            first.createDatabaseIfAbsent("twokeys");
            execute(first, "create table note (text text)", "insert into note values ('kept')");

            killServer(folder);
            EmbeddedPostgres second = EmbeddedPostgres.start(folder);

            assertThat(single(second, "select text from note")).isEqualTo("kept");
            assertThat(single(second, "show fsync")).isEqualTo("on");
            assertThat(second.password()).isEqualTo(first.password()).hasSizeGreaterThan(40);
        } finally {
            first.stop();
        }
    }

    @Test
    void a_running_server_is_attached_to_and_a_stopped_one_is_started_on_its_old_port() throws Exception {
        EmbeddedPostgres first = EmbeddedPostgres.start(folder);
        try {
            first.createDatabaseIfAbsent("twokeys");
            long serverBefore = serverPid(folder);

            EmbeddedPostgres attached = EmbeddedPostgres.start(folder);
            assertThat(attached.port()).isEqualTo(first.port());
            assertThat(serverPid(folder)).isEqualTo(serverBefore);

            first.stop();
            EmbeddedPostgres again = EmbeddedPostgres.start(folder);
            assertThat(again.port()).isEqualTo(first.port());
            assertThat(serverPid(folder)).isNotEqualTo(serverBefore);
        } finally {
            first.stop();
        }
    }

    @Test
    void a_stale_pid_that_now_belongs_to_another_process_does_not_stop_a_start() throws Exception {
        EmbeddedPostgres first = EmbeddedPostgres.start(folder);
        try {
            killServer(folder);
            Path file = folder.resolve("data/postmaster.pid");
            var lines = new java.util.ArrayList<>(Files.readAllLines(file));
            lines.set(0, Long.toString(ProcessHandle.current().pid()));
            Files.write(file, lines);

            EmbeddedPostgres second = EmbeddedPostgres.start(folder);
            assertThat(second.adminConnection().isValid(1)).isTrue();
        } finally {
            first.stop();
        }
    }

    @Test
    void nobody_gets_in_without_the_password_which_only_its_owner_may_read() throws Exception {
        EmbeddedPostgres postgres = EmbeddedPostgres.start(folder);
        try {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("password"))))
                    .isEqualTo("rw-------");
            org.assertj.core.api.Assertions.assertThatThrownBy(
                            () -> DriverManager.getConnection(postgres.jdbcUrl("postgres"), "postgres", "guess"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
        } finally {
            postgres.stop();
        }
    }

    private static void killServer(Path folder) throws Exception {
        ProcessHandle server = ProcessHandle.of(serverPid(folder)).orElseThrow();
        server.destroyForcibly();
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !isRunning(server.pid()));
    }

    private static boolean isRunning(long pid) throws Exception {
        Path stat = Path.of("/proc/" + pid + "/stat");
        return Files.exists(stat) && !Files.readString(stat).contains(") Z ");
    }

    private static long serverPid(Path folder) throws Exception {
        return Long.parseLong(
                Files.readAllLines(folder.resolve("data/postmaster.pid")).getFirst());
    }

    private static void execute(EmbeddedPostgres postgres, String... statements) throws SQLException {
        try (Connection connection = connect(postgres);
                var statement = connection.createStatement()) {
            for (String sql : statements) statement.execute(sql);
        }
    }

    private static String single(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = connect(postgres);
                var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl("twokeys"), postgres.user(), postgres.password());
    }
}
