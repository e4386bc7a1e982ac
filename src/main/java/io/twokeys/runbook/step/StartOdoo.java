package io.twokeys.runbook.step;

import io.twokeys.odoo.host.OdooHost;
import io.twokeys.odoo.host.Reach;
import io.twokeys.operation.StepContext;
import io.twokeys.operation.StepOutcome;
import io.twokeys.plan.Plan;

/** Starts Odoo, still behind the maintenance page. */
public final class StartOdoo extends HostStep {
    public static final String ID = "start";
    /** In the result: where the log of Odoo's service ended before. */
    public static final String LOG = "log";

    public StartOdoo(Reach reach) {
        super(reach, ID, "Start Odoo");
    }

    @Override
    protected StepOutcome act(StepContext context, OdooHost host) {
        var result = result();
        if (host.target().settings().watch().isOn() && context.plan() instanceof Plan.Upgrade) {
            result.put(LOG, host.serviceLog().end());
        }
        host.service().start();
        return new StepOutcome.Done(result);
    }

    @Override
    protected boolean afterTheUpgrade() {
        return true;
    }
}
