package io.twokeys.runbook;

import io.twokeys.checkpoint.Checkpoint;
import io.twokeys.checkpoint.CheckpointId;
import io.twokeys.checkpoint.Checkpoints;
import io.twokeys.odoo.host.Modules;
import io.twokeys.odoo.host.OdooHost;
import io.twokeys.odoo.host.Reach;
import io.twokeys.operation.StepContext;
import io.twokeys.operation.StepOutcome;
import io.twokeys.plan.Plan;

/** Renames the present database away and the checkpoint's into its place, filestores along; then compares the modules. */
final class SwapDatabase extends HostStep {
    private final Checkpoints checkpoints;

    SwapDatabase(Reach reach, Checkpoints checkpoints) {
        super(reach, "swap", "Swap the databases, keep the failed one");
        this.checkpoints = checkpoints;
    }

    @Override
    StepOutcome act(StepContext context, OdooHost host) {
        var checkpoint = checkpoint(checkpoints, context);
        String keepAs = rollback(context).keepAs();
        checkpoints.swap(host, checkpoint, keepAs);
        String now = Modules.read(host.postgres(), context.plan().database()).fingerprint();
        var result = result().put("kept", keepAs);
        return now.equals(checkpoint.contents().fingerprint())
                ? new StepOutcome.Done(result)
                : failed(context, "The restored modules are not those of " + checkpoint.id() + ".", result);
    }

    @Override
    public boolean pointOfNoReturn() {
        return true;
    }

    static Checkpoint checkpoint(Checkpoints checkpoints, StepContext context) {
        var id = new CheckpointId(rollback(context).checkpoint());
        return checkpoints.find(id).orElseThrow(() -> new IllegalStateException(id + " is not known any more"));
    }

    private static Plan.Rollback rollback(StepContext context) {
        return switch (context.plan()) {
            case Plan.Rollback rollback -> rollback;
            case Plan.Upgrade upgrade -> throw new IllegalStateException("not a rollback: " + upgrade.title());
        };
    }
}
