package io.twokeys.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.util.security.SecurityUtils;

/** The sandbox host's own key and the one key that may log in, both Ed25519 in OpenSSH format, made once. */
final class SandboxKeys {
    private final Path folder;
    private final KeyPair host;
    private final KeyPair client;

    private SandboxKeys(Path folder, KeyPair host, KeyPair client) {
        this.folder = folder;
        this.host = host;
        this.client = client;
    }

    static SandboxKeys in(Path folder) throws IOException, GeneralSecurityException {
        return new SandboxKeys(folder, pair(folder.resolve("host_key")), pair(folder.resolve("id_ed25519")));
    }

    KeyPair host() {
        return host;
    }

    KeyPair client() {
        return client;
    }

    Path clientFile() {
        return folder.resolve("id_ed25519");
    }

    /** The port of the last start, 0 before the first. */
    static int rememberedPort(Path root) throws IOException {
        Path file = root.resolve("keys/port");
        return Files.exists(file) ? Integer.parseInt(Files.readString(file).strip()) : 0;
    }

    /** The file that says which host key answers on {@code port}. A second server on the same folder has a port of its own. */
    Path knownHosts(int port) throws IOException {
        Path remembered = folder.resolve("port");
        if (!Files.exists(remembered)) OwnerOnly.write(remembered, Integer.toString(port));
        boolean first = Files.readString(remembered).strip().equals(Integer.toString(port));
        Path file = folder.resolve(first ? "known_hosts" : "known_hosts-" + port);
        OwnerOnly.write(file, "[127.0.0.1]:" + port + " " + PublicKeyEntry.toString(host.getPublic()) + "\n");
        return file;
    }

    private static KeyPair pair(Path file) throws IOException, GeneralSecurityException {
        if (!Files.exists(file)) {
            KeyPair fresh = KeyUtils.generateKeyPair("ssh-ed25519", 256);
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(fresh, "twokeys-sandbox", null, text);
            Files.writeString(
                    file.resolveSibling(file.getFileName() + ".pub"),
                    PublicKeyEntry.toString(fresh.getPublic()) + "\n");
            OwnerOnly.write(file, text.toString(StandardCharsets.US_ASCII));
        }
        try (InputStream in = Files.newInputStream(file)) {
            return SecurityUtils.loadKeyPairIdentities(
                            null, NamedResource.ofName(file.toString()), in, FilePasswordProvider.EMPTY)
                    .iterator()
                    .next();
        }
    }
}
