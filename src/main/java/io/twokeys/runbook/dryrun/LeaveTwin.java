package io.twokeys.runbook.dryrun;

import io.twokeys.checkpoint.RunnableCopy;
import io.twokeys.odoo.host.OdooHost;
import io.twokeys.odoo.host.Reach;
import io.twokeys.operation.StepContext;
import io.twokeys.operation.StepOutcome;
import io.twokeys.runbook.step.HostStep;

/** Leaves the twin as it was: the copy dropped, its own code again, its service running if it ran. */
final class LeaveTwin extends HostStep {
    LeaveTwin(Reach reach) {
        super(reach, "leave", "Drop the copy, put the twin's code and service back");
    }

    @Override
    protected StepOutcome act(StepContext context, OdooHost host) {
        var plan = DryRun.plan(context);
        RunnableCopy.drop(host, plan.database());
        host.checkout().deploy(plan.revisions().from());
        boolean ran = context.result(PauseTwin.ID).orElseThrow().path("ran").asBoolean();
        if (ran) host.service().start();
        return StepOutcome.done();
    }
}
