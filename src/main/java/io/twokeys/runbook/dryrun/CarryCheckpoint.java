package io.twokeys.runbook.dryrun;

import io.twokeys.checkpoint.Checkpoint;
import io.twokeys.checkpoint.Checkpoints;
import io.twokeys.checkpoint.NotWhole;
import io.twokeys.checkpoint.RunnableCopy;
import io.twokeys.odoo.host.OdooHost;
import io.twokeys.odoo.host.Reach;
import io.twokeys.operation.StepContext;
import io.twokeys.operation.StepOutcome;
import io.twokeys.runbook.step.HostStep;
import io.twokeys.runbook.step.RemoteWork;
import io.twokeys.ssh.HostTrouble;
import java.util.Optional;

/** Brings the checkpoint, as a dump and its files, to a twin on another host. What is carried passes through this process alone. */
final class CarryCheckpoint extends HostStep {
    /** The jobs on the checkpoint's own host. */
    private static final String RESTORE = "carry-restore";

    private static final String DUMP = "carry-dump";
    /** Lines that break while much is carried, before the engine's own patience is asked for. */
    private static final int TRIES = 5;

    private final Reach reach;
    private final Checkpoints checkpoints;

    CarryCheckpoint(Reach reach, Checkpoints checkpoints) {
        super(reach, "carry", "Bring the checkpoint to the twin's host");
        this.reach = reach;
        this.checkpoints = checkpoints;
    }

    @Override
    protected StepOutcome act(StepContext context, OdooHost host) {
        OdooHost home = DryRun.home(reach, context);
        if (DryRun.isAtHome(home, host)) return new StepOutcome.Done(result().put(REMARK, "it is there"));
        var checkpoint = DryRun.checkpoint(checkpoints, context);
        try {
            Optional<String> failure = dumped(context, home, checkpoint);
            if (failure.isPresent()) return failed(context, "The checkpoint could not be dumped: " + failure.get());
            if (!carried(context, home, host, checkpoint)) {
                return new StepOutcome.Unknown("interrupted while it was carried");
            }
        } catch (NotWhole e) {
            return failed(context, e.sentence());
        }
        return DryRun.checkpoint(checkpoints, context).state() == Checkpoint.State.VERIFIED
                ? StepOutcome.done()
                : failed(context, checkpoint.id() + " was restored or deleted while it was carried.");
    }

    /** What was carried half is carried again by whoever goes on, and taken back when it is cancelled. */
    private static boolean carried(StepContext context, OdooHost home, OdooHost host, Checkpoint checkpoint) {
        for (int again = TRIES - 1; ; again--) {
            try {
                return RunnableCopy.carry(
                        home, host, checkpoint, () -> !context.stopping() && !context.cancelRequested());
            } catch (HostTrouble trouble) {
                if (again == 0 || trouble.kind() != HostTrouble.Kind.CONNECTION_LOST) throw trouble;
            }
        }
    }

    private Optional<String> dumped(StepContext context, OdooHost home, Checkpoint checkpoint) {
        return RemoteWork.complete(context, id(), RESTORE, home, () -> RunnableCopy.restoreToCarry(home, checkpoint))
                .or(() -> RemoteWork.complete(
                        context, id(), DUMP, home, () -> RunnableCopy.dumpToCarry(home, checkpoint)));
    }

    @Override
    protected void takeBack(StepContext context, OdooHost host) {
        OdooHost home = DryRun.home(reach, context);
        if (DryRun.isAtHome(home, host)) return;
        var checkpoint = DryRun.checkpoint(checkpoints, context);
        RemoteWork.awaitEnd(context, RESTORE, home);
        RemoteWork.awaitEnd(context, DUMP, home);
        RunnableCopy.dropCarried(home, checkpoint);
        RunnableCopy.dropCarried(host, checkpoint);
        RunnableCopy.drop(host, DryRun.plan(context).database());
    }
}
