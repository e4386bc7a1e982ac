package io.twokeys.runbook.drill;

import io.twokeys.checkpoint.Scratch;
import io.twokeys.odoo.host.OdooHost;
import io.twokeys.odoo.host.Reach;
import io.twokeys.operation.StepContext;
import io.twokeys.operation.StepOutcome;
import io.twokeys.runbook.step.HostStep;

/** Takes from the scratch database whatever could reach the world, before anything else touches it. */
final class Neutralize extends HostStep {
    Neutralize(Reach reach) {
        super(reach, "neutralize", "Neutralize it: no mail, no crons, no payments, no webhooks");
    }

    @Override
    protected StepOutcome act(StepContext context, OdooHost host) {
        var armed = Scratch.neutralize(host, Drill.plan(context).scratch());
        return armed.isEmpty()
                ? StepOutcome.done()
                : failed(context, "The scratch database is not neutral: " + String.join(", ", armed) + ".");
    }
}
