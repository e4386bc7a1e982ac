package io.twokeys.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.tukaani.xz.XZInputStream;

/** A real PostgreSQL for tests: one per JVM, started at first use and gone with the JVM; a migrated database per call. */
public final class TestPostgres {
    private static final String TEMPLATE = "twokeys_template";
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static @Nullable TestPostgres running;

    private final Path binaries;
    private final Path home;
    private final int port;

    private TestPostgres(Path binaries, Path home, int port) {
        this.binaries = binaries;
        this.home = home;
        this.port = port;
    }

    /** A database of its own, all migrations applied. */
    public static Jdbi fresh() {
        return Database.over(freshDataSource());
    }

    /** The same as a plain data source, without a pool. */
    public static DataSource freshDataSource() {
        var server = running();
        var name = "test_" + DATABASES.incrementAndGet();
        server.createDatabase(name + " template " + TEMPLATE);
        return server.source(name);
    }

    private static synchronized TestPostgres running() {
        var server = running;
        if (server == null) {
            server = start();
            running = server;
        }
        return server;
    }

    private static TestPostgres start() {
        try {
            var home = traversable("twokeys-postgres");
            if (isRoot()) {
                var lookup = home.getFileSystem().getUserPrincipalLookupService();
                Files.setOwner(home, lookup.lookupPrincipalByName("nobody"));
            }
            var server = new TestPostgres(binaries(), home, freePort());
            Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
            server.run("initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync", "-D", server.data());
            server.run("pg_ctl", "start", "-w", "-D", server.data(), "-l", home + "/log", "-o", server.options());
            server.createDatabase(TEMPLATE);
            Flyway.configure().dataSource(server.source(TEMPLATE)).load().migrate();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Unpacked once per machine and user; the archive takes seconds. */
    private static Path binaries() throws IOException {
        var name = "twokeys-test-postgres-" + System.getProperty("user.name");
        var ready = Path.of(System.getProperty("java.io.tmpdir"), name);
        if (Files.isDirectory(ready)) {
            return ready;
        }
        var unpacked = unpack();
        try {
            return Files.move(unpacked, ready, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            remove(unpacked); // another JVM was faster
            return ready;
        }
    }

    private static Path unpack() throws IOException {
        var folder = traversable("twokeys-unpacking");
        var archive = TestPostgres.class.getResourceAsStream("/postgres-linux-x86_64.txz");
        if (archive == null) {
            throw new IllegalStateException("no PostgreSQL binaries on the class path for this machine");
        }
        try (var tar = new TarArchiveInputStream(new XZInputStream(archive))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                var path = folder.resolve(entry.getName()).normalize();
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                } else if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                } else {
                    Files.createDirectories(path.getParent());
                    Files.copy(tar, path);
                    path.toFile().setExecutable((entry.getMode() & 0111) != 0, false);
                }
            }
        }
        return folder;
    }

    /** A folder that the account PostgreSQL runs as may pass through. */
    private static Path traversable(String name) throws IOException {
        return Files.createTempDirectory(
                name, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    }

    private String data() {
        return home + "/data";
    }

    private String options() {
        return "-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
                + " -c max_connections=200 -c shared_buffers=32MB";
    }

    private DataSource source(String database) {
        var source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"127.0.0.1"});
        source.setPortNumbers(new int[] {port});
        source.setUser("postgres");
        source.setDatabaseName(database);
        return source;
    }

    private void createDatabase(String nameAndTemplate) {
        Jdbi.create(source("postgres")).useHandle(handle -> handle.execute("create database " + nameAndTemplate));
    }

    /** PostgreSQL refuses to run as root. */
    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private void run(String program, String... arguments) {
        var command = new ArrayList<String>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
        }
        command.add(binaries + "/bin/" + program);
        command.addAll(List.of(arguments));
        try {
            var output = Files.createTempFile("twokeys-" + program, ".out");
            int exit = new ProcessBuilder(command)
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start()
                    .waitFor();
            var said = Files.readString(output);
            Files.delete(output);
            if (exit != 0) {
                throw new IllegalStateException(program + " ended with " + exit + ": " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void stop() {
        try {
            run("pg_ctl", "stop", "-m", "immediate", "-D", data());
        } finally {
            remove(home);
        }
    }

    /** Left to a process of its own: tens of thousands of files would keep the JVM from ending. */
    private static void remove(Path folder) {
        try {
            new ProcessBuilder("rm", "-rf", folder.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
