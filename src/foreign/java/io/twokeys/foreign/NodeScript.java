package io.twokeys.foreign;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A script of {@code src/foreign/node}, running: it tells what it saw, one JSON object a line. */
final class NodeScript implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Path SOURCE = Path.of("src/foreign/node");
    private static final Path FOLDER = Path.of("target/foreign-node");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Process process;
    private final List<JsonNode> told = new CopyOnWriteArrayList<>();
    private final List<String> noise = new CopyOnWriteArrayList<>();

    private NodeScript(Process process) {
        this.process = process;
        Thread.ofVirtual().start(this::listen);
    }

    /** Starts {@code script} with the packages of {@code package.json}, fetched once. */
    static NodeScript start(String script, Map<String, String> environment, String... words) {
        try {
            List<String> command = new ArrayList<>(List.of("node", script));
            command.addAll(List.of(words));
            ProcessBuilder builder =
                    new ProcessBuilder(command).directory(installed().toFile()).redirectErrorStream(true);
            builder.environment().putAll(environment);
            return new NodeScript(builder.start());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static synchronized Path installed() throws IOException {
        Files.createDirectories(FOLDER);
        try (Stream<Path> files = Files.list(SOURCE)) {
            for (Path file : files.toList()) {
                Files.copy(file, FOLDER.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (!Files.isDirectory(FOLDER.resolve("node_modules/discord.js"))) install();
        return FOLDER;
    }

    private static void install() throws IOException {
        Path log = FOLDER.resolve("npm.log");
        // Not with our own streams: Maven speaks to this process through them.
        Process npm = new ProcessBuilder("npm", "install", "--no-package-lock", "--no-audit", "--no-fund")
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        npm.getOutputStream().close();
        try {
            if (!npm.waitFor(5, TimeUnit.MINUTES) || npm.exitValue() != 0) {
                throw new IOException("npm could not install the packages of " + SOURCE + "/package.json; see " + log);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IOException(stopping);
        }
    }

    private void listen() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("{")) told.add(JSON.readTree(line));
                else noise.add(line);
            }
        } catch (IOException ended) {
            noise.add(ended.toString());
        }
    }

    /** Writes a line to the script's standard input. */
    void hand(String line) {
        try {
            process.outputWriter().write(line + "\n");
            process.outputWriter().flush();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Waits until the script says that it saw {@code what}. */
    JsonNode saw(String what) {
        return says(line -> line.path("saw").asText().equals(what), what);
    }

    JsonNode says(Predicate<JsonNode> wanted, String what) {
        try {
            await(what).atMost(PATIENCE).until(() -> told.stream().anyMatch(wanted) || !process.isAlive());
        } catch (org.awaitility.core.ConditionTimeoutException late) {
            throw new AssertionError("never seen: " + what + "; told " + told + ", said " + noise, late);
        }
        return told.stream()
                .filter(wanted)
                .findFirst()
                .orElseThrow(() -> new AssertionError("it ended before " + what + ": " + told + " " + noise));
    }

    List<JsonNode> told() {
        return List.copyOf(told);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
