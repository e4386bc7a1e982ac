package io.twokeys.ssh;

import io.twokeys.shell.ShellCommand;
import io.twokeys.ssh.HostTrouble.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Commands that run detached on a host and survive lost connections and our own end. Each is a folder there,
 * {@code ~/.twokeys/jobs/ID}, that any of us can read: the log, the process, the exit status.
 *
 * <p>Every question is safe to ask again, so each is asked again when the connection is lost.
 */
public final class RemoteJobs {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int TRIES = 3;
    private static final String SCRIPT = script();

    private final HostSession session;
    private final Duration patience;

    /** Takes the log of a remote job, every byte once and in order. */
    public interface LogSink {
        /**
         * The next piece of the log.
         *
         * @param offset where in the log the piece begins, in bytes
         * @param buffer holds the piece in its first {@code length} bytes (64 KiB at most) and is used again afterwards
         */
        void take(long offset, byte[] buffer, int length);

        /** False ends the following within a fraction of a second; the job runs on. Asked often, from another thread. */
        default boolean wanted() {
            return true;
        }
    }

    public RemoteJobs(HostSession session) {
        this(session, PATIENCE);
    }

    /** @param patience how long {@link #follow} keeps trying to reach a host that is away */
    public RemoteJobs(HostSession session, Duration patience) {
        this.session = session;
        this.patience = patience;
    }

    /**
     * Runs {@code command} as job {@code id}, or attaches to it: however often and by whomever it is started, it runs
     * once.
     *
     * @param epoch of the caller; the host keeps the highest it has seen for {@link JobId#operation}
     * @return Refused for a lower epoch than the host has seen, else how the job is now
     */
    public JobState start(JobId id, long epoch, ShellCommand command) {
        JobState state = ask(job("start", id).with(Long.toString(epoch)).withSecret(command.line()), id)
                .settled();
        if (state instanceof JobState.Absent) {
            throw new HostTrouble(
                    Kind.TIMED_OUT,
                    session.host() + ": job " + id + " did not begin within 3 s. Start it again: it cannot run twice.");
        }
        return state;
    }

    /** @throws HostTrouble DISK_FULL if the host's disk had no room left when the job ended, whatever its status */
    public JobState state(JobId id) {
        return report(id).settled();
    }

    /**
     * Ends the job: TERM to all its processes, after 10 s KILL. A start that is still under way finds the job stopped.
     *
     * @throws HostTrouble SUDO_REFUSED if processes of other users run on and may not be signalled
     */
    public JobState stop(JobId id) {
        return stop(id, GRACE);
    }

    JobState stop(JobId id, Duration grace) {
        return ask(job("stop", id).with(Long.toString(grace.toSeconds())), id).settled();
    }

    /**
     * Hands the job's log to {@code sink} from byte {@code offset} on, until the job has ended and all was delivered or
     * the sink wants no more. Lost connections are made again, and the log goes on at the byte where it broke off.
     *
     * @return how the job is then
     * @throws HostTrouble if the host stays away longer than the patience given, or refuses us
     */
    public JobState follow(JobId id, long offset, LogSink sink) {
        return new Follower(this, id, sink, offset, patience).follow();
    }

    /** The bytes of the log from {@code offset} on, as they come, until the job ends; one attempt. */
    void pour(JobId id, long offset, OutputSink sink) {
        session.stream(job("follow", id).with(Long.toString(offset)), sink);
    }

    Report report(JobId id) {
        return ask(job("state", id), id);
    }

    private static ShellCommand job(String verb, JobId id) {
        return ShellCommand.of("sh", "-c", SCRIPT, "twokeys-job", verb, id.value(), id.operation());
    }

    private Report ask(ShellCommand question, JobId id) {
        for (int attempt = 1; ; attempt++) {
            try {
                String what = "job " + id + " on " + session.host();
                return Report.of(
                        what, session.run(question, LIMIT).orTrouble(what).out());
            } catch (HostTrouble trouble) {
                if (trouble.kind() != Kind.CONNECTION_LOST || attempt == TRIES) throw trouble;
            }
        }
    }

    private static String script() {
        try (InputStream in = Objects.requireNonNull(RemoteJobs.class.getResourceAsStream("job.sh"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The host's answer.
     *
     * @param size of the log, in bytes
     */
    record Report(String what, JobState state, long size, boolean diskFull) {
        static Report of(String what, String line) {
            String[] words = line.strip().split(" ");
            if (words.length != 3) throw notUnderstood(what, line);
            String detail = words[1];
            JobState state = switch (words[0]) {
                case "absent" -> new JobState.Absent();
                case "running" -> new JobState.Running(Instant.parse(detail));
                case "exited" -> new JobState.Exited(Integer.parseInt(detail));
                case "vanished" ->
                    new JobState.Vanished(
                            "restarted".equals(detail) ? "the host was restarted" : "killed without an exit status");
                case "refused" ->
                    new JobState.Refused(
                            what + ": refused, somebody with epoch " + detail + " has taken the operation over.");
                case "disk-full" -> new JobState.Vanished("the disk was full, status " + detail);
                default -> throw notUnderstood(what, line);
            };
            return new Report(what, state, Long.parseLong(words[2]), "disk-full".equals(words[0]));
        }

        private static HostTrouble notUnderstood(String what, String line) {
            return new HostTrouble(
                    Kind.COMMAND_FAILED, what + ": the host's answer is not understood: \"" + line.strip() + "\".");
        }

        JobState settled() {
            if (!diskFull) return state;
            throw new HostTrouble(
                    Kind.DISK_FULL,
                    what + ": the host's disk is full, so neither its log nor its result can be trusted (" + state
                            + "). Make room there, then check what it did.",
                    true,
                    null);
        }
    }

    /** Follows the log of one job over any number of connections. Used once, by one thread. */
    static final class Follower implements OutputSink {
        private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
        private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
        private static final long LOOK_MS = 50;

        private final RemoteJobs jobs;
        private final JobId id;
        private final LogSink sink;
        private final Duration patience;
        private long offset;
        private long lastContact = System.nanoTime();
        private Duration pause = FIRST_PAUSE;

        Follower(RemoteJobs jobs, JobId id, LogSink sink, long offset, Duration patience) {
            this.jobs = jobs;
            this.id = id;
            this.sink = sink;
            this.offset = offset;
            this.patience = patience;
        }

        JobState follow() {
            while (true) {
                try {
                    RemoteJobs.Report report = jobs.report(id);
                    contact();
                    if (delivered(report) || !wanted()) return report.settled();
                    long before = offset;
                    jobs.pour(id, offset, this);
                    contact();
                    if (offset == before) idle(FIRST_PAUSE);
                } catch (HostTrouble trouble) {
                    if (!trouble.kind().passes() || outOfPatience()) throw trouble;
                    idle(pause);
                    pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
                }
            }
        }

        private boolean delivered(RemoteJobs.Report report) {
            if (report.state() instanceof JobState.Absent) return true;
            return report.state().ended() && offset >= report.size();
        }

        @Override
        public void take(byte[] buffer, int length) {
            sink.take(offset, buffer, length);
            offset += length;
            contact();
        }

        @Override
        public boolean wanted() {
            return sink.wanted();
        }

        private void contact() {
            lastContact = System.nanoTime();
            pause = FIRST_PAUSE;
        }

        private boolean outOfPatience() {
            return !wanted() || System.nanoTime() - lastContact > patience.toNanos();
        }

        /** Waits, but not after the sink has lost its interest. */
        private void idle(Duration length) {
            long until = System.nanoTime() + length.toNanos();
            try {
                while (wanted() && System.nanoTime() < until) Thread.sleep(LOOK_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("following " + id + " was interrupted", e);
            }
        }

        private static Duration shorter(Duration a, Duration b) {
            return a.compareTo(b) < 0 ? a : b;
        }
    }
}
