package io.twokeys.runbook.dryrun;

import io.twokeys.odoo.host.OdooHost;
import io.twokeys.odoo.host.Reach;
import io.twokeys.operation.StepContext;
import io.twokeys.operation.StepOutcome;
import io.twokeys.runbook.step.HostStep;

/** Stops the twin's Odoo while its code is another one; notes whether it ran. */
final class PauseTwin extends HostStep {
    static final String ID = "stop";

    PauseTwin(Reach reach) {
        super(reach, ID, "Stop the twin's Odoo");
    }

    @Override
    protected StepOutcome act(StepContext context, OdooHost host) {
        // Whoever begins anew after an interruption may have stopped it already.
        boolean ran = host.service().active() || !context.firstTry(ID);
        if (ran) host.service().stop();
        return host.service().active()
                ? failed(
                        context,
                        host.target().odoo().service()
                                + " still runs after it was told to stop. Look at its unit on the host.")
                : new StepOutcome.Done(result().put("ran", ran));
    }

    /** Where it is not known whether it ran, it is started: a twin that is down by mistake is the greater harm. */
    @Override
    protected void takeBack(StepContext context, OdooHost host) {
        if (context.result(ID).map(done -> done.path("ran").asBoolean()).orElse(true)) {
            host.service().start();
        }
    }
}
