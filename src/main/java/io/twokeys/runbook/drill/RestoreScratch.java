package io.twokeys.runbook.drill;

import io.twokeys.checkpoint.Checkpoints;
import io.twokeys.checkpoint.NotWhole;
import io.twokeys.checkpoint.Scratch;
import io.twokeys.odoo.host.OdooHost;
import io.twokeys.odoo.host.Reach;
import io.twokeys.operation.StepContext;
import io.twokeys.operation.StepOutcome;
import io.twokeys.runbook.step.HostStep;
import io.twokeys.runbook.step.RemoteWork;

/** Restores the checkpoint into a database of its own name, to which nobody but the administrator can connect. */
final class RestoreScratch extends HostStep {
    private final Checkpoints checkpoints;

    RestoreScratch(Reach reach, Checkpoints checkpoints) {
        super(reach, "restore", "Restore the checkpoint into a scratch database");
        this.checkpoints = checkpoints;
    }

    @Override
    protected StepOutcome act(StepContext context, OdooHost host) {
        try {
            var checkpoint = Drill.checkpoint(checkpoints, context);
            return RemoteWork.complete(context, id(), host, () -> Scratch.restore(host, checkpoint))
                    .<StepOutcome>map(why -> failed(context, "The checkpoint could not be restored: " + why))
                    .orElseGet(StepOutcome::done);
        } catch (NotWhole e) {
            return failed(context, e.sentence());
        }
    }

    @Override
    protected void takeBack(StepContext context, OdooHost host) {
        RemoteWork.awaitEnd(context, id(), host);
        Scratch.drop(host, Drill.plan(context).scratch());
    }
}
