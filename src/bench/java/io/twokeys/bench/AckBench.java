package io.twokeys.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.sandbox.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * How fast a signed {@code /odoo status} is acknowledged, with the event committed before: the packaged jar on a PostgreSQL
 * with fsync, beside others that do less.
 *
 * <p>The senders' accounts are linked to nobody, so the jar answers each command with a refusal while it goes on acknowledging:
 * that work is in its figures. Slack's API is out of its reach; what it would say is taken from the outbox four times a second,
 * as if Slack had taken it. Commands that it has not come to by the end of a run are taken away before the next, so that no run
 * carries another's load.
 */
class AckBench {
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);
    private static final Duration WARM_UP = Duration.ofSeconds(Integer.getInteger("bench.warm-up", 40));
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("bench.seconds", 4));
    private static final List<Integer> CONNECTIONS = List.of(1, 16, 64);

    private static final String OURS = "twokeys";
    private static final String VERIFYING = "vertx-verifying";
    private static final String INSERTING = "vertx-inserting";
    private static final String COLLECTING = "vertx-collecting";
    private static final String BOLT = "bolt-on-jetty";

    private final Path folder = folder();
    private final EmbeddedPostgres postgres = EmbeddedPostgres.start(folder.resolve("postgresql"));
    private final List<Contender> contenders = new ArrayList<>();
    private final Map<String, List<Load.Run>> runs = new HashMap<>();
    private final Map<String, Long> acknowledged = new HashMap<>();
    private final StringBuilder report = new StringBuilder();
    private final ScheduledExecutorService slack = Executors.newSingleThreadScheduledExecutor();
    private int series;
    /** Events that were taken away before they were in the inbox. */
    private long taken;

    private static Path folder() {
        try {
            var everybodyMayEnter = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x"));
            return Files.createTempDirectory("twokeys-bench", everybodyMayEnter).toRealPath();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void close() throws Exception {
        slack.shutdownNow();
        for (Contender one : contenders) one.close();
        postgres.stop();
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
        }
    }

    @Test
    void acknowledging_durably_is_as_fast_as_bolt_acknowledging_without_storing() throws Exception {
        line("PostgreSQL fsync = " + one("postgres", "show fsync") + ", synchronous_commit = "
                + one("postgres", "show synchronous_commit"));
        start();
        for (Contender one : contenders) {
            for (int connections : CONNECTIONS)
                measured(one, () -> load(one, connections, WARM_UP.dividedBy(CONNECTIONS.size())));
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (int connections : CONNECTIONS) {
                for (Contender one : contenders)
                    measured(one, () -> keep(one, connections, load(one, connections, TIME)));
            }
        }
        table();
        everythingAcknowledgedIsStored();
        Files.createDirectories(Path.of("target", "bench"));
        Files.writeString(Path.of("target", "bench", "ack.md"), report);
        assertThat(median(BOLT, 64, Load.Run::perSecond)).isPositive();
    }

    private void start() throws Exception {
        postgres.createDatabaseIfAbsent("twokeys");
        postgres.createDatabaseIfAbsent("peer");
        execute("peer", "create table event (id text primary key, body text not null, at timestamptz not null)");
        add(Contender.twokeys(
                OURS,
                folder,
                Map.of(
                        "QUARKUS_DATASOURCE_JDBC_URL",
                        postgres.jdbcUrl("twokeys"),
                        "QUARKUS_DATASOURCE_USERNAME",
                        postgres.user(),
                        "QUARKUS_DATASOURCE_PASSWORD",
                        postgres.password(),
                        "TWOKEYS_SANDBOX_ENABLED",
                        "false",
                        "SLACK_BOT_TOKEN",
                        "xoxb-bench",
                        "SLACK_SIGNING_SECRET",
                        SignedCommands.SECRET,
                        "SLACK_API_URL",
                        "http://127.0.0.1:9/api/")));
        add(Contender.peer(VERIFYING, VertxPeer.class, folder));
        add(Contender.peer(
                INSERTING, VertxPeer.class, folder, postgres.jdbcUrl("peer"), postgres.user(), postgres.password()));
        add(Contender.peer(
                COLLECTING,
                VertxPeer.class,
                folder,
                postgres.jdbcUrl("peer"),
                postgres.user(),
                postgres.password(),
                "together"));
        add(Contender.peer(BOLT, BoltPeer.class, folder));
        takeAnswersAway();
    }

    private void add(Contender contender) throws IOException, InterruptedException {
        contenders.add(contender);
        contender.awaitOpen();
        contender.hold();
    }

    private interface Step {
        void run() throws IOException;
    }

    private void measured(Contender contender, Step step) throws IOException, InterruptedException, SQLException {
        if (contender.name().equals(OURS)) takeBacklogAway();
        contender.goOn();
        step.run();
        contender.hold();
    }

    private void takeBacklogAway() throws SQLException {
        execute(
                "twokeys",
                "update inbox set attempts = 9, processed_at = now() where position in (select position from inbox"
                        + " where processed_at is null for update skip locked)");
        taken += count("select coalesce(sum(cardinality(event_id)), 0) from arrival");
        execute("twokeys", "truncate arrival");
    }

    /** Until {@link #close}. */
    private void takeAnswersAway() {
        slack.scheduleWithFixedDelay(
                () -> {
                    try {
                        execute(
                                "twokeys",
                                "update outbox set sent_at = now() where id in (select id from outbox"
                                        + " where sent_at is null for update skip locked)");
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                },
                250,
                250,
                TimeUnit.MILLISECONDS);
    }

    private void execute(String database, String sql) throws SQLException {
        try (Connection connection = connection(database);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Load.Run load(Contender contender, int connections, Duration time) throws IOException {
        var commands = new SignedCommands("s" + (100 + series++));
        Load.Run run = new Load(contender.port(), commands).run(connections, time);
        acknowledged.merge(contender.name(), run.acknowledged(), Long::sum);
        return run;
    }

    private void keep(Contender contender, int connections, Load.Run run) {
        runs.computeIfAbsent(contender.name() + connections, first -> new ArrayList<>())
                .add(run);
    }

    private void table() throws IOException {
        line("");
        line("| connections | server | requests/s | × Bolt | p50 ms | p95 | p99 | RSS MB |");
        line("|---:|---|---:|---:|---:|---:|---:|---:|");
        for (int connections : CONNECTIONS) {
            double bolt = median(BOLT, connections, Load.Run::perSecond);
            for (Contender one : contenders) {
                double rate = median(one.name(), connections, Load.Run::perSecond);
                line(String.format(
                        Locale.ROOT,
                        "| %d | %s | %,.0f | %.2f | %.2f | %.2f | %.2f | %d |",
                        connections,
                        one.name(),
                        rate,
                        rate / bolt,
                        percentile(one.name(), connections, 50),
                        percentile(one.name(), connections, 95),
                        percentile(one.name(), connections, 99),
                        one.resident()));
            }
        }
    }

    private double percentile(String name, int connections, double percent) {
        return median(name, connections, run -> run.latencies().percentile(percent));
    }

    private double median(String name, int connections, ToDoubleFunction<Load.Run> figure) {
        double[] sorted = runs.getOrDefault(name + connections, List.of()).stream()
                .mapToDouble(figure)
                .sorted()
                .toArray();
        return sorted[sorted.length / 2];
    }

    private void everythingAcknowledgedIsStored() throws SQLException {
        long ours = acknowledged.getOrDefault(OURS, 0L);
        takeBacklogAway();
        long stored = taken + count("select count(*) from inbox");
        String handled = one("twokeys", "select count(*) from inbox where attempts = 1 and processed_at is not null");
        line("");
        line("twokeys acknowledged " + ours + " commands and " + stored + " are in its tables; it answered " + handled
                + " of them meanwhile.");
        assertThat(stored).isEqualTo(ours);
        assertThat(Long.parseLong(one("peer", "select count(*) from event")))
                .isEqualTo(acknowledged.getOrDefault(INSERTING, 0L) + acknowledged.getOrDefault(COLLECTING, 0L));
    }

    private Connection connection(String database) throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(database), postgres.user(), postgres.password());
    }

    private String one(String database, String sql) throws SQLException {
        try (Connection connection = connection(database);
                var rows = connection.createStatement().executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private long count(String sql) throws SQLException {
        return Long.parseLong(one("twokeys", sql));
    }

    private void line(String text) {
        System.out.println(text);
        report.append(text).append('\n');
    }
}
