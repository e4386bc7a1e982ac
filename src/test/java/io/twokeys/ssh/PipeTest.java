package io.twokeys.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.twokeys.shell.ShellCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two SSH servers, real processes on both. */
@Timeout(30)
class PipeTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private SshServer one;
    private SshServer other;
    private final Hosts hosts = new Hosts();

    @BeforeEach
    void start() {
        one = SshServer.in(folder.resolve("one"));
        other = SshServer.in(folder.resolve("other"));
    }

    @AfterEach
    void stop() throws IOException {
        hosts.close();
        one.close();
        other.close();
    }

    private static ShellCommand sh(String script) {
        return ShellCommand.of("sh", "-c", script);
    }

    private boolean pipe(String script, String into) throws IOException {
        return hosts.on(one.host()).pipe(sh(script), hosts.on(other.host()), sh(into), "carrying it", () -> true);
    }

    private HostTrouble trouble(String script, String into) {
        return catchThrowableOfType(HostTrouble.class, () -> pipe(script, into));
    }

    @Test
    void every_byte_arrives_in_order() throws IOException {
        Path sum = folder.resolve("sum");
        assertThat(pipe("seq 1 4000000", "sha256sum > " + sum)).isTrue();
        String expected =
                hosts.on(one.host()).run(sh("seq 1 4000000 | sha256sum"), LIMIT).out();
        assertThat(sum).content().isEqualTo(expected);
    }

    @Test
    void whoever_needs_time_gets_it() throws IOException {
        Path got = folder.resolve("got");
        assertThat(pipe("head -c 5000000 /dev/zero", "sleep 12; wc -c > " + got))
                .isTrue();
        assertThat(got).content().isEqualToIgnoringWhitespace("5000000");
        assertThat(pipe("sleep 1; printf late", "cat > " + got)).isTrue();
        assertThat(got).content().isEqualTo("late");
        assertThat(pipe("true", "cat > " + got)).isTrue();
        assertThat(got).isEmptyFile();
    }

    @Test
    void a_reader_that_fails_ends_the_writer_and_its_reason_is_told() throws IOException {
        assertThat(trouble("yes", "head -c 10 > /dev/null; echo No space left on device >&2; exit 2"))
                .hasMessage("carrying it to " + other.host()
                        + ": the host's disk is full (No space left on device). Make room there, then try again.");
        assertThat(trouble("sleep 40", "exit 3"))
                .as("a writer that says nothing")
                .hasMessageContaining("to " + other.host() + ": failed with status 3");
    }

    @Test
    void a_writer_that_fails_is_told_whatever_the_reader_made_of_it() throws IOException {
        for (String reader : List.of("cat > /dev/null", "cat > /dev/null; echo short >&2; exit 1")) {
            assertThat(trouble("printf half; echo gone >&2; exit 4", reader))
                    .hasMessage("carrying it from " + one.host() + ": failed with status 4: gone");
        }
    }

    @Test
    void a_reader_that_ends_before_it_has_everything_is_no_success() {
        assertThat(trouble("yes", "exec < /dev/null")).isNotNull();
    }

    @Test
    void a_lost_line_at_either_end_is_trouble() throws IOException {
        Path there = folder.resolve("there");
        for (SshServer lost : new SshServer[] {one, other}) {
            Files.deleteIfExists(there);
            Thread.startVirtualThread(() -> {
                await().until(() -> Files.exists(there));
                lost.cutAll();
            });
            assertThatThrownBy(() -> pipe("touch " + there + "; yes", "cat > /dev/null"))
                    .isInstanceOf(HostTrouble.class)
                    .hasMessageContaining("the connection was lost");
        }
    }

    @Test
    void a_reader_that_never_begins_lets_go_of_a_writer_that_waits_for_room() {
        byte[] more = new byte[8 << 20];
        assertThatThrownBy(() -> new Pipe(() -> true)
                        .between(
                                sink -> {
                                    sink.take(more, more.length);
                                    return new CommandResult(130, "", "");
                                },
                                in -> {
                                    throw HostTrouble.lost("other", false, null);
                                }))
                .isInstanceOf(HostTrouble.class)
                .hasMessageContaining("other: the connection was lost");
    }

    @Test
    void what_is_not_wanted_any_more_ends_at_both_ends() throws IOException {
        var wanted = new AtomicBoolean(true);
        Path there = folder.resolve("there");
        Thread.startVirtualThread(() -> {
            await().until(() -> Files.exists(there));
            wanted.set(false);
        });
        assertThat(hosts.on(one.host())
                        .pipe(
                                sh("yes"),
                                hosts.on(other.host()),
                                sh("touch " + there + "; cat > /dev/null; exit 2"),
                                "carrying it",
                                wanted::get))
                .isFalse();
    }
}
