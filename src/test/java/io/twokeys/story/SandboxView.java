package io.twokeys.story;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The sandbox host as somebody sees it who is logged in there, beside Twokeys. */
final class SandboxView {
    private static final String MODULES = """
            select string_agg(name || ' ' || state || ' ' || coalesce(latest_version, '-'), E'\\n' order by name)
            from ir_module_module""";
    private static final String TABLES = """
            select string_agg(table_name || ' ' || (xpath('/row/c/text()', query_to_xml(
                format('select count(*) as c from %I', table_name), false, true, '')))[1], E'\\n' order by table_name)
            from information_schema.tables where table_schema = 'public'""";
    /** Runs the command, and keeps its end to itself while somebody holds it. */
    private static final String HOLDING_SUDO = """
            #!/bin/sh
            here=${0%/*}
            "$here/sudo.real" "$@"
            status=$?
            words=$(cat "$here/../etc/hold" 2>/dev/null)
            case "$*" in *"${words:-no words}"*)
              : >"$here/../etc/held"
              while [ "$(cat "$here/../etc/hold" 2>/dev/null)" = "$words" ]; do sleep 0.1; done ;;
            esac
            exit $status
            """;

    private final Path root;

    SandboxView(TwokeysProcess twokeys) {
        root = twokeys.folder().resolve(".twokeys/sandbox");
    }

    /** Database, code and files of the Odoo there. */
    record Condition(String modules, String rows, String revision, String files) {}

    Condition condition() {
        return new Condition(
                sql("odoo", MODULES),
                sql("odoo", TABLES),
                run("git", "-C", root.resolve("addons").toString(), "rev-parse", "HEAD"),
                files(root.resolve("odoo/data/filestore/odoo")));
    }

    boolean frozen() {
        return Files.exists(root.resolve("maintenance.flag"));
    }

    /** The status that a visitor gets through the reverse proxy; 0 if nobody answers. */
    int visitorGets() {
        return get("etc/front-port");
    }

    /** The status of Odoo's own login page; 0 if nobody answers. */
    int loginPage() {
        return get("etc/http-port");
    }

    String sql(String database, String statement) {
        return run(root.resolve("bin/psql").toString(), "-X", "-q", "-A", "-t", "-d", database, "-c", statement);
    }

    /** How slow the stand-in for odoo-bin is; 1 is for demonstrations. */
    void pace(double factor) {
        write("etc/pace", factor + "\n");
    }

    Path job(String id) {
        return root.resolve("home/.twokeys/jobs").resolve(id);
    }

    /** {@code UP-7}, whose upgrade began last. */
    String newestUpgrade() {
        try (Stream<Path> jobs = Files.list(root.resolve("home/.twokeys/jobs"))) {
            return jobs.map(job -> String.valueOf(job.getFileName()))
                    .filter(name -> name.endsWith("-upgrade"))
                    .map(name -> name.replace("-upgrade", ""))
                    .max(Comparator.comparingInt(id -> Integer.parseInt(id.substring(3))))
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String output(String job) {
        return read(job(job).resolve("out"));
    }

    /** What was run through sudo so far, in order. */
    List<String> commands() {
        return read(root.resolve("log/journal.log"))
                .lines()
                .filter(line -> line.contains("COMMAND="))
                .map(line -> line.substring(line.indexOf("COMMAND=") + 8))
                .toList();
    }

    /** Whether any file of the host holds {@code text}, in its content or its name. */
    boolean knows(String text) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .anyMatch(file -> file.toString().contains(text)
                            || new String(bytes(file), StandardCharsets.ISO_8859_1).contains(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * From now on the end of every command with these words is not heard of, as when the line drops right then. What was held
     * for other words goes on.
     */
    void hold(String words) {
        try {
            Files.deleteIfExists(root.resolve("etc/held"));
            standBehindSudo();
            Files.move(write("etc/hold.new", words), root.resolve("etc/hold"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void standBehindSudo() throws IOException {
        Path sudo = root.resolve("bin/sudo");
        if (read(sudo).contains("sudo.real")) return;
        Files.copy(sudo, root.resolve("bin/sudo.real"), StandardCopyOption.REPLACE_EXISTING);
        Path fresh = write("bin/sudo.new", HOLDING_SUDO);
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.move(fresh, sudo, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Holds on while the sandbox is set up anew, which brings a sudo of its own. */
    void holdWhile(Runnable start) {
        var starting = CompletableFuture.runAsync(start);
        await("the start")
                .atMost(Duration.ofSeconds(180))
                .pollInterval(Duration.ofMillis(5))
                .ignoreExceptions()
                .until(() -> {
                    standBehindSudo();
                    return starting.isDone();
                });
        starting.join();
    }

    void awaitHeld() {
        await("a command that is held")
                .atMost(Duration.ofSeconds(180))
                .until(() -> Files.exists(root.resolve("etc/held")));
    }

    void letGo() {
        try {
            Files.deleteIfExists(root.resolve("etc/hold"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int get(String portFile) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            var url = URI.create(
                    "http://127.0.0.1:" + read(root.resolve(portFile)).strip() + "/web/login");
            return http.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException nobody) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private static String run(String... words) {
        try {
            Process process =
                    new ProcessBuilder(words).redirectErrorStream(true).start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) throw new AssertionError(Arrays.toString(words) + ": " + out);
            return out.strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file) + " " + bytes(file).length)
                    .sorted()
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path write(String name, String text) {
        try {
            return Files.writeString(root.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        return new String(bytes(file), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
