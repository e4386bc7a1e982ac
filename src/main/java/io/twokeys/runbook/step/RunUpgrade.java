package io.twokeys.runbook.step;

import io.twokeys.odoo.OdooCommands;
import io.twokeys.odoo.host.OdooHost;
import io.twokeys.odoo.host.Reach;
import io.twokeys.odoo.module.ModuleName;
import io.twokeys.operation.StepContext;
import io.twokeys.operation.StepOutcome;
import io.twokeys.plan.Plan;
import io.twokeys.shell.ShellCommand;
import io.twokeys.ssh.HostTrouble;
import io.twokeys.ssh.JobId;
import io.twokeys.ssh.JobState;
import io.twokeys.ssh.RemoteJobs;
import io.twokeys.tail.LogKeeper;
import io.twokeys.tail.LogStore;
import java.util.List;

/**
 * Runs {@code odoo-bin -u} detached on the host and keeps its log, masked, piece by piece. Whatever happens to the bot or the
 * line, the upgrade goes on, and the log is taken up at the byte where it broke off. How the run went is for the next step.
 */
public final class RunUpgrade extends HostStep {
    /** Where the verdict finds the exit status. */
    static final String ID = "upgrade";

    private final LogStore logs;

    public RunUpgrade(Reach reach, LogStore logs) {
        super(reach, ID, "Upgrade the modules");
        this.logs = logs;
    }

    @Override
    public boolean pointOfNoReturn() {
        return true;
    }

    @Override
    protected boolean afterTheUpgrade() {
        return true;
    }

    /** Once it may run on the host, nobody may say that it failed: whoever cannot ask does not know. */
    @Override
    protected StepOutcome act(StepContext context, OdooHost host) {
        try {
            return upgrade(context, host);
        } catch (HostTrouble trouble) {
            if (trouble.kind() == HostTrouble.Kind.DISK_FULL) throw trouble;
            return new StepOutcome.Unknown(masked(trouble));
        }
    }

    private StepOutcome upgrade(StepContext context, OdooHost host) {
        var jobs = new RemoteJobs(host.session());
        var job = new JobId(context.jobId(ID));
        var command = command(new OdooCommands(host.target().odoo()), context.plan());
        if (RemoteWork.foreign(context, ID, jobs.state(job))) {
            return failed(context, "Nothing was run: " + RemoteWork.FOREIGN.formatted(job));
        }
        JobState state = jobs.start(job, context.epoch(), command);
        if (state instanceof JobState.Refused) return outcome(context, state);
        if (context.cancelRequested()) jobs.stop(job);
        state = listen(context, jobs, job);
        if (state instanceof JobState.Running && context.cancelRequested() && !context.stopping()) {
            jobs.stop(job);
            state = listen(context, jobs, job);
        }
        return outcome(context, state);
    }

    private JobState listen(StepContext context, RemoteJobs jobs, JobId job) {
        String operation = context.operation().id().toString();
        long from = logs.resumeOffset(operation);
        try (var log = new LogKeeper(logs, operation, from)) {
            JobState state = jobs.follow(job, from, new Keeper(context, log));
            if (state.ended()) log.end();
            return state;
        }
    }

    private StepOutcome outcome(StepContext context, JobState state) {
        return switch (state) {
            case JobState.Exited(int status) -> new StepOutcome.Done(result().put("exit", status));
            case JobState.Vanished(String how) -> new StepOutcome.Done(result().put("vanished", how));
            case JobState.Refused(String because) -> new StepOutcome.Unknown(because);
            case JobState.Absent() ->
                failed(context, "The job is not on the host any more. Look at the database before anything else.");
            case JobState.Running running -> new StepOutcome.Unknown("it runs on; the bot is being restarted");
        };
    }

    private static ShellCommand command(OdooCommands odoo, Plan plan) {
        return switch (plan) {
            case Plan.Upgrade upgrade -> odoo.upgrade(names(upgrade.modules()));
            case Plan.DryRun dryRun -> odoo.upgradeCopy(dryRun.database(), names(dryRun.modules()));
            case Plan.Rollback _, Plan.UndoRollback _, Plan.Backup _, Plan.Drill _, Plan.Thaw _ ->
                throw new IllegalStateException("not an upgrade: " + plan.title());
        };
    }

    private static List<ModuleName> names(List<String> modules) {
        return modules.stream().map(ModuleName::new).toList();
    }

    /** Keeps the log as it comes. If another replica keeps it already, this one stops listening. */
    private static final class Keeper implements RemoteJobs.LogSink {
        private final StepContext context;
        private final LogKeeper log;
        private final boolean cancelledBefore;
        private volatile boolean outrun;

        Keeper(StepContext context, LogKeeper log) {
            this.context = context;
            this.log = log;
            this.cancelledBefore = context.cancelRequested();
        }

        @Override
        public void take(long offset, byte[] buffer, int length) {
            if (!log.take(buffer, length)) outrun = true;
        }

        @Override
        public boolean wanted() {
            return !outrun && !context.stopping() && (cancelledBefore || !context.cancelRequested());
        }
    }
}
