package io.twokeys.runbook.drill;

import io.twokeys.checkpoint.Checkpoints;
import io.twokeys.odoo.OdooCommands;
import io.twokeys.odoo.host.OdooHost;
import io.twokeys.odoo.host.Reach;
import io.twokeys.operation.StepContext;
import io.twokeys.operation.StepOutcome;
import io.twokeys.runbook.step.HostStep;
import io.twokeys.runbook.step.RemoteWork;
import java.util.Optional;

/**
 * Has Odoo serve the scratch database on a private port and asks for what a visitor sees. Odoo loads a database that lacks tables,
 * and exits with 0 all the same; it cannot show it.
 */
final class OpenScratch extends HostStep {
    private final Checkpoints checkpoints;

    OpenScratch(Reach reach, Checkpoints checkpoints) {
        super(reach, "page", "Open its login page");
        this.checkpoints = checkpoints;
    }

    @Override
    protected StepOutcome act(StepContext context, OdooHost host) {
        var plan = Drill.plan(context);
        var command = new OdooCommands(host.target().odoo()).loginPage(plan.scratch());
        return RemoteWork.complete(context, id(), host, () -> Optional.of(command))
                .<StepOutcome>map(why -> failed(
                        context,
                        Drill.checkpoint(checkpoints, context).id()
                                + " restores and Odoo loads it, but its pages do not open: " + why))
                .orElseGet(StepOutcome::done);
    }

    /** As for {@link LoadScratch}. */
    @Override
    protected void takeBack(StepContext context, OdooHost host) {
        RemoteWork.awaitEnd(context, id(), host);
    }
}
