package io.twokeys.ssh;

import java.time.Duration;

/** Follows the log of one job over any number of connections. Used once, by one thread. */
final class Follower implements OutputSink {
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
