package io.twokeys.runbook.drill;

import io.twokeys.checkpoint.Checkpoints;
import io.twokeys.odoo.host.OdooHost;
import io.twokeys.odoo.host.Reach;
import io.twokeys.operation.StepContext;
import io.twokeys.operation.StepOutcome;
import io.twokeys.runbook.step.HostStep;

/** Compares the scratch database with what was recorded when the checkpoint was taken, and looks for its files. */
final class ProveScratch extends HostStep {
    private final Checkpoints checkpoints;

    ProveScratch(Reach reach, Checkpoints checkpoints) {
        super(reach, "prove", "Prove modules, rows and files");
        this.checkpoints = checkpoints;
    }

    @Override
    protected StepOutcome act(StepContext context, OdooHost host) {
        var checkpoint = Drill.checkpoint(checkpoints, context);
        var proof = checkpoints.prove(host, checkpoint);
        var result = result();
        proof.seen().forEach(result.putArray("seen")::add);
        proof.findings().forEach(result.putArray("findings")::add);
        if (!proof.findings().isEmpty()) {
            return failed(
                    context,
                    checkpoint.id() + " does not restore as it was recorded: " + String.join("; ", proof.findings())
                            + ".",
                    result);
        }
        result.put("verdict", checkpoint.id() + " restores: " + String.join(", ", proof.seen()) + ".");
        return new StepOutcome.Done(result);
    }
}
