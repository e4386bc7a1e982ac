package io.twokeys.ssh;

import io.twokeys.fleet.Host;
import io.twokeys.shell.ShellCommand;
import io.twokeys.ssh.HostTrouble.Kind;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;
import net.schmizz.sshj.connection.channel.OpenFailException;

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
        Capture out = new Capture(Exchange.OUT_LIMIT, "output", host);
        return exchange(new Exchange(host, command, stdin.getBytes(StandardCharsets.UTF_8), limit, out))
                .withOut(out.text());
    }

    /**
     * Runs {@code command} and hands over its standard output as it comes.
     *
     * @return the status and the errors, with an empty {@code out}; status 130 when the sink wanted no more
     */
    public CommandResult stream(ShellCommand command, OutputSink sink) {
        return exchange(new Exchange(host, command, new byte[0], UNLIMITED, sink))
                .withOut("");
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
}
