package io.twokeys.runbook.drill;

import io.twokeys.checkpoint.Checkpoints;
import io.twokeys.checkpoint.Scratch;
import io.twokeys.odoo.OdooCommands;
import io.twokeys.odoo.host.OdooHost;
import io.twokeys.odoo.host.Reach;
import io.twokeys.operation.StepContext;
import io.twokeys.operation.StepOutcome;
import io.twokeys.runbook.step.HostStep;
import io.twokeys.runbook.step.RemoteWork;
import java.util.Optional;

/** Lets Odoo load the scratch database once: what is restored row by row is worth nothing if no registry comes of it. */
final class LoadScratch extends HostStep {
    private final Checkpoints checkpoints;

    LoadScratch(Reach reach, Checkpoints checkpoints) {
        super(reach, "load", "Load it with Odoo");
        this.checkpoints = checkpoints;
    }

    @Override
    protected StepOutcome act(StepContext context, OdooHost host) {
        var plan = Drill.plan(context);
        var checkpoint = Drill.checkpoint(checkpoints, context);
        return RemoteWork.complete(context, id(), host, () -> {
                    Scratch.open(host, checkpoint);
                    return Optional.of(new OdooCommands(host.target().odoo()).load(plan.scratch()));
                })
                .<StepOutcome>map(
                        why -> failed(context, checkpoint.id() + " restores, but Odoo cannot load it: " + why))
                .orElseGet(StepOutcome::done);
    }

    /** An Odoo that comes too late to a database that was dropped would create it anew. */
    @Override
    protected void takeBack(StepContext context, OdooHost host) {
        RemoteWork.awaitEnd(context, id(), host);
    }
}
