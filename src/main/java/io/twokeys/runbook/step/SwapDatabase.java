package io.twokeys.runbook.step;

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
public final class SwapDatabase extends HostStep {
    private final Checkpoints checkpoints;

    public SwapDatabase(Reach reach, Checkpoints checkpoints) {
        this(reach, checkpoints, "Swap the databases, keep the failed one");
    }

    public SwapDatabase(Reach reach, Checkpoints checkpoints, String title) {
        super(reach, "swap", title);
        this.checkpoints = checkpoints;
    }

    @Override
    protected StepOutcome act(StepContext context, OdooHost host) {
        return switch (context.plan()) {
            case Plan.Rollback rollback -> {
                var checkpoint = checkpoint(checkpoints, context);
                checkpoints.swap(host, checkpoint, rollback.keepAs());
                yield compared(
                        context,
                        host,
                        new Swap(
                                rollback.keepAs(),
                                checkpoint.contents().fingerprint(),
                                checkpoint.id().value()));
            }
            case Plan.UndoRollback undo -> {
                checkpoints.exchange(host, undo.kept(), undo.keepAs());
                yield compared(
                        context,
                        host,
                        new Swap(undo.keepAs(), undo.fingerprints().restored(), undo.kept()));
            }
            case Plan.Upgrade _, Plan.Backup _, Plan.Drill _, Plan.DryRun _, Plan.Thaw _ ->
                throw new IllegalStateException(
                        "not a rollback: " + context.plan().title());
        };
    }

    /**
     * What was done.
     *
     * @param kept the name of the database that was replaced
     * @param fingerprint that its successor must have
     * @param from what people call the successor's origin
     */
    private record Swap(String kept, String fingerprint, String from) {}

    private StepOutcome compared(StepContext context, OdooHost host, Swap swap) {
        String now = Modules.read(host.postgres(), context.plan().database()).fingerprint();
        var result = result().put("kept", swap.kept());
        return now.equals(swap.fingerprint())
                ? new StepOutcome.Done(result)
                : failed(context, "The restored modules are not those of " + swap.from() + ".", result);
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
        if (context.plan() instanceof Plan.Rollback rollback) return rollback;
        throw new IllegalStateException("not a rollback: " + context.plan().title());
    }
}
