package io.twokeys.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.twokeys.shell.ShellCommand;
import io.twokeys.ssh.HostTrouble.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostSessionTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private SshServer server;
    private final Hosts hosts = new Hosts();
    private HostSession session;

    @BeforeEach
    void start() throws IOException {
        server = SshServer.in(folder);
        session = hosts.on(server.host());
    }

    @AfterEach
    void stop() throws IOException {
        hosts.close();
        server.close();
    }

    private static ShellCommand sh(String script) {
        return ShellCommand.of("sh", "-c", script);
    }

    private CommandResult run(String script) {
        return session.run(sh(script), LIMIT);
    }

    private static HostTrouble trouble(Runnable attempt) {
        return catchThrowableOfType(HostTrouble.class, attempt::run);
    }

    @Test
    void a_command_runs_in_the_root_folder_and_brings_back_both_outputs_and_its_status() {
        assertThat(run("pwd; echo trouble >&2; exit 3")).isEqualTo(new CommandResult(3, "/\n", "trouble\n"));
    }

    @Test
    void a_command_reads_what_it_is_given_however_much_that_is() {
        String text = "héllo wörld\n".repeat(200_000);
        assertThat(session.run(ShellCommand.of("cat"), text, LIMIT).out()).isEqualTo(text);
    }

    @Test
    void every_metacharacter_arrives_as_a_plain_word() {
        String[] nasty = {
            "$(touch owned)",
            "`id`",
            "a;b",
            "a&b",
            "a|b",
            "a>b",
            "<a",
            "*",
            "?",
            "~",
            "#x",
            "!",
            "a'b",
            "a\"b",
            "\\",
            "\n",
            "",
            " ",
            "$HOME",
            "{a,b}",
            "[a]",
            "é€𝄞",
            "-n",
            "a=b",
            "%s"
        };
        String out = session.run(ShellCommand.of("printf", "%s\\001").with(nasty), LIMIT)
                .out();
        assertThat(out.split("\001", -1)).startsWith(nasty).hasSize(nasty.length + 1);
    }

    @Test
    void a_command_killed_by_a_signal_says_which() {
        assertThat(run("kill -9 $$").exit()).isEqualTo(137);
    }

    @Test
    void more_commands_than_one_connection_carries_run_at_the_same_time() throws Exception {
        String meet = "touch %d; until [ $(ls | wc -l) -ge 20 ]; do sleep 0.1; done; echo met";
        Path meeting = Files.createDirectory(folder.resolve("meeting"));
        List<Callable<String>> guests = IntStream.range(0, 20)
                .<Callable<String>>mapToObj(i ->
                        () -> run("cd " + meeting + "; " + meet.formatted(i)).out())
                .toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var guest : threads.invokeAll(guests)) assertThat(guest.get()).isEqualTo("met\n");
        }
    }

    @Test
    void too_much_output_is_trouble_and_not_a_silent_cut() {
        HostTrouble trouble = trouble(() -> run("head -c 9000000 /dev/zero"));
        assertThat(trouble.kind()).isEqualTo(Kind.OUTPUT_TOO_LARGE);
        assertThat(trouble(() -> run("head -c 300000 /dev/zero >&2")).kind()).isEqualTo(Kind.OUTPUT_TOO_LARGE);
        assertThat(run("echo fine").out()).isEqualTo("fine\n");
    }

    @Test
    void a_command_that_takes_too_long_may_still_be_running() {
        HostTrouble trouble = trouble(() -> session.run(ShellCommand.of("sleep", "20"), Duration.ofSeconds(1)));
        assertThat(trouble.kind()).isEqualTo(Kind.TIMED_OUT);
        assertThat(trouble.maybeRan()).isTrue();
    }

    @Test
    void a_connection_that_broke_while_idle_is_replaced_without_a_word() throws IOException {
        try (BadLine line = BadLine.to(server.port())) {
            HostSession far = hosts.on(server.host(line.port()));
            assertThat(far.run(sh("echo one"), LIMIT).out()).isEqualTo("one\n");
            line.reset();
            assertThat(far.run(sh("echo two"), LIMIT).out()).isEqualTo("two\n");
            assertThat(line.connections()).isEqualTo(2);
        }
    }

    @Test
    void a_connection_lost_under_a_command_leaves_it_open_whether_it_ran() throws Exception {
        try (BadLine line = BadLine.to(server.port())) {
            HostSession far = hosts.on(server.host(line.port()));
            Path ran = folder.resolve("ran");
            Thread.startVirtualThread(() -> {
                await().until(() -> Files.exists(ran));
                line.fallSilent();
            });
            HostTrouble trouble = trouble(() -> far.run(sh("echo x >> " + ran + "; sleep 15"), LIMIT));
            assertThat(trouble.kind()).isEqualTo(Kind.CONNECTION_LOST);
            assertThat(trouble.maybeRan()).isTrue();
            assertThat(ran).hasContent("x");
        }
    }

    @Test
    void an_idle_connection_stays_open() throws IOException {
        try (BadLine line = BadLine.to(server.port())) {
            HostSession far = hosts.on(server.host(line.port()));
            assertThat(far.run(sh("sleep 6; echo one"), LIMIT).out()).isEqualTo("one\n");
            assertThat(line.connections()).isEqualTo(1);
        }
    }

    @Test
    void a_stream_ends_when_nobody_wants_it() {
        AtomicBoolean seen = new AtomicBoolean();
        CommandResult result = session.stream(sh("echo first; sleep 20"), new OutputSink() {
            @Override
            public void take(byte[] buffer, int length) {
                assertThat(new String(buffer, 0, length, StandardCharsets.UTF_8))
                        .isEqualTo("first\n");
                seen.set(true);
            }

            @Override
            public boolean wanted() {
                return !seen.get();
            }
        });
        assertThat(seen).isTrue();
        assertThat(result.exit()).isEqualTo(130);
    }

    @Test
    void a_health_page_is_reached_through_the_host() throws IOException {
        HttpServer odoo = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        odoo.createContext("/", exchange -> {
            byte[] body = exchange.getRequestURI().toString().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        odoo.start();
        try {
            String page = session.forwarded(
                    "http://localhost:" + odoo.getAddress().getPort() + "/web/health?db=prod", HostSessionTest::get);
            assertThat(page).isEqualTo("/web/health?db=prod");
        } finally {
            odoo.stop(0);
        }
    }

    private static String get(URI url) {
        try (Stream<String> lines =
                new String(url.toURL().openStream().readAllBytes(), StandardCharsets.UTF_8).lines()) {
            return String.join("\n", lines.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
