package io.twokeys.runbook.step;

import io.twokeys.odoo.host.OdooHost;
import io.twokeys.operation.StepContext;
import io.twokeys.shell.ShellCommand;
import io.twokeys.ssh.HostTrouble;
import io.twokeys.ssh.JobId;
import io.twokeys.ssh.JobState;
import io.twokeys.ssh.RemoteJobs;
import io.twokeys.tail.Redactor;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/** A remote job run to its end inside a step, found again after an interruption. */
public final class RemoteWork {
    /** Takes the job's name. */
    static final String FOREIGN = "the host knows a job %s already, from another installation of Twokeys. "
            + "Move the folder ~/.twokeys there away, then ask again.";

    private RemoteWork() {}

    /**
     * Runs a command once for this operation and step. Empty if it ended with status 0, else why not.
     *
     * @param prepare clears the ground and gives the command, or nothing if the work is done; asked only while the job was
     *     never started, because afterwards the ground is the job's
     */
    public static Optional<String> complete(
            StepContext context, String step, OdooHost host, Supplier<Optional<ShellCommand>> prepare) {
        return complete(context, step, step, host, prepare);
    }

    /** The same as one {@code part} of several that a step has. */
    public static Optional<String> complete(
            StepContext context, String step, String part, OdooHost host, Supplier<Optional<ShellCommand>> prepare) {
        var jobs = new RemoteJobs(host.session());
        var id = new JobId(context.jobId(part));
        var end = new LastWords(context);
        JobState state = jobs.state(id);
        if (foreign(context, step, state)) return Optional.of(FOREIGN.formatted(id));
        if (state instanceof JobState.Absent) {
            Optional<ShellCommand> command = prepare.get();
            if (command.isEmpty()) return Optional.empty();
            state = jobs.start(id, context.epoch(), command.get());
        }
        if (hasMoreToSay(state)) state = jobs.follow(id, 0, end);
        return switch (state) {
            case JobState.Exited(int status) when status == 0 -> Optional.empty();
            case JobState.Exited(int status) -> Optional.of("exit status " + status + end.text());
            case JobState.Vanished(String how) -> Optional.of(how + end.text());
            case JobState.Refused(String why) -> Optional.of(why);
            case JobState.Absent() -> Optional.of("the job is not on the host");
            case JobState.Running running ->
                throw new IllegalStateException(id + " still runs: the bot is being restarted");
        };
    }

    /** A job that failed before anybody looked left its reason in its log. */
    private static boolean hasMoreToSay(JobState state) {
        return switch (state) {
            case JobState.Exited(int status) -> status != 0;
            case JobState.Running _, JobState.Vanished _ -> true;
            case JobState.Refused _, JobState.Absent _ -> false;
        };
    }

    /**
     * Waits until the job that an interrupted attempt left behind has ended: before that, what it makes cannot be taken back.
     * Nothing happens if there is none.
     */
    public static void awaitEnd(StepContext context, String step, OdooHost host) {
        var jobs = new RemoteJobs(host.session());
        var id = new JobId(context.jobId(step));
        try {
            if (!(jobs.state(id) instanceof JobState.Running)) return;
            if (jobs.follow(id, 0, new LastWords(context)) instanceof JobState.Running)
                throw new IllegalStateException(id + " still runs: the bot is being restarted");
        } catch (HostTrouble trouble) {
            // That is said of a job that has ended, and what it made still takes up the room.
            if (trouble.kind() != HostTrouble.Kind.DISK_FULL) throw trouble;
        }
    }

    /** Job names repeat when Twokeys begins anew with an empty database: what such a job did was done for somebody else. */
    static boolean foreign(StepContext context, String step, JobState state) {
        return context.firstTry(step) && !(state instanceof JobState.Absent);
    }

    /** The end of a job's output, kept to say why it failed. */
    private static final class LastWords implements RemoteJobs.LogSink {
        private static final int KEPT = 300;

        private final StepContext context;
        private String kept = "";

        LastWords(StepContext context) {
            this.context = context;
        }

        @Override
        public void take(long offset, byte[] buffer, int length) {
            String text = kept + new String(buffer, 0, length, StandardCharsets.UTF_8);
            kept = text.substring(Math.max(0, text.length() - KEPT));
        }

        @Override
        public boolean wanted() {
            return !context.stopping();
        }

        String text() {
            return kept.isBlank() ? "" : ": " + new Redactor().redact(kept).strip();
        }
    }
}
