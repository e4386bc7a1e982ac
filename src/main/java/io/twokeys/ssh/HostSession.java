package io.twokeys.ssh;

import io.twokeys.fleet.Host;
import io.twokeys.shell.ShellCommand;
import io.twokeys.ssh.HostTrouble.Kind;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import net.schmizz.sshj.connection.channel.OpenFailException;
import org.jspecify.annotations.Nullable;

/**
 * Commands on one host, over connections that are made when needed and shared by many threads. A connection that broke
 * while nobody used it is replaced without a word; a command whose fate is unknown is never sent a second time.
 */
public final class HostSession {
    /** A stream has no time limit of its own: it ends with its command, or when it is not wanted any more. */
    private static final Duration UNLIMITED = Duration.ofDays(365);

    private static final int TRIES = 3;

    private final Host host;
    private final Connections connections;

    HostSession(Host host) {
        this.host = host;
        this.connections = new Connections(host);
    }

    public Host host() {
        return host;
    }

    /**
     * Runs {@code command} in the root folder and waits until it ended.
     *
     * @throws HostTrouble everything up to OUTPUT_TOO_LARGE (8 MiB of output, 256 KiB of errors); the status of the
     *     command is a value, see {@link CommandResult#orTrouble}
     */
    public CommandResult run(ShellCommand command, Duration limit) {
        return run(command, "", limit);
    }

    /** The same with {@code stdin} as the command's standard input, in UTF-8. */
    public CommandResult run(ShellCommand command, String stdin, Duration limit) {
        Exchange.Capture out = new Exchange.Capture(Exchange.OUT_LIMIT, "output", host);
        var in = new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8));
        return exchange(new Exchange(host, command, in, limit, out)).withOut(out.text());
    }

    /**
     * Runs {@code command} and hands over its standard output as it comes.
     *
     * @return the status and the errors, with an empty {@code out}; status 130 when the sink wanted no more
     */
    public CommandResult stream(ShellCommand command, OutputSink sink) {
        return exchange(new Exchange(host, command, InputStream.nullInputStream(), UNLIMITED, sink))
                .withOut("");
    }

    /**
     * Runs {@code command} here and {@code into} on {@code other} at the same time: what the one prints is what the other reads, and
     * nothing of it is kept on the way.
     *
     * @param what is attempted, such as "carrying x"
     * @param wanted asked often; false ends both
     * @return false if it was not wanted any more
     * @throws HostTrouble of the host whose command failed first
     */
    public boolean pipe(
            ShellCommand command, HostSession other, ShellCommand into, String what, BooleanSupplier wanted) {
        Pipe.Ends ends = new Pipe(wanted).between(sink -> stream(command, sink), in -> other.fed(into, in));
        if (ends.cut() && !wanted.getAsBoolean()) return false;
        if (!ends.cut()) ends.written().orTrouble(what + " from " + host);
        ends.read().orTrouble(what + " to " + other.host);
        ends.written().orTrouble(what + " from " + host);
        return true;
    }

    private CommandResult fed(ShellCommand command, InputStream in) {
        Exchange.Capture out = new Exchange.Capture(Exchange.OUT_LIMIT, "output", host);
        return exchange(new Exchange(host, command, in, UNLIMITED, out)).withOut(out.text());
    }

    /** A port of this machine, for loopback only, that leads to where {@code url} leads on the host. Close it. */
    public Forward forward(URI url) {
        return Forward.open(connections, host, url);
    }

    /** {@code use} with {@code url} rewritten so that it is reached through the host. */
    public <T> T forwarded(String url, Function<URI, T> use) {
        try (Forward forward = forward(URI.create(url))) {
            return use.apply(forward.url());
        }
    }

    void disconnect() {
        connections.closeAll();
    }

    private Exchange.End exchange(Exchange exchange) {
        for (int attempt = 1; ; attempt++) {
            Connection connection = connections.borrow();
            try {
                return exchange.over(connection);
            } catch (OpenFailException e) {
                connection.full();
                if (attempt == TRIES) throw HostTrouble.lost(host, false, e);
            } catch (HostTrouble trouble) {
                boolean again = trouble.kind() == Kind.CONNECTION_LOST && !trouble.maybeRan() && attempt < TRIES;
                if (!again) throw trouble;
            } finally {
                connections.giveBack(connection);
            }
        }
    }

    /** The connections to one host: one as a rule, more while more channels are in use than one may carry. */
    static final class Connections {
        private final Host host;
        private final ReentrantLock lock = new ReentrantLock();
        private final List<Connection> open = new ArrayList<>();
        private volatile int attempts;
        private @Nullable HostTrouble lastFailure;

        Connections(Host host) {
            this.host = host;
        }

        /** A connection with one channel taken for the caller, who gives it back. */
        Connection borrow() {
            int seen = attempts;
            lock.lock();
            try {
                open.removeIf(connection -> !connection.alive());
                for (Connection connection : open) {
                    if (connection.take()) return connection;
                }
                // Whoever waited here while somebody else failed to connect shares that answer.
                HostTrouble failure = lastFailure;
                if (attempts != seen && failure != null) throw failure;
                return connect();
            } finally {
                lock.unlock();
            }
        }

        private Connection connect() {
            try {
                Connection connection = Connection.open(host);
                connection.take();
                open.add(connection);
                lastFailure = null;
                return connection;
            } catch (HostTrouble trouble) {
                lastFailure = trouble;
                throw trouble;
            } finally {
                attempts = attempts + 1;
            }
        }

        void giveBack(Connection connection) {
            lock.lock();
            try {
                boolean spare = connection.release() == 0 && open.size() > 1;
                if (!spare && connection.alive()) return;
                open.remove(connection);
            } finally {
                lock.unlock();
            }
            connection.close();
        }

        void closeAll() {
            lock.lock();
            try {
                open.forEach(Connection::close);
                open.clear();
            } finally {
                lock.unlock();
            }
        }
    }
}
