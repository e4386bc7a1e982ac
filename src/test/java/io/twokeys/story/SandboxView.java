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
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
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
    private final Path root;
    private final HeldSudo sudo;

    SandboxView(TwokeysProcess twokeys) {
        root = twokeys.folder().resolve(".twokeys/sandbox");
        sudo = new HeldSudo(root);
    }

    /** Database, code and files of the Odoo there. */
    record Condition(String modules, String rows, String revision, String files) {}

    Condition condition() {
        return new Condition(
                sql("odoo", MODULES),
                sql("odoo", TABLES),
                revision("addons"),
                files(root.resolve("odoo/data/filestore/odoo")));
    }

    /** The commit that is checked out in a folder. */
    String revision(String checkout) {
        return run("git", "-C", root.resolve(checkout).toString(), "rev-parse", "HEAD");
    }

    boolean frozen() {
        return Files.exists(root.resolve("maintenance.flag"));
    }

    /** What somebody does by hand who wants nobody in: the maintenance page, and no Odoo. */
    void shut() {
        write("maintenance.flag", "");
        run(root.resolve("bin/systemctl").toString(), "stop", "odoo");
    }

    /** Whether Odoo's service lives after a start, or ends at once. */
    void serviceLives(boolean lives) {
        try {
            Files.setPosixFilePermissions(
                    root.resolve("bin/odoo-service"),
                    PosixFilePermissions.fromString(lives ? "rwxr-xr-x" : "rw-r--r--"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    /** The names of all databases, scratch ones and copies included. */
    List<String> databases() {
        return sql("postgres", "select datname from pg_database")
                .lines()
                .sorted()
                .toList();
    }

    /** The names of all filestores, whole or not. */
    List<String> filestores() {
        try (Stream<Path> folders = Files.list(root.resolve("odoo/data/filestore"))) {
            return folders.map(folder -> String.valueOf(folder.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    /** Those of {@link #commands} after the first so many. */
    List<String> commandsAfter(int before) {
        return commands().stream().skip(before).toList();
    }

    /** How often Odoo's service was {@code Started} or {@code Stopped} so far. */
    long service(String was) {
        return read(root.resolve("log/journal.log"))
                .lines()
                .filter(line -> line.contains("systemd[1]: " + was + " odoo.service"))
                .count();
    }

    /** Waits until somebody listens to a remote job. */
    void awaitFollowed(String job) {
        await("somebody who follows " + job)
                .atMost(Duration.ofSeconds(60))
                .until(() -> ProcessHandle.allProcesses().anyMatch(process -> follows(process, job)));
    }

    private static boolean follows(ProcessHandle process, String job) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
                    .contains("\0twokeys-job\0follow\0" + job + "\0");
        } catch (IOException ended) {
            return false;
        }
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
        sudo.hold(words);
    }

    /** The same for its beginning. */
    void holdBack(String words) {
        sudo.holdBack(words);
    }

    /** Holds on while the sandbox is set up anew, which brings a sudo of its own. */
    void holdWhile(Runnable start) {
        sudo.holdWhile(start);
    }

    /** Waits for a command that is held by the words of now, and not by those before. */
    void awaitHeld() {
        sudo.awaitHeld();
    }

    void letGo() {
        sudo.letGo();
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

    private void write(String name, String text) {
        try {
            Files.writeString(root.resolve(name), text);
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
