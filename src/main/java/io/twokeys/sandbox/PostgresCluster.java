package io.twokeys.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** The data directory of an embedded PostgreSQL, and the server on it. Callers hold the folder's lock. */
final class PostgresCluster {
    /** Greater than any process number of Linux (PID_MAX_LIMIT, 4194304). */
    private static final String NOBODY_HAS_THIS_PID = "4999999";

    private static final int ATTEMPTS = 40;

    private final Path home;
    private final Path binaries;
    private final Path data;
    private final PostgresAccount account;

    private PostgresCluster(Path home, Path binaries, PostgresAccount account) {
        this.home = home;
        this.binaries = binaries;
        this.data = home.resolve("data");
        this.account = account;
    }

    static PostgresCluster in(Path home) throws IOException {
        Path binaries = PostgresBinaries.unpack(home);
        return new PostgresCluster(home, binaries, PostgresAccount.choose(home.resolve("data"), binaries));
    }

    /** Makes the data directory if there is none; a half-made one of a killed predecessor is made again. Gives the password. */
    String initialize() throws IOException {
        Path secret = home.resolve("password");
        if (!Files.exists(secret)) OwnerOnly.write(secret, OwnerOnly.randomSecret());
        String password = Files.readString(secret).strip();
        if (!Files.exists(data)) {
            Path fresh = home.resolve("data.new");
            OwnerOnly.deleteTree(fresh);
            initdb(fresh, password);
            Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
        }
        return password;
    }

    private void initdb(Path fresh, String password) throws IOException {
        Files.createDirectory(fresh);
        account.own(fresh);
        Path passwordFile = home.resolve("password.once");
        OwnerOnly.write(passwordFile, password);
        account.own(passwordFile);
        List<String> command = new ArrayList<>(List.of(program("initdb"), "-D", fresh.toString(), "-U", "postgres"));
        command.addAll(List.of("-A", "scram-sha-256", "--pwfile", passwordFile.toString(), "-E", "UTF8"));
        command.addAll(List.of("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"));
        for (String setting : SETTINGS) command.addAll(List.of("-c", setting));
        account.run(home, command).orThrow("PostgreSQL's data directory cannot be made");
        Files.delete(passwordFile);
    }

    /** The password is long and random, so that one round of hashing suffices and a connection is quick. */
    private static final List<String> SETTINGS = List.of(
            "max_connections=60",
            "shared_buffers=32MB",
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "scram_iterations=1",
            "timezone=UTC",
            "log_timezone=UTC",
            "jit=off");

    /** Port of the server that runs on this directory, 0 if none does. */
    int runningPort() throws IOException {
        Path file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) return 0;
        List<String> lines = Files.readAllLines(file);
        if (lines.size() < 4) return 0;
        if (!isPostgres(lines.getFirst().strip())) {
            makePidStale(file, lines);
            return 0;
        }
        return Integer.parseInt(lines.get(3).strip());
    }

    private static boolean isPostgres(String pid) throws IOException {
        Path stat = Path.of("/proc", pid, "stat");
        if (!Files.isReadable(stat)) return false;
        String line = Files.readString(stat);
        return line.contains("(postgres)") && !line.contains(") Z ");
    }

    /**
     * PostgreSQL refuses to start while any process has the number in {@code postmaster.pid}, also one that is no
     * PostgreSQL (after a reboot, in a container) or a dead one nobody waited for. It still checks the shared memory.
     */
    private static void makePidStale(Path file, List<String> lines) throws IOException {
        List<String> stale = new ArrayList<>(lines);
        stale.set(0, NOBODY_HAS_THIS_PID);
        Files.write(file, stale);
    }

    /** Starts the server and gives its port: the one it had before, if that is still free. */
    int startServer() throws IOException {
        ProgramResult last = new ProgramResult(1, "");
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = freePort(attempt == 0 ? rememberedPort() : 0);
            last = account.run(
                    home,
                    List.of(
                            program("pg_ctl"),
                            "-D",
                            data.toString(),
                            "-l",
                            data.resolve("server.log").toString(),
                            "-o",
                            "-p " + port,
                            "-w",
                            "-t",
                            "60",
                            "start"));
            if (last.exitCode() == 0) {
                Files.writeString(home.resolve("port"), Integer.toString(port));
                return port;
            }
            pause();
        }
        last.orThrow("PostgreSQL does not start; its log is " + data.resolve("server.log"));
        throw new IllegalStateException("unreachable");
    }

    /** Children of a killed server may hold its shared memory for a moment. */
    private static void pause() {
        try {
            Thread.sleep(250);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while PostgreSQL started", e);
        }
    }

    private int rememberedPort() throws IOException {
        Path file = home.resolve("port");
        return Files.exists(file) ? Integer.parseInt(Files.readString(file).strip()) : 0;
    }

    private static int freePort(int wanted) throws IOException {
        try (ServerSocket socket = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            if (wanted == 0) throw e;
            return freePort(0);
        }
    }

    void stopServer() {
        try {
            if (runningPort() == 0) return;
            account.run(home, List.of(program("pg_ctl"), "-D", data.toString(), "-m", "fast", "-w", "stop"))
                    .orThrow("PostgreSQL does not stop");
        } catch (IOException e) {
            throw new IllegalStateException("PostgreSQL in " + home + " cannot be stopped", e);
        }
    }

    private String program(String name) {
        return binaries.resolve("bin").resolve(name).toString();
    }
}
