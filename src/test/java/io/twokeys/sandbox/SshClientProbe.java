package io.twokeys.sandbox;

import io.twokeys.fleet.Host;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.keyverifier.KnownHostsServerKeyVerifier;
import org.apache.sshd.client.keyverifier.RejectAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;

/** An SSH client of the tests, which knows the host only by the target's key and known_hosts files. */
final class SshClientProbe implements AutoCloseable {
    private final SshClient client = SshClient.setUpDefaultClient();
    final ClientSession session;

    record Ran(int exitCode, String out, String err) {
        String line() {
            return out.strip();
        }
    }

    SshClientProbe(Host host) throws IOException {
        client.setServerKeyVerifier(
                new KnownHostsServerKeyVerifier(RejectAllServerKeyVerifier.INSTANCE, host.knownHosts()));
        client.setKeyIdentityProvider(new FileKeyPairProvider(host.key()));
        client.start();
        session = client.connect(host.user(), host.address(), host.port())
                .verify(Duration.ofSeconds(10))
                .getSession();
        session.auth().verify(Duration.ofSeconds(10));
    }

    Ran run(String line) throws IOException {
        return run(line, "");
    }

    Ran run(String line, String input) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (ChannelExec channel = session.createExecChannel(line)) {
            channel.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
            channel.setOut(out);
            channel.setErr(err);
            channel.open().verify(Duration.ofSeconds(10));
            channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), Duration.ofSeconds(90));
            Integer exit = channel.getExitStatus();
            return new Ran(
                    exit == null ? -1 : exit,
                    out.toString(StandardCharsets.UTF_8),
                    err.toString(StandardCharsets.UTF_8));
        }
    }

    @Override
    public void close() {
        client.stop();
    }
}
