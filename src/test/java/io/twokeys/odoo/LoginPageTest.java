package io.twokeys.odoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.twokeys.fleet.Odoo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The look at a login page, as the host's shell runs it, with a web server in the place of Odoo. */
class LoginPageTest {
    /** As a wrapper around odoo-bin may be: the server is a process of its own. */
    private static final String SERVER = """
            for word; do case $word in --http-port=*) port=${word#*=} ;; --data-dir=*) dir=${word#*=} ;; esac; done
            echo "$port" >"${0%/*}/port"
            JAVA_HOME/bin/java -Dfolder=--data-dir="$dir" -m jdk.httpserver -b 127.0.0.1 -p "$port" -d "${0%/*}/site" &
            wait
            """;

    @TempDir
    Path folder;

    private Path tmp = Path.of("tmp");

    @BeforeEach
    void aHost() throws IOException {
        tmp = Files.createDirectories(folder.resolve("tmp"));
        Files.createDirectories(folder.resolve("site/web"));
        program("sudo", "shift 3; exec \"$@\"");
        program("odoo-bin", SERVER.replace("JAVA_HOME", System.getProperty("java.home")));
    }

    @Test
    void a_page_with_a_login_form_is_what_is_looked_for() throws Exception {
        serve("<form class=\"oe_login_form\">");
        assertThat(look()).isEqualTo("0 ");
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void any_other_page_is_not() throws Exception {
        serve("<h1>Choose a database</h1>");
        assertThat(look()).isEqualTo("1 /web/login has no login form");
    }

    @Test
    void a_page_that_fails_is_told_with_the_first_exception() throws Exception {
        program("odoo-bin", """
                echo '2026-01-01 00:00:00,000 7 ERROR prod odoo.http: Exception during request handling.'
                echo 'Traceback (most recent call last):'
                echo '  File "x.py", line 1, in y'
                echo 'psycopg2.errors.UndefinedTable: relation "res_partner" does not exist'
                echo 'LINE 1: SELECT'
                echo 'odoo.QWebException: Error while rendering'
                """ + SERVER.replace("JAVA_HOME", System.getProperty("java.home")));
        assertThat(look())
                .isEqualTo("1 /web/login answered 404: psycopg2.errors.UndefinedTable: relation \"res_partner\""
                        + " does not exist");
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void an_odoo_that_ends_by_itself_is_told_with_its_last_words() throws Exception {
        program("odoo-bin", "echo Usage; echo 'odoo-bin: error: no such option: --load' >&2; exit 2");
        assertThat(look()).isEqualTo("1 Odoo ended before it served a page: odoo-bin: error: no such option: --load");
    }

    @Test
    void a_look_that_is_ended_leaves_no_odoo_behind() throws Exception {
        program("odoo-bin", "trap '' TERM; echo $$ >\"${0%/*}/port\"; while :; do sleep 1; done");
        Process look = start();
        await().until(() -> Files.exists(folder.resolve("port")));
        look.destroy();
        assertThat(look.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(look.exitValue()).isEqualTo(143);
        assertThat(leftovers()).isEmpty();
        try (Stream<Path> files = Files.list(tmp)) {
            assertThat(files).isEmpty();
        }
    }

    /** The exit status, and what it printed. */
    private String look() throws IOException, InterruptedException {
        Process look = start();
        String out = new String(look.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return look.waitFor() + " " + out.strip();
    }

    private Process start() throws IOException {
        var odoo = new Odoo("19.0", "odoo-bin", "/c", "odoo", "odoo", "prod", "/d", "http://127.0.0.1:8069");
        String line = new OdooCommands(odoo).loginPage("prod__cp12_drill").line();
        var builder = new ProcessBuilder("sh", "-c", "exec " + line).redirectErrorStream(true);
        builder.environment().merge("PATH", folder + ":", (path, first) -> first + path);
        builder.environment().put("TMPDIR", tmp.toString());
        return builder.start();
    }

    private Stream<String> leftovers() {
        return ProcessHandle.allProcesses()
                .flatMap(process -> process.info().commandLine().stream())
                .filter(line -> line.contains("--data-dir=" + tmp));
    }

    private void serve(String page) throws IOException {
        Files.writeString(folder.resolve("site/web/login"), page);
    }

    private void program(String name, String script) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
