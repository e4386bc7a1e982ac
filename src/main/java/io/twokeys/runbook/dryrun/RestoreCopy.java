package io.twokeys.runbook.dryrun;

import io.twokeys.checkpoint.Checkpoints;
import io.twokeys.checkpoint.NotWhole;
import io.twokeys.checkpoint.RunnableCopy;
import io.twokeys.odoo.host.OdooHost;
import io.twokeys.odoo.host.Reach;
import io.twokeys.operation.StepContext;
import io.twokeys.operation.StepOutcome;
import io.twokeys.runbook.step.HostStep;
import io.twokeys.runbook.step.RemoteWork;
import java.util.stream.Stream;

/** Restores the checkpoint, files and all, into a database of its own, which nobody but the administrator can enter yet. */
final class RestoreCopy extends HostStep {
    private final Reach reach;
    private final Checkpoints checkpoints;

    RestoreCopy(Reach reach, Checkpoints checkpoints) {
        super(reach, "restore", "Restore the checkpoint into a copy");
        this.reach = reach;
        this.checkpoints = checkpoints;
    }

    @Override
    protected StepOutcome act(StepContext context, OdooHost host) {
        try {
            var checkpoint = DryRun.checkpoint(checkpoints, context);
            OdooHost home = DryRun.home(reach, context);
            boolean here = DryRun.isAtHome(home, host);
            var failure = RemoteWork.complete(
                    context,
                    id(),
                    host,
                    () -> here
                            ? RunnableCopy.restore(host, checkpoint)
                            : RunnableCopy.restoreCarried(host, checkpoint));
            if (failure.isPresent()) {
                return failed(context, "The checkpoint could not be restored: " + failure.get());
            }
            if (here) RunnableCopy.linkFiles(host, checkpoint);
            else Stream.of(home, host).forEach(where -> RunnableCopy.dropCarried(where, checkpoint));
            return StepOutcome.done();
        } catch (NotWhole e) {
            return failed(context, e.sentence());
        }
    }

    @Override
    protected void takeBack(StepContext context, OdooHost host) {
        RemoteWork.awaitEnd(context, id(), host);
        RunnableCopy.drop(host, DryRun.plan(context).database());
    }
}
