package io.twokeys.runbook;

import io.twokeys.odoo.host.OdooHost;
import io.twokeys.operation.StepContext;
import io.twokeys.operation.StepOutcome;

/** Takes the maintenance page away again. */
final class ThawTraffic extends HostStep {
    ThawTraffic(Reach reach) {
        super(reach, "thaw", "Reopen traffic");
    }

    @Override
    StepOutcome act(StepContext context, OdooHost host) {
        host.traffic().thaw();
        return StepOutcome.done();
    }

    @Override
    boolean afterTheUpgrade() {
        return true;
    }
}
