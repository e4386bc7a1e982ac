package io.twokeys.ssh;

import io.twokeys.fleet.Host;
import io.twokeys.ssh.HostTrouble.Kind;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import net.schmizz.keepalive.KeepAliveProvider;
import net.schmizz.keepalive.KeepAliveRunner;
import net.schmizz.sshj.DefaultConfig;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.LoggerFactory;
import net.schmizz.sshj.common.SecurityUtils;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.userauth.UserAuthException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.helpers.NOPLogger;

/** One SSH connection, and how many channels of it are in use. */
final class Connection {
    private static final int TIMEOUT_MS = 5_000;
    private static final int KEEP_ALIVE_SECONDS = 1;
    private static final int KEEP_ALIVES_MISSED = 3;

    /** OpenSSH lets 10 sessions share a connection (MaxSessions); some hosts allow fewer, which is then learnt. */
    private static final int CHANNELS = 8;

    static {
        knowEcdsa();
    }

    private final SSHClient client;
    private final AtomicInteger used = new AtomicInteger();
    private volatile int room = CHANNELS;

    private Connection(SSHClient client) {
        this.client = client;
    }

    static Connection open(Host host) {
        SSHClient client = new SSHClient(config());
        client.setConnectTimeout(TIMEOUT_MS);
        client.setTimeout(TIMEOUT_MS);
        client.getTransport().setTimeoutMs(TIMEOUT_MS);
        client.getConnection().setTimeoutMs(2 * TIMEOUT_MS);
        KeepAliveRunner keepAlive = (KeepAliveRunner) client.getConnection().getKeepAlive();
        keepAlive.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
        keepAlive.setMaxAliveCount(KEEP_ALIVES_MISSED);
        try {
            greet(client, host);
            signIn(client, host);
            return new Connection(client);
        } catch (HostTrouble trouble) {
            close(client);
            throw trouble;
        }
    }

    /** BouncyCastle stands last, for what the JDK does not know: ECDSA host keys and client keys. */
    private static void knowEcdsa() {
        SecurityUtils.registerSecurityProvider("org.bouncycastle.jce.provider.BouncyCastleProvider");
        SecurityUtils.setSecurityProvider(null);
        SecurityUtils.setRegisterBouncyCastle(false);
    }

    /** AES-GCM by the JDK's provider is three times as fast as the library's defaults; CBC is not offered. */
    private static DefaultConfig config() {
        DefaultConfig config = new DefaultConfig();
        config.setCipherFactories(config.getCipherFactories().stream()
                .filter(cipher -> cipher.getName().matches("aes.*-gcm.*|aes.*-ctr|chacha20-poly1305.*"))
                .sorted(Comparator.comparing(cipher -> !cipher.getName().contains("-gcm")))
                .toList());
        config.setKeepAliveProvider(KeepAliveProvider.KEEP_ALIVE);
        config.setLoggerFactory(new Silence());
        return config;
    }

    private static void greet(SSHClient client, Host host) {
        HostKeys keys = HostKeys.of(host);
        client.addHostKeyVerifier(keys);
        try {
            client.connect(host.address(), host.port());
        } catch (IOException e) {
            HostTrouble refused = keys.trouble();
            throw refused != null ? refused : unreachable(host, e);
        }
    }

    private static HostTrouble unreachable(Host host, IOException e) {
        String how = switch (e) {
            case UnknownHostException ignored -> "no such name";
            case SocketTimeoutException ignored -> "no answer within 5 s";
            case TransportException ignored -> "no SSH greeting: " + HostTrouble.reason(e);
            default -> HostTrouble.reason(e).toLowerCase(Locale.ROOT);
        };
        return new HostTrouble(
                Kind.UNREACHABLE,
                "%s cannot be reached (%s). Check that the host is up and that port %d is open from here."
                        .formatted(host, how, host.port()),
                false,
                e);
    }

    private static void signIn(SSHClient client, Host host) {
        if (!Files.isReadable(host.key())) {
            throw new HostTrouble(
                    Kind.AUTHENTICATION_REFUSED,
                    "%s: the private key %s cannot be read. Put it there, readable by this service."
                            .formatted(host, host.key()));
        }
        try {
            client.authPublickey(host.user(), client.loadKeys(host.key().toString()));
        } catch (UserAuthException e) {
            throw new HostTrouble(
                    Kind.AUTHENTICATION_REFUSED,
                    "%s: the host refused the key %s. Check that its public half is in the authorized_keys of %s."
                            .formatted(host, host.key(), host.user()),
                    false,
                    e);
        } catch (TransportException e) {
            throw HostTrouble.lost(host, false, e);
        } catch (IOException e) {
            throw new HostTrouble(
                    Kind.AUTHENTICATION_REFUSED,
                    "%s: %s is no private key we can use (%s). It must be in OpenSSH format, without a passphrase."
                            .formatted(host, host.key(), HostTrouble.reason(e)),
                    false,
                    e);
        }
    }

    SSHClient client() {
        return client;
    }

    boolean alive() {
        return client.isConnected() && client.isAuthenticated();
    }

    /** Takes one of the channels, if there is one left. */
    boolean take() {
        if (used.incrementAndGet() <= room) return true;
        used.decrementAndGet();
        return false;
    }

    /** @return how many are still in use */
    int release() {
        return used.decrementAndGet();
    }

    /** The host opened no further channel: as many as are in use now are all it allows. */
    void full() {
        room = Math.max(1, used.get() - 1);
    }

    void close() {
        close(client);
    }

    private static void close(SSHClient client) {
        try {
            client.disconnect();
        } catch (
                @SuppressWarnings("unused")
                IOException alreadyGone) {
            return;
        }
    }

    /** Lost connections are reported by us, in one sentence; the library would log stack traces. */
    private static final class Silence implements LoggerFactory {
        @Override
        public Logger getLogger(@Nullable String name) {
            return NOPLogger.NOP_LOGGER;
        }

        @Override
        public Logger getLogger(@Nullable Class<?> type) {
            return NOPLogger.NOP_LOGGER;
        }
    }
}
