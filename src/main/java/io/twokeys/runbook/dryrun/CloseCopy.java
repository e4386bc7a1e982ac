package io.twokeys.runbook.dryrun;

import io.twokeys.checkpoint.RunnableCopy;
import io.twokeys.odoo.host.OdooHost;
import io.twokeys.odoo.host.Reach;
import io.twokeys.operation.StepContext;
import io.twokeys.operation.StepOutcome;
import io.twokeys.runbook.step.HostStep;

/** Lets no Odoo in any more: what the upgrade added, crons and mail servers, is not neutralized. */
final class CloseCopy extends HostStep {
    CloseCopy(Reach reach) {
        super(reach, "close", "Close the copy");
    }

    @Override
    protected StepOutcome act(StepContext context, OdooHost host) {
        RunnableCopy.close(host, DryRun.plan(context).database());
        return StepOutcome.done();
    }
}
