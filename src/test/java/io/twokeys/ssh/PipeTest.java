package io.twokeys.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.twokeys.shell.ShellCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two SSH servers, real processes on both. */
@Timeout(30)
class PipeTest {
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

    private CommandResult pipe(String script, String into) throws IOException {
        return hosts.on(one.host()).pipe(sh(script), hosts.on(other.host()), sh(into), () -> true);
    }

    @Test
    void every_byte_arrives_in_order() throws IOException {
        String bytes = "seq 1 4000000";
        String sum = hosts.on(one.host())
                .run(sh(bytes + " | sha256sum"), Duration.ofSeconds(30))
                .out();
        assertThat(pipe(bytes, "sha256sum")).isEqualTo(new CommandResult(0, sum, ""));
    }

    @Test
    void the_slower_one_sets_the_pace_and_both_end() throws IOException {
        assertThat(pipe("head -c 5000000 /dev/zero", "sleep 1; wc -c").out().strip())
                .isEqualTo("5000000");
        assertThat(pipe("sleep 1; printf late", "cat").out()).isEqualTo("late");
        assertThat(pipe("true", "cat")).isEqualTo(new CommandResult(0, "", ""));
    }

    @Test
    void a_reader_that_fails_ends_the_writer_and_its_reason_is_told() throws IOException {
        var result = pipe("yes", "head -c 10 > /dev/null; echo No space left on device >&2; exit 2");
        assertThat(result).isEqualTo(new CommandResult(2, "", "No space left on device\n"));
        assertThatThrownBy(() -> result.orTrouble("carrying it"))
                .isInstanceOf(HostTrouble.class)
                .hasMessageContaining("the host's disk is full");
        assertThat(pipe("sleep 40", "exit 3").exit())
                .as("a writer that says nothing")
                .isEqualTo(3);
    }

    @Test
    void a_writer_that_fails_is_told_although_the_reader_found_nothing_wrong() throws IOException {
        assertThat(pipe("printf half; echo gone >&2; exit 4", "cat > /dev/null"))
                .isEqualTo(new CommandResult(4, "", "gone\n"));
        assertThat(pipe("printf half; echo gone >&2; exit 4", "cat > /dev/null; echo short >&2; exit 1"))
                .isEqualTo(new CommandResult(4, "", "gone\n"));
    }

    @Test
    void a_reader_that_ends_before_it_has_everything_is_no_success() throws IOException {
        assertThat(pipe("yes", "exec < /dev/null").ok()).isFalse();
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
        var result = hosts.on(one.host())
                .pipe(sh("yes"), hosts.on(other.host()), sh("touch " + there + "; cat > /dev/null"), wanted::get);
        assertThat(result.exit()).isEqualTo(130);
    }
}
