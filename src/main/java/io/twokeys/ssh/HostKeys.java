package io.twokeys.ssh;

import io.twokeys.fleet.Host;
import io.twokeys.ssh.HostTrouble.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Base64;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.transport.verification.OpenSSHKnownHosts;
import org.jspecify.annotations.Nullable;

/** The host's known_hosts file, strictly kept: what is not in it is refused, and nothing is ever added. */
final class HostKeys extends OpenSSHKnownHosts {
    private final Host host;
    private volatile @Nullable HostTrouble trouble;

    private HostKeys(Host host) throws IOException {
        super(host.knownHosts().toFile());
        this.host = host;
    }

    static HostKeys of(Host host) {
        try {
            if (!Files.isReadable(host.knownHosts())) throw new IOException("no such file, or not readable");
            return new HostKeys(host);
        } catch (IOException e) {
            throw new HostTrouble(
                    Kind.HOST_KEY_UNKNOWN,
                    "%s: the known_hosts file %s cannot be read (%s). Create it with the host's key in it."
                            .formatted(host, host.knownHosts(), e.getMessage()),
                    false,
                    e);
        }
    }

    /** Why the key that was shown last is refused, if it is. */
    @Nullable
    HostTrouble trouble() {
        return trouble;
    }

    @Override
    protected boolean hostKeyUnverifiableAction(String hostname, PublicKey key) {
        trouble = new HostTrouble(
                Kind.HOST_KEY_UNKNOWN,
                "%s: its host key %s is not in %s. Compare it on the host itself (ssh-keygen -lf), then add it."
                        .formatted(host, fingerprint(key), host.knownHosts()));
        return false;
    }

    @Override
    protected boolean hostKeyChangedAction(String hostname, PublicKey key) {
        trouble = new HostTrouble(
                Kind.HOST_KEY_CHANGED,
                "%s: its host key CHANGED to %s, %s has another. Nothing was sent. Somebody may be in between; ask who runs the host before you replace the line."
                        .formatted(host, fingerprint(key), host.knownHosts()));
        return false;
    }

    /** As {@code ssh-keygen -l} prints it. */
    private static String fingerprint(PublicKey key) {
        byte[] blob = new Buffer.PlainBuffer().putPublicKey(key).getCompactData();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(blob);
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
