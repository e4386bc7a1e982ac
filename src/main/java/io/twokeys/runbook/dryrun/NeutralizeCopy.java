package io.twokeys.runbook.dryrun;

import io.twokeys.checkpoint.Checkpoints;
import io.twokeys.checkpoint.RunnableCopy;
import io.twokeys.checkpoint.Scratch;
import io.twokeys.odoo.host.Modules;
import io.twokeys.odoo.host.OdooHost;
import io.twokeys.odoo.host.Reach;
import io.twokeys.operation.StepContext;
import io.twokeys.operation.StepOutcome;
import io.twokeys.runbook.step.HostStep;
import io.twokeys.runbook.step.TakeCheckpoint;

/** Takes from the copy whatever could reach the world, and only then lets Odoo in. */
final class NeutralizeCopy extends HostStep {
    /** Where the verdict finds the modules as they were. */
    static final String ID = "neutralize";

    private final Reach reach;
    private final Checkpoints checkpoints;

    NeutralizeCopy(Reach reach, Checkpoints checkpoints) {
        super(reach, ID, "Neutralize it: no mail, no crons, no payments, no webhooks");
        this.reach = reach;
        this.checkpoints = checkpoints;
    }

    /** The database whose owner the copy gets: what was carried was restored for the twin's own. */
    private String model(StepContext context, OdooHost host) {
        return DryRun.isAtHome(DryRun.home(reach, context), host)
                ? DryRun.checkpoint(checkpoints, context).contents().database()
                : host.target().odoo().database();
    }

    @Override
    protected StepOutcome act(StepContext context, OdooHost host) {
        var plan = DryRun.plan(context);
        var armed = Scratch.neutralize(host, plan.database());
        if (!armed.isEmpty()) return failed(context, "The copy is not neutral: " + String.join(", ", armed) + ".");
        if (!Modules.read(host.postgres(), plan.database())
                .fingerprint()
                .equals(plan.source().baseline())) {
            return failed(
                    context,
                    "The copy's modules are not those that %s recorded. `/odoo drill on %s` shows what differs."
                            .formatted(plan.source().checkpoint(), plan.source().target()));
        }
        var result = result();
        TakeCheckpoint.noteBefore(result, host, plan.database());
        RunnableCopy.open(host, plan.database(), model(context, host));
        return new StepOutcome.Done(result);
    }
}
