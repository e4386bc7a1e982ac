package io.twokeys.runbook.step;

import io.twokeys.checkpoint.Checkpoints;
import io.twokeys.checkpoint.NotWhole;
import io.twokeys.odoo.host.OdooHost;
import io.twokeys.odoo.host.Reach;
import io.twokeys.operation.StepContext;
import io.twokeys.operation.StepOutcome;

/** Makes the checkpoint a complete database beside the live one, which is not touched. A clone is that already. */
public final class RestoreBeside extends HostStep {
    private final Checkpoints checkpoints;

    public RestoreBeside(Reach reach, Checkpoints checkpoints) {
        super(reach, "restore", "Prepare the checkpoint's database");
        this.checkpoints = checkpoints;
    }

    @Override
    protected StepOutcome act(StepContext context, OdooHost host) {
        try {
            var checkpoint = SwapDatabase.checkpoint(checkpoints, context);
            return RemoteWork.complete(context, id(), host, () -> checkpoints.restore(host, checkpoint))
                    .<StepOutcome>map(why -> failed(context, "The checkpoint could not be restored: " + why))
                    .orElseGet(StepOutcome::done);
        } catch (NotWhole e) {
            return failed(context, e.sentence());
        }
    }

    @Override
    protected void takeBack(StepContext context, OdooHost host) {
        RemoteWork.awaitEnd(context, id(), host);
        checkpoints.dropRestored(host, SwapDatabase.checkpoint(checkpoints, context));
    }
}
