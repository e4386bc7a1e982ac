package io.twokeys.browser;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The built jar, started as the README says in an empty folder; ended with everything it started. */
final class RunningTwokeys implements AutoCloseable {
    private static final String PACE = "0.5";

    private final Path folder;
    private final int port;
    private final Process process;

    private RunningTwokeys(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    static RunningTwokeys start() throws IOException {
        Path folder = Files.createTempDirectory("twokeys-browser");
        int port = freePort();
        var running = new RunningTwokeys(folder, port, java(folder, port));
        try {
            await().atMost(Duration.ofSeconds(60)).until(running::answers);
            return running;
        } catch (RuntimeException notUp) {
            String log = running.log();
            running.close();
            throw new IllegalStateException("Twokeys did not come up in 60 s; it wrote:\n" + log, notUp);
        }
    }

    String address() {
        return "http://127.0.0.1:" + port;
    }

    String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    /** The sandbox's Odoo and the embedded PostgreSQL outlive the process, as they would on a host of their own. */
    @Override
    public void close() throws IOException {
        try {
            process.destroy();
            if (!process.waitFor(30, TimeUnit.SECONDS)) process.destroyForcibly();
            ProcessHandle.allProcesses().filter(this::ofTheSandbox).forEach(ProcessHandle::destroyForcibly);
            java(folder, port, "stop").waitFor(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        try (var left = Files.walk(folder)) {
            left.map(Path::toFile).sorted((one, other) -> other.compareTo(one)).forEach(File::delete);
        }
    }

    private boolean ofTheSandbox(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
                    .contains(folder.resolve(".twokeys/sandbox").toString());
        } catch (IOException ended) {
            return false;
        }
    }

    private boolean answers() {
        if (!process.isAlive()) throw new IllegalStateException("the process ended with " + process.exitValue());
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(address() + "/console/api/channels"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Process java(Path folder, int port, String... verb) throws IOException {
        var line = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-jar", jar()));
        line.addAll(List.of(verb));
        var builder = new ProcessBuilder(line).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        builder.environment().put("SANDBOX_PACE", PACE);
        return builder.redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
    }

    private static String jar() {
        return Path.of(System.getProperty("twokeys.jar", "target/quarkus-app/quarkus-run.jar"))
                .toAbsolutePath()
                .toString();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
