package io.twokeys.runbook;

import io.twokeys.odoo.host.OdooHost;
import io.twokeys.odoo.host.Reach;
import io.twokeys.operation.StepContext;
import io.twokeys.operation.StepOutcome;

/** Starts Odoo, still behind the maintenance page. */
final class StartOdoo extends HostStep {
    StartOdoo(Reach reach) {
        super(reach, "start", "Start Odoo");
    }

    @Override
    StepOutcome act(StepContext context, OdooHost host) {
        host.service().start();
        return StepOutcome.done();
    }

    @Override
    boolean afterTheUpgrade() {
        return true;
    }
}
