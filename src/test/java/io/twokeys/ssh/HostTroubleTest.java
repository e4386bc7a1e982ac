package io.twokeys.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.twokeys.shell.ShellCommand;
import io.twokeys.ssh.HostTrouble.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostTroubleTest {
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
    void a_host_that_is_down_cannot_be_reached() throws IOException {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }
        HostTrouble trouble =
                trouble(() -> hosts.on(server.host(nobody, folder.resolve("known_hosts-" + server.port())))
                        .run(sh("true"), LIMIT));
        assertThat(trouble.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(trouble.maybeRan()).isFalse();
        assertThat(trouble)
                .hasMessage(("deploy@127.0.0.1:%1$d cannot be reached (connection refused)."
                                + " Check that the host is up and that port %1$d is open from here.")
                        .formatted(nobody));
    }

    @Test
    void a_port_without_an_ssh_server_cannot_be_reached_either() throws IOException {
        try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.startVirtualThread(() -> {
                try {
                    mute.accept().close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            HostTrouble trouble = trouble(() -> hosts.on(
                            server.host(mute.getLocalPort(), folder.resolve("known_hosts-" + server.port())))
                    .run(sh("true"), LIMIT));
            assertThat(trouble.kind()).isEqualTo(Kind.UNREACHABLE);
        }
    }

    @Test
    void an_unknown_host_key_is_refused() throws IOException {
        Path empty = Files.writeString(folder.resolve("nobody"), "");
        HostTrouble trouble =
                trouble(() -> hosts.on(server.host(server.port(), empty)).run(sh("true"), LIMIT));
        assertThat(trouble.kind()).isEqualTo(Kind.HOST_KEY_UNKNOWN);
        assertThat(trouble).hasMessageContaining("SHA256:").hasMessageContaining(empty.toString());
    }

    @Test
    void a_missing_known_hosts_file_knows_nobody() {
        HostTrouble trouble = trouble(() ->
                hosts.on(server.host(server.port(), folder.resolve("missing"))).run(sh("true"), LIMIT));
        assertThat(trouble.kind()).isEqualTo(Kind.HOST_KEY_UNKNOWN);
        assertThat(trouble).hasMessageContaining("cannot be read");
    }

    @Test
    void a_changed_host_key_is_refused_before_anything_is_sent() throws IOException {
        Path other = server.knownHosts(server.port(), SshServer.keys().getPublic());
        HostTrouble trouble =
                trouble(() -> hosts.on(server.host(server.port(), other)).run(sh("true"), LIMIT));
        assertThat(trouble.kind()).isEqualTo(Kind.HOST_KEY_CHANGED);
        assertThat(trouble).hasMessageContaining("CHANGED").hasMessageContaining("Nothing was sent");
    }

    @Test
    void a_refused_key_is_named() {
        server.refuseOurKey();
        HostTrouble trouble = trouble(() -> run("true"));
        assertThat(trouble.kind()).isEqualTo(Kind.AUTHENTICATION_REFUSED);
        assertThat(trouble).hasMessageContaining(server.key().toString()).hasMessageContaining("authorized_keys");
    }

    @Test
    void a_missing_key_is_named() throws IOException {
        Files.delete(server.key());
        assertThat(trouble(() -> run("true"))).hasMessageContaining("cannot be read");
    }

    @Test
    void troubles_on_the_host_have_sentences_of_their_own() throws IOException {
        server.command("sudo", "echo 'sudo: a password is required' >&2; exit 1");
        var restart = ShellCommand.of("systemctl", "restart", "odoo").asRoot();
        HostTrouble sudo = trouble(() -> session.run(restart, LIMIT).orTrouble("restarting odoo on prod"));
        assertThat(sudo.kind()).isEqualTo(Kind.SUDO_REFUSED);
        assertThat(sudo)
                .hasMessageStartingWith("restarting odoo on prod: sudo refused (sudo: a password is required).");

        HostTrouble disk =
                trouble(() -> session.run(ShellCommand.of("dd", "if=/dev/zero", "of=/dev/full", "count=1"), LIMIT)
                        .orTrouble("dumping on prod"));
        assertThat(disk.kind()).isEqualTo(Kind.DISK_FULL);

        HostTrouble missing =
                trouble(() -> session.run(ShellCommand.of("pg_dumb"), LIMIT).orTrouble("dumping on prod"));
        assertThat(missing.kind()).isEqualTo(Kind.COMMAND_NOT_FOUND);

        HostTrouble failed =
                trouble(() -> run("echo no such database >&2; exit 2").orTrouble("dumping on prod"));
        assertThat(failed.kind()).isEqualTo(Kind.COMMAND_FAILED);
        assertThat(failed).hasMessage("dumping on prod: failed with status 2: no such database");
    }
}
