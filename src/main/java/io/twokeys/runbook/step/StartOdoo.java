package io.twokeys.runbook.step;

import io.twokeys.odoo.host.OdooHost;
import io.twokeys.odoo.host.Reach;
import io.twokeys.operation.StepContext;
import io.twokeys.operation.StepOutcome;

/** Starts Odoo, still behind the maintenance page. */
public final class StartOdoo extends HostStep {
    public StartOdoo(Reach reach) {
        super(reach, "start", "Start Odoo");
    }

    @Override
    protected StepOutcome act(StepContext context, OdooHost host) {
        host.service().start();
        return StepOutcome.done();
    }

    @Override
    protected boolean afterTheUpgrade() {
        return true;
    }
}
