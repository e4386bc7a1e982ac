package io.twokeys.runbook.drill;

import io.twokeys.checkpoint.Scratch;
import io.twokeys.odoo.host.OdooHost;
import io.twokeys.odoo.host.Reach;
import io.twokeys.operation.StepContext;
import io.twokeys.operation.StepOutcome;
import io.twokeys.runbook.step.HostStep;

/** Drops the scratch database. */
final class DropScratch extends HostStep {
    DropScratch(Reach reach) {
        super(reach, "drop", "Drop the scratch database");
    }

    @Override
    protected StepOutcome act(StepContext context, OdooHost host) {
        Scratch.drop(host, Drill.plan(context).scratch());
        return StepOutcome.done();
    }
}
