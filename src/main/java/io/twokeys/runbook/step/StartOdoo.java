package io.twokeys.runbook.step;

import io.twokeys.odoo.host.OdooHost;
import io.twokeys.odoo.host.Reach;
import io.twokeys.operation.StepContext;
import io.twokeys.operation.StepOutcome;
import io.twokeys.plan.Plan;
import io.twokeys.ssh.HostTrouble;

/** Starts Odoo, still behind the maintenance page. A thaw goes on without it: whoever asks for one may have started it in another way. */
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
        try {
            host.service().start();
        } catch (HostTrouble refused) {
            if (refused.kind().passes() || !(context.plan() instanceof Plan.Thaw)) throw refused;
            result.put(REMARK, masked(refused));
        }
        return new StepOutcome.Done(result);
    }

    @Override
    protected boolean afterTheUpgrade() {
        return true;
    }
}
