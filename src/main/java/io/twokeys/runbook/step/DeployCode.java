package io.twokeys.runbook.step;

import io.twokeys.odoo.host.OdooHost;
import io.twokeys.odoo.host.Reach;
import io.twokeys.operation.StepContext;
import io.twokeys.operation.StepOutcome;
import io.twokeys.plan.Plan;
import io.twokeys.plan.Plan.Revisions;

/** Puts the addons checkout on the plan's revision: the new one in an upgrade or dry run, the checkpoint's in a rollback. */
public final class DeployCode extends HostStep {
    public DeployCode(Reach reach) {
        super(reach, "deploy", "Switch the code");
    }

    @Override
    protected StepOutcome act(StepContext context, OdooHost host) {
        String wanted = revisions(context.plan()).to();
        host.checkout().deploy(wanted);
        String got = host.checkout().head();
        return got.equals(wanted)
                ? new StepOutcome.Done(result().put("revision", got))
                : failed(context, "The checkout is at " + got + " instead of " + wanted + ".");
    }

    @Override
    protected void takeBack(StepContext context, OdooHost host) {
        host.checkout().deploy(revisions(context.plan()).from());
    }

    private static Revisions revisions(Plan plan) {
        return switch (plan) {
            case Plan.Upgrade upgrade -> upgrade.revisions();
            case Plan.DryRun dryRun -> dryRun.revisions();
            case Plan.Rollback rollback -> rollback.revisions();
            case Plan.UndoRollback undo -> undo.revisions();
            case Plan.Backup _, Plan.Drill _, Plan.Thaw _ ->
                throw new IllegalStateException("deploys nothing: " + plan.title());
        };
    }
}
