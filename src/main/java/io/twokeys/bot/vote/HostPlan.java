package io.twokeys.bot.vote;

import io.twokeys.checkpoint.CheckpointId;
import io.twokeys.odoo.host.Reach;
import io.twokeys.plan.Plan;
import io.twokeys.plan.Planned;
import io.twokeys.plan.Planner;
import io.twokeys.plan.dryrun.DryRuns;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Asks the hosts. */
@Singleton
final class HostPlan implements FreshPlan {
    private final Planner planner;
    private final Reach reach;
    private final Undoing undoing;
    private final DryRuns dryRuns;

    @Inject
    HostPlan(Planner planner, Reach reach, Undoing undoing, DryRuns dryRuns) {
        this.undoing = undoing;
        this.dryRuns = dryRuns;
        this.planner = planner;
        this.reach = reach;
    }

    @Override
    public Planned of(Plan plan) {
        var host = reach.host(plan.target());
        return switch (plan) {
            case Plan.Upgrade upgrade ->
                planner.upgrade(
                        host, upgrade.modules(), Optional.of(upgrade.revisions().to()));
            case Plan.Backup _ -> planner.backup(host);
            case Plan.Drill drill -> planner.drill(host, Optional.of(new CheckpointId(drill.checkpoint())));
            case Plan.Thaw _ -> planner.thaw(host);
            case Plan.DryRun dryRun -> dryRuns.again(dryRun);
            case Plan.UndoRollback undo ->
                undoing.plan(undoing.find(undo.undone()).orElseThrow());
            case Plan.Rollback rollback -> planner.rollback(host, Optional.of(new CheckpointId(rollback.checkpoint())));
        };
    }
}
