package io.twokeys.ssh;

import io.twokeys.fleet.Host;
import io.twokeys.shell.ShellCommand;
import io.twokeys.ssh.HostTrouble.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.connection.channel.OpenFailException;
import net.schmizz.sshj.connection.channel.direct.Session;
import net.schmizz.sshj.connection.channel.direct.Signal;
import org.jspecify.annotations.Nullable;

/** One command over one channel: its input written, both its outputs read, its end awaited, all at the same time. */
record Exchange(Host host, ShellCommand command, InputStream stdin, Duration limit, OutputSink out) {
    static final int OUT_LIMIT = 8 * 1024 * 1024;
    private static final int ERR_LIMIT = 256 * 1024;
    private static final int BUFFER = 64 * 1024;
    private static final int CHUNK = 16 * 1024;
    private static final long ROOM_LOOK_NANOS = 1_000_000;
    private static final int CLOSING_SECONDS = 10;
    static final int NOT_WANTED = 130;

    /** How the command ended. */
    record End(int exit, String err) {
        CommandResult withOut(String out) {
            return new CommandResult(exit, out, err);
        }
    }

    /** @throws OpenFailException if the host opens no further channel on this connection */
    End over(Connection connection) throws OpenFailException {
        Session session = open(connection);
        boolean closed = false;
        try {
            Session.Command running = session.exec("cd / && " + command.line());
            try (Watch watch = new Watch(limit, out, () -> hangUp(running))) {
                End end = listen(running, watch);
                closed = true;
                return end;
            }
        } catch (IOException e) {
            throw HostTrouble.lost(host, true, e);
        } finally {
            if (!closed) hangUp(session);
        }
    }

    private Session open(Connection connection) throws OpenFailException {
        try {
            return connection.client().startSession();
        } catch (OpenFailException e) {
            throw e;
        } catch (IOException | IllegalStateException e) {
            connection.close();
            throw HostTrouble.lost(host, false, e);
        }
    }

    private End listen(Session.Command running, Watch watch) throws IOException {
        Thread.startVirtualThread(() -> speak(running));
        CompletableFuture<String> err = errors(running);
        IOException broken = null;
        try {
            copy(running.getInputStream(), out, watch);
        } catch (IOException e) {
            broken = e;
        }
        if (watch.unwanted()) return new End(NOT_WANTED, "");
        if (broken == null && !watch.late()) broken = awaitEnd(running);
        if (watch.late()) throw late();
        if (broken != null && !err.isCompletedExceptionally()) throw broken;
        String said = text(err);
        return new End(exit(running), said);
    }

    private void speak(Session.Command running) {
        try (InputStream from = stdin;
                OutputStream in = running.getOutputStream()) {
            byte[] buffer = new byte[CHUNK];
            for (int length = from.read(buffer); length >= 0; length = from.read(buffer)) {
                awaitRoom(running, length);
                in.write(buffer, 0, length);
            }
            // Closing alone drops what the other side's window has no room for (sshj 0.40, ChannelOutputStream.close).
            in.flush();
        } catch (
                @SuppressWarnings("unused")
                IOException commandDoesNotListen) {
            return;
        }
    }

    /** A reader may take its time. Writing alone gives up after the connection's timeout (sshj 0.40, Window.Remote.awaitExpansion). */
    private static void awaitRoom(Session.Command running, int bytes) {
        while (running.isOpen() && running.getRemoteWinSize() < bytes) LockSupport.parkNanos(ROOM_LOOK_NANOS);
    }

    private CompletableFuture<String> errors(Session.Command running) {
        CompletableFuture<String> result = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            Capture capture = new Capture(ERR_LIMIT, "error output", host);
            try {
                InputStream in = running.getErrorStream();
                copy(in, capture, null);
                result.complete(capture.text());
            } catch (HostTrouble tooMuch) {
                result.completeExceptionally(tooMuch);
                hangUp(running);
            } catch (
                    @SuppressWarnings("unused")
                    IOException connectionBroke) {
                result.complete(capture.text());
            }
        });
        return result;
    }

    private static void copy(InputStream from, OutputSink to, @Nullable Watch watch) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int length = from.read(buffer); length >= 0; length = from.read(buffer)) {
            if (watch != null && watch.over()) return;
            to.take(buffer, length);
        }
    }

    private static @Nullable IOException awaitEnd(Session.Command running) {
        try {
            running.join(CLOSING_SECONDS, TimeUnit.SECONDS);
            return null;
        } catch (ConnectionException e) {
            return e;
        }
    }

    private int exit(Session.Command running) throws IOException {
        Integer status = running.getExitStatus();
        if (status != null) return status;
        Signal signal = running.getExitSignal();
        if (signal != null) return 128 + number(signal);
        throw new IOException("no exit status came");
    }

    private static int number(Signal signal) {
        return switch (signal) {
            case HUP -> 1;
            case INT -> 2;
            case QUIT -> 3;
            case ILL -> 4;
            case ABRT -> 6;
            case FPE -> 8;
            case KILL -> 9;
            case USR1 -> 10;
            case SEGV -> 11;
            case USR2 -> 12;
            case PIPE -> 13;
            case ALRM -> 14;
            case TERM -> 15;
            case UNKNOWN -> 127;
        };
    }

    private static String text(CompletableFuture<String> err) throws IOException {
        try {
            return err.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof HostTrouble trouble) throw trouble;
            throw new IOException(e);
        }
    }

    private HostTrouble late() {
        return new HostTrouble(
                Kind.TIMED_OUT,
                "%s: a command did not end within %d s and may still be running there."
                        .formatted(host, limit.toSeconds()),
                true,
                null);
    }

    /** Wakes the readers first: closing waits for the host's answer. */
    private static void hangUp(Session.Command running) {
        try {
            running.getInputStream().close();
            running.getErrorStream().close();
        } catch (
                @SuppressWarnings("unused")
                IOException alreadyClosed) {
            return;
        } finally {
            hangUp((AutoCloseable) running);
        }
    }

    private static void hangUp(AutoCloseable channel) {
        Thread.startVirtualThread(() -> {
            try {
                channel.close();
            } catch (
                    @SuppressWarnings("unused")
                    Exception connectionGone) {
                return;
            }
        });
    }

    /** Keeps what a command prints, up to a limit beyond which there is trouble and never a silent cut. */
    static final class Capture implements OutputSink {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final int limit;
        private final String name;
        private final Host host;

        Capture(int limit, String name, Host host) {
            this.limit = limit;
            this.name = name;
            this.host = host;
        }

        @Override
        public void take(byte[] buffer, int length) {
            if (bytes.size() + length > limit) {
                throw new HostTrouble(
                        Kind.OUTPUT_TOO_LARGE,
                        "%s: the command's %s is longer than %,d bytes. Ask for less of it."
                                .formatted(host, name, limit),
                        true,
                        null);
            }
            bytes.write(buffer, 0, length);
        }

        String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }
}
