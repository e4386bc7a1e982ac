package io.twokeys.story;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The packaged jar, run as people run it: a process of its own, in a folder that was empty. */
final class TwokeysProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(120);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String JAR = System.getProperty("twokeys.jar", "target/quarkus-app/quarkus-run.jar");

    private final Path folder;
    private final int port = freePort();
    private final HttpRequest ready = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/health/ready"))
            .timeout(Duration.ofSeconds(5))
            .build();
    private final Map<String, String> environment = new TreeMap<>();
    private @Nullable Process process;

    private TwokeysProcess(Path folder) {
        this.folder = folder;
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
    }

    /** A folder of its own, with nothing in it. */
    static TwokeysProcess inEmptyFolder() {
        try {
            var everybodyMayEnter = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x"));
            return new TwokeysProcess(Files.createTempDirectory("twokeys-story", everybodyMayEnter)
                    .toRealPath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TwokeysProcess with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    TwokeysProcess withFile(String name, String text) {
        try {
            Files.createDirectories(folder.resolve(name).getParent());
            Files.writeString(folder.resolve(name), text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path folder() {
        return folder;
    }

    int port() {
        return port;
    }

    /** The same command again and again: the first time in an empty folder, later where it was killed. */
    TwokeysProcess start() {
        Process launched = launch(folder.resolve("twokeys.log"));
        process = launched;
        await("Twokeys to be ready on port " + port)
                .atMost(START)
                .pollInterval(LOOK)
                .until(() -> isReady() || !launched.isAlive());
        if (!launched.isAlive()) throw new AssertionError("Twokeys did not start:\n" + log());
        return this;
    }

    void kill9() {
        Process running = running();
        running.destroyForcibly();
        wait(running);
    }

    /** As `systemctl stop` would. */
    void stop() {
        Process running = running();
        running.destroy();
        wait(running);
    }

    String log() {
        return read(folder.resolve("twokeys.log"));
    }

    /** What one command printed, and how it ended. */
    record Ended(int status, String out) {}

    /** Runs a command line of the jar to its end. */
    Ended run(String... words) {
        Path out = folder.resolve("command.log");
        try {
            Files.deleteIfExists(out);
            Process command = launch(out, words);
            wait(command);
            return new Ended(command.exitValue(), read(out));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends everything that was started here, the processes that outlive Twokeys included, and removes the folder. */
    @Override
    public void close() throws IOException {
        if (process != null && process.isAlive()) stop();
        keepLog();
        ProcessHandle.allProcesses().filter(this::ofOurSandbox).forEach(ProcessHandle::destroyForcibly);
        if (Files.isDirectory(folder.resolve(".twokeys/postgresql"))) run("stop");
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
        }
    }

    /** Beside the test reports, with that of the sandbox's Odoo, for whoever asks why a story went wrong. */
    private void keepLog() throws IOException {
        String ended = process == null ? "never started" : "ended with status " + process.exitValue();
        Path kept = Path.of("target", "failsafe-reports", folder.getFileName() + ".log");
        Files.createDirectories(kept.getParent());
        Files.writeString(kept, log() + ended + "\n");
        Path odoo = folder.resolve(".twokeys/sandbox/log/odoo.log");
        if (Files.exists(odoo))
            Files.copy(
                    odoo, kept.resolveSibling(folder.getFileName() + "-odoo.log"), StandardCopyOption.REPLACE_EXISTING);
    }

    private boolean ofOurSandbox(ProcessHandle handle) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(handle.pid()), "cmdline"))
                    .contains(folder.resolve(".twokeys/sandbox") + "/");
        } catch (IOException ended) {
            return false;
        }
    }

    private Process launch(Path out, String... words) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                Path.of(JAR).toAbsolutePath().toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(out.toFile()));
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Up, and on speaking terms with the chat platforms. */
    private boolean isReady() {
        try {
            return HTTP.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Process running() {
        if (process == null) throw new IllegalStateException("Twokeys was not started");
        return process;
    }

    private static void wait(Process process) {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) throw new AssertionError("it does not end");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
