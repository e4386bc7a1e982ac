package io.twokeys.bench;

import io.twokeys.sandbox.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From the start of the packaged jar to the first command that it has acknowledged, Slack's API being out of reach. */
class StartBench {
    private static final int ROUNDS = 3;

    private final List<Path> folders = new ArrayList<>();
    private final StringBuilder report = new StringBuilder();
    private int series;

    @AfterEach
    void clean() throws IOException {
        for (Path folder : folders) {
            EmbeddedPostgres.start(folder.resolve(".twokeys/postgresql")).stop();
            try (var files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
            }
        }
    }

    @Test
    void the_first_command_is_acknowledged_soon_after_the_start() throws Exception {
        List<Double> first = new ArrayList<>();
        List<Double> again = new ArrayList<>();
        List<Double> running = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            Path folder = folder();
            first.add(seconds(folder));
            EmbeddedPostgres.start(folder.resolve(".twokeys/postgresql")).stop();
            again.add(seconds(folder));
            running.add(seconds(folder));
        }
        line("| start → first acknowledged command | seconds |");
        line("|---|---:|");
        line("| in an empty folder: PostgreSQL is unpacked and initialised first | " + median(first) + " |");
        line("| again, PostgreSQL stopped | " + median(again) + " |");
        line("| again, PostgreSQL running | " + median(running) + " |");
        Files.createDirectories(Path.of("target", "bench"));
        Files.writeString(Path.of("target", "bench", "start.md"), report);
    }

    private Path folder() throws IOException {
        var everybodyMayEnter = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x"));
        Path folder =
                Files.createTempDirectory("twokeys-start", everybodyMayEnter).toRealPath();
        folders.add(folder);
        return folder;
    }

    private double seconds(Path folder) throws IOException, InterruptedException {
        long began = System.nanoTime();
        Map<String, String> environment = Map.of(
                "TWOKEYS_SANDBOX_ENABLED", "false",
                "SLACK_BOT_TOKEN", "xoxb-bench",
                "SLACK_SIGNING_SECRET", SignedCommands.SECRET,
                "SLACK_API_URL", "http://127.0.0.1:9/api/");
        try (Contender twokeys = Contender.twokeys("twokeys", folder, environment)) {
            twokeys.awaitOpen();
            new Load(twokeys.port(), new SignedCommands("b" + (100 + series++))).run(1, Duration.ZERO);
            return (System.nanoTime() - began) / 1e9;
        }
    }

    private static String median(List<Double> figures) {
        return String.format(
                Locale.ROOT, "%.2f", figures.stream().sorted().toList().get(figures.size() / 2));
    }

    private void line(String text) {
        System.out.println(text);
        report.append(text).append('\n');
    }
}
