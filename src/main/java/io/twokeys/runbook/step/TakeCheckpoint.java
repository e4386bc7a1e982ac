package io.twokeys.runbook.step;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twokeys.checkpoint.Checkpoint;
import io.twokeys.checkpoint.Checkpoints;
import io.twokeys.checkpoint.NotWhole;
import io.twokeys.fleet.Target.CheckpointStrategy;
import io.twokeys.odoo.host.Modules;
import io.twokeys.odoo.host.OdooHost;
import io.twokeys.odoo.host.Reach;
import io.twokeys.operation.StepContext;
import io.twokeys.operation.StepOutcome;
import io.twokeys.plan.Plan;

/** Saves database, filestore and revision, and proves the copy, before anything changes. No checkpoint, no upgrade. */
public final class TakeCheckpoint extends HostStep {
    /** Where later steps find the modules as they were. */
    static final String ID = "checkpoint";
    /** And where PostgreSQL's own log ended then. */
    static final String SERVER_LOG = "postgresqlLog";

    private final Checkpoints checkpoints;

    public TakeCheckpoint(Reach reach, Checkpoints checkpoints) {
        super(reach, ID, "Take a verified checkpoint");
        this.checkpoints = checkpoints;
    }

    @Override
    protected StepOutcome act(StepContext context, OdooHost host) {
        String operation = context.operation().id().toString();
        CheckpointStrategy how = how(context.plan());
        var id = context.firstTry(ID)
                ? checkpoints.reserveAnew(host, operation, how)
                : checkpoints.reserve(host.target().name(), operation);
        try {
            var failure = RemoteWork.complete(context, ID, host, () -> checkpoints.make(host, id, how));
            if (failure.isPresent()) {
                return failed(context, "The checkpoint could not be taken: " + failure.get());
            }
            return judge(context, host, checkpoints.complete(host, id, operation, how));
        } catch (NotWhole e) {
            return failed(context, e.sentence());
        }
    }

    private static CheckpointStrategy how(Plan plan) {
        return switch (plan) {
            case Plan.Upgrade upgrade -> CheckpointStrategy.of(upgrade.checkpoint());
            case Plan.Backup backup -> CheckpointStrategy.of(backup.checkpoint());
            case Plan.Rollback _, Plan.UndoRollback _, Plan.Drill _, Plan.DryRun _, Plan.Thaw _ ->
                throw new IllegalStateException("takes no checkpoint: " + plan.title());
        };
    }

    /** What the plan was made on must still be there: between plan and checkpoint the service could write. */
    private StepOutcome judge(StepContext context, OdooHost host, Checkpoint checkpoint) {
        if (context.plan() instanceof Plan.Upgrade upgrade
                && !upgrade.baseline().equals(checkpoint.contents().fingerprint())) {
            return failed(context, "Modules changed between the plan and the checkpoint. Plan again.");
        }
        var result = result();
        result.put("checkpoint", checkpoint.id().value());
        result.put("bytes", checkpoint.contents().bytes());
        noteBefore(result, host, checkpoint.contents().database());
        return new StepOutcome.Done(result);
    }

    /** Writes down what the verdict compares with: the modules of {@code database} and where PostgreSQL's log ends. */
    public static void noteBefore(ObjectNode result, OdooHost host, String database) {
        result.set("modules", Modules.read(host.postgres(), database).installed());
        host.postgres()
                .logEnd()
                .ifPresent(end ->
                        result.putObject(SERVER_LOG).put("path", end.path()).put("size", end.size()));
    }

    @Override
    protected void takeBack(StepContext context, OdooHost host) {
        RemoteWork.awaitEnd(context, ID, host);
        checkpoints.giveUp(host, context.operation().id().toString(), how(context.plan()));
    }
}
