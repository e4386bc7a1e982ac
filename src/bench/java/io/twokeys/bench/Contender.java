package io.twokeys.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A server in a process of its own. While another is measured it is stopped in its tracks, whatever it is at. */
final class Contender implements AutoCloseable {
    private final String name;
    private final int port;
    private final Process process;

    private Contender(String name, int port, Process process) {
        this.name = name;
        this.port = port;
        this.process = process;
    }

    /** One of the peers of this package. */
    static Contender peer(String name, Class<?> main, Path folder, String... arguments) throws IOException {
        int port = freePort();
        List<String> words = new ArrayList<>(List.of(
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                Integer.toString(port)));
        words.addAll(List.of(arguments));
        return new Contender(name, port, java(folder, name, words, Map.of()));
    }

    /** The packaged jar, with the collector that the image runs it with. */
    static Contender twokeys(String name, Path folder, Map<String, String> environment) throws IOException {
        int port = freePort();
        Map<String, String> all = new java.util.TreeMap<>(environment);
        all.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        String jar = System.getProperty("twokeys.jar", "target/quarkus-app/quarkus-run.jar");
        List<String> words = List.of(
                "-XX:+UseSerialGC", "-jar", Path.of(jar).toAbsolutePath().toString());
        return new Contender(name, port, java(folder, name, words, all));
    }

    private static Process java(Path folder, String name, List<String> words, Map<String, String> environment)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve(name + ".log").toFile()));
        builder.environment().putAll(environment);
        return builder.start();
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    /** Until it can be connected to. */
    void awaitOpen() throws IOException {
        long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (!isOpen()) {
            if (!process.isAlive() || System.nanoTime() > patience) throw new IOException(name + " does not start");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    private boolean isOpen() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    void hold() throws IOException, InterruptedException {
        signal("STOP");
    }

    void goOn() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** Resident memory in MB. */
    long resident() throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                        .findFirst()
                        .orElse(0)
                / 1024;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        goOn();
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) process.destroyForcibly().waitFor();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
