package io.twokeys.runbook.step;

import io.twokeys.odoo.host.OdooHost;
import io.twokeys.odoo.host.Reach;
import io.twokeys.operation.StepContext;
import io.twokeys.operation.StepOutcome;

/** Stops Odoo: a running service holds locks, runs crons, and may change module states by itself. */
public final class StopOdoo extends HostStep {
    public StopOdoo(Reach reach) {
        super(reach, "stop", "Stop Odoo");
    }

    @Override
    protected StepOutcome act(StepContext context, OdooHost host) {
        host.service().stop();
        return host.service().active()
                ? failed(
                        context,
                        host.target().odoo().service()
                                + " still runs after it was told to stop. Look at its unit on the host.")
                : StepOutcome.done();
    }

    @Override
    protected void takeBack(StepContext context, OdooHost host) {
        host.service().start();
    }
}
