package io.twokeys.sandbox;

import io.twokeys.fleet.Addons;
import io.twokeys.fleet.Host;
import io.twokeys.fleet.Odoo;
import io.twokeys.fleet.Smoke;
import io.twokeys.fleet.Stage;
import io.twokeys.fleet.Target;
import io.twokeys.fleet.TargetName;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.forward.ForwardingFilter;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;

/**
 * A host to practise on: an SSH server on loopback that runs real processes in a folder, with an Odoo of its own. Its jobs
 * and its service are processes beside ours and live on when we end; {@link #close} ends the SSH server only.
 */
public final class SandboxHost implements AutoCloseable {
    private static final String USER = "deploy";

    private final SandboxWorld world;
    private final SandboxKeys keys;
    private final SshServer server;

    private SandboxHost(SandboxWorld world, SandboxKeys keys, SshServer server) {
        this.world = world;
        this.keys = keys;
        this.server = server;
    }

    /**
     * Builds the host in {@code folder} if it is not there, and opens its SSH server.
     *
     * @param postgres where its database lives
     * @throws IllegalStateException with a sentence for people, when the host cannot be built or opened
     */
    public static SandboxHost start(Path folder, EmbeddedPostgres postgres) {
        Path root = folder.toAbsolutePath().normalize();
        try {
            Files.createDirectories(root);
            SandboxWorld world = prepare(root, postgres);
            SandboxKeys keys = SandboxKeys.in(root.resolve("keys"));
            SandboxHost host = new SandboxHost(world, keys, listen(root, keys));
            host.bootService();
            Thread.ofPlatform().daemon().name("sandbox-warm-up").start(new ToolPrograms(root)::warmUp);
            return host;
        } catch (IOException | SQLException | GeneralSecurityException e) {
            throw new IllegalStateException("The sandbox host cannot be started in " + root + ": " + e.getMessage(), e);
        }
    }

    private static SandboxWorld prepare(Path root, EmbeddedPostgres postgres) throws IOException, SQLException {
        synchronized (SandboxHost.class) {
            try (FileChannel lock =
                    FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                lock.lock();
                SandboxWorld world = new SandboxWorld(root, postgres);
                world.prepare();
                return world;
            }
        }
    }

    private static SshServer listen(Path root, SandboxKeys keys) throws IOException {
        try {
            return listen(root, keys, SandboxKeys.rememberedPort(root));
        } catch (IOException e) {
            return listen(root, keys, 0);
        }
    }

    private static SshServer listen(Path root, SandboxKeys keys, int port) throws IOException {
        SshServer server = SshServer.setUpDefaultServer();
        server.setHost("127.0.0.1");
        server.setPort(port);
        server.setKeyPairProvider(KeyPairProvider.wrap(keys.host()));
        server.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        server.setPublickeyAuthenticator((user, key, session) ->
                user.equals(USER) && KeyUtils.compareKeys(key, keys.client().getPublic()));
        server.setCommandFactory((channel, line) -> new SandboxShell(line, root));
        server.setForwardingFilter(new LoopbackOnly());
        CoreModuleProperties.IDLE_TIMEOUT.set(server, Duration.ZERO);
        server.start();
        return server;
    }

    /** Forwards to ports of this machine, and nothing else. */
    private static final class LoopbackOnly extends RejectAllForwardingFilter {
        @Override
        public boolean canConnect(ForwardingFilter.Type type, SshdSocketAddress address, Session session) {
            return type == Type.Direct && SshdSocketAddress.isLoopback(address.getHostName());
        }
    }

    /** As at a boot: what was running when the machine went down runs again; what was stopped stays stopped. */
    private void bootService() throws IOException {
        if (!Files.exists(world.path("run/odoo.wanted"))) return;
        ProcessBuilder systemctl =
                new ProcessBuilder("sh", world.path("bin/systemctl").toString(), "start", "odoo");
        SandboxShell.environment(systemctl.environment(), world.path("").normalize());
        systemctl
                .redirectErrorStream(true)
                .redirectOutput(world.path("log/boot.log").toFile());
        try {
            systemctl.start().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The sandbox as a target of the fleet. */
    public Target target() {
        try {
            int port = server.getPort();
            return new Target(
                    new TargetName("sandbox"),
                    Stage.SANDBOX,
                    new Host("127.0.0.1", port, USER, keys.clientFile(), keys.knownHosts(port)),
                    odoo(),
                    new Addons(text("addons"), "main", List.of(text("core-addons"))),
                    Map.of("console", "odoo-sandbox"),
                    new Target.Settings(
                            "postgres",
                            new Target.Freeze(text("maintenance.flag"), Duration.ofSeconds(30)),
                            new Target.Checkpointing(Target.CheckpointStrategy.CLONE, text("backups"), ""),
                            Target.Keep.USUAL,
                            null,
                            Smoke.NONE,
                            Target.Watch.OFF,
                            Set.of()));
        } catch (IOException e) {
            throw new IllegalStateException("The sandbox host's folder cannot be read: " + e.getMessage(), e);
        }
    }

    private Odoo odoo() throws IOException {
        String url = "http://127.0.0.1:" + world.port("etc/http-port");
        return new Odoo("19.0", "odoo-bin", text("etc/odoo.conf"), "odoo", "odoo", "odoo", text("odoo/data"), url);
    }

    private String text(String name) {
        return world.path(name).toString();
    }

    /** Closes the SSH server; jobs and the Odoo service go on. */
    @Override
    public void close() {
        try {
            server.stop(true);
        } catch (IOException e) {
            throw new IllegalStateException("The sandbox's SSH server does not stop", e);
        }
    }
}
