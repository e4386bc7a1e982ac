package io.twokeys.operation;

import static org.awaitility.Awaitility.await;

import io.twokeys.operation.OperationRunner.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A second replica in a process of its own, for tests that kill or freeze it. */
final class Replica {
    private Replica() {}

    /** Arguments: JDBC URL, folder of the test, name of this replica. Runs until its standard input ends. */
    public static void main(String... args) throws Exception {
        var database = new PGSimpleDataSource();
        database.setUrl(args[0]);
        try (var bench = new Bench(database, upgrade(Path.of(args[1]), args[2]), Patience.USUAL).start()) {
            System.in.transferTo(System.out);
        }
    }

    /** Three steps; in the second one a replica waits as long as there is a file {@code hold-NAME}. */
    static FileRunbook upgrade(Path folder, String name) {
        return new FileRunbook(folder)
                .step("one")
                .step("two", context -> {
                    mark(folder, "at-two-" + name);
                    var hold = folder.resolve("hold-" + name);
                    await().atMost(Duration.ofSeconds(60))
                            .pollInterval(Duration.ofMillis(10))
                            .until(() -> !Files.exists(hold));
                    return StepOutcome.done();
                })
                .step("three", context -> {
                    mark(folder, "at-three-" + name);
                    return StepOutcome.done();
                });
    }

    private static void mark(Path folder, String name) {
        try {
            Files.writeString(folder.resolve(name), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Process start(DataSource database, Path folder, String name) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Replica.class.getName(),
                        url((PGSimpleDataSource) database),
                        folder.toString(),
                        name)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out-" + name).toFile())
                .start();
    }

    private static String url(PGSimpleDataSource database) {
        return "jdbc:postgresql://127.0.0.1:" + database.getPortNumbers()[0] + "/" + database.getDatabaseName()
                + "?user=postgres";
    }
}
