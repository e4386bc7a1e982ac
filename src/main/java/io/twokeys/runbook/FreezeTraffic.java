package io.twokeys.runbook;

import io.twokeys.odoo.host.OdooHost;
import io.twokeys.operation.StepContext;
import io.twokeys.operation.StepOutcome;

/** Shows the maintenance page, so that nobody writes into what is about to change. */
final class FreezeTraffic extends HostStep {
    FreezeTraffic(Reach reach) {
        super(reach, "freeze", "Freeze traffic");
    }

    @Override
    StepOutcome act(StepContext context, OdooHost host) {
        host.traffic().freeze();
        return StepOutcome.done();
    }

    @Override
    void takeBack(StepContext context, OdooHost host) {
        host.traffic().thaw();
    }
}
