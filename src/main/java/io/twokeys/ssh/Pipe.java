package io.twokeys.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** What one command prints as what another one reads, at the pace of the slower. When either ends, so does the other. */
final class Pipe implements OutputSink {
    private static final int ROOM = 1 << 20;

    private final PipedInputStream in = new PipedInputStream(ROOM);
    private final PipedOutputStream out;
    private final BooleanSupplier wanted;
    private volatile boolean broken;

    Pipe(BooleanSupplier wanted) {
        this.wanted = wanted;
        try {
            this.out = new PipedOutputStream(in);
        } catch (IOException cannotBe) {
            throw new UncheckedIOException(cannotBe);
        }
    }

    /** How both ended. */
    record Ends(CommandResult written, CommandResult read) {
        /** Whether the writer was ended in the middle: the reader failed, or it was not wanted any more. */
        boolean cut() {
            return written.exit() == Exchange.NOT_WANTED;
        }
    }

    Ends between(Function<OutputSink, CommandResult> writer, Function<InputStream, CommandResult> reader) {
        var reading = new FutureTask<>(() -> read(reader));
        Thread thread = Thread.startVirtualThread(reading);
        CommandResult written;
        try {
            written = writer.apply(this);
        } finally {
            close();
            join(thread);
        }
        return new Ends(written, end(reading));
    }

    /** A reader that has what it wanted leaves the writer to end by itself; one that never began lets go of it as well. */
    private CommandResult read(Function<InputStream, CommandResult> reader) throws IOException {
        boolean well = false;
        try (in) {
            CommandResult result = reader.apply(in);
            well = result.ok();
            return result;
        } finally {
            if (!well) broken = true;
        }
    }

    /** Whoever waits to read is told at once. */
    @Override
    public void take(byte[] buffer, int length) {
        try {
            out.write(buffer, 0, length);
            out.flush();
        } catch (
                @SuppressWarnings("unused")
                IOException nobodyReads) {
            broken = true;
        }
    }

    @Override
    public boolean wanted() {
        return !broken && wanted.getAsBoolean();
    }

    private void close() {
        try {
            out.close();
        } catch (
                @SuppressWarnings("unused")
                IOException nobodyReads) {
            broken = true;
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the other end of a pipe is awaited", stopped);
        }
    }

    private static CommandResult end(FutureTask<CommandResult> reading) {
        try {
            return reading.get();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the other end of a pipe is awaited", stopped);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof HostTrouble trouble) throw trouble;
            throw new IllegalStateException(failed.getCause());
        }
    }
}
