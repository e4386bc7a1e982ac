package io.twokeys.ssh;

import io.twokeys.fleet.Host;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;

/** A real SSH server on loopback that runs real `sh` processes, with a home folder and a folder of its own commands. */
public final class SshServer implements AutoCloseable {
    private final org.apache.sshd.server.SshServer server = org.apache.sshd.server.SshServer.setUpDefaultServer();
    private final Path folder;
    private final KeyPair hostKey = keys();
    private final Set<Process> processes = ConcurrentHashMap.newKeySet();
    private volatile PublicKey allowed;

    private SshServer(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(home());
        Files.createDirectories(commands());
        allowed = writeKey(key());
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        server.setPublickeyAuthenticator((user, key, session) -> KeyUtils.compareKeys(key, allowed));
        server.setCommandFactory((channel, line) -> new Run(line));
        server.setForwardingFilter(AcceptAllForwardingFilter.INSTANCE);
        server.start();
    }

    public static SshServer in(Path folder) {
        try {
            return new SshServer(folder);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public int port() {
        return server.getPort();
    }

    public Path home() {
        return folder.resolve("home");
    }

    /** First on the path of every command. */
    Path commands() {
        return folder.resolve("bin");
    }

    public Path key() {
        return folder.resolve("id");
    }

    public void command(String name, String script) throws IOException {
        Path file = Files.writeString(commands().resolve(name), "#!/bin/sh\n" + script + "\n");
        if (!file.toFile().setExecutable(true)) throw new IOException("cannot make " + file + " executable");
    }

    public Host host() throws IOException {
        return host(port());
    }

    /** This server as reached through {@code port}. */
    Host host(int port) throws IOException {
        return host(port, knownHosts(port, hostKey.getPublic()));
    }

    Host host(int port, Path knownHosts) {
        return new Host("127.0.0.1", port, "deploy", key(), knownHosts);
    }

    public Path knownHosts(int port, PublicKey key) throws IOException {
        String line = "[127.0.0.1]:" + port + " " + PublicKeyEntry.toString(key) + "\n";
        return Files.writeString(folder.resolve("known_hosts-" + port), line);
    }

    /** From now on only somebody else's key is let in. */
    public void refuseOurKey() {
        allowed = keys().getPublic();
    }

    void cutAll() {
        server.getActiveSessions().forEach(session -> session.close(true));
    }

    public static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PublicKey writeKey(Path file) throws IOException {
        KeyPair pair = keys();
        try (OutputStream out = Files.newOutputStream(file)) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "test", null, out);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
        return pair.getPublic();
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
        processes.forEach(Process::destroyForcibly);
    }

    /** As sshd does: the process outlives its channel and finds its pipes closed. */
    private final class Run implements Command {
        private final String line;
        private InputStream in = InputStream.nullInputStream();
        private OutputStream out = OutputStream.nullOutputStream();
        private OutputStream err = OutputStream.nullOutputStream();
        private ExitCallback exit = (status, message, close) -> {};

        Run(String line) {
            this.line = line;
        }

        @Override
        public void setInputStream(InputStream in) {
            this.in = in;
        }

        @Override
        public void setOutputStream(OutputStream out) {
            this.out = out;
        }

        @Override
        public void setErrorStream(OutputStream err) {
            this.err = err;
        }

        @Override
        public void setExitCallback(ExitCallback exit) {
            this.exit = exit;
        }

        @Override
        public void start(ChannelSession channel, Environment environment) throws IOException {
            ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", line);
            builder.environment().put("HOME", home().toString());
            builder.environment().merge("PATH", commands() + ":", (path, first) -> first + path);
            Process process = builder.start();
            processes.add(process);
            Thread.ofVirtual().start(() -> feed(in, process.getOutputStream()));
            Thread errors = Thread.ofVirtual().start(() -> pump(process.getErrorStream(), err));
            Thread.ofVirtual().start(() -> {
                pump(process.getInputStream(), out);
                end(process, errors);
            });
        }

        private void end(Process process, Thread errors) {
            try {
                errors.join();
                exit.onExit(process.waitFor());
                processes.remove(process);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void destroy(ChannelSession channel) {}

        /** As sshd does: what the process does not read any more is thrown away. */
        private static void feed(InputStream from, OutputStream to) {
            pump(from, to);
            pump(from, OutputStream.nullOutputStream());
        }

        private static void pump(InputStream from, OutputStream to) {
            try (to) {
                byte[] buffer = new byte[32 * 1024];
                for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                    to.write(buffer, 0, n);
                    to.flush();
                }
            } catch (
                    @SuppressWarnings("unused")
                    IOException oneEndClosed) {
                return;
            }
        }
    }
}
