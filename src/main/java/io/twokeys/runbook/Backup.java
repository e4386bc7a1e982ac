package io.twokeys.runbook;

import io.twokeys.checkpoint.Checkpoints;
import io.twokeys.fleet.Target.CheckpointStrategy;
import io.twokeys.incident.Incidents;
import io.twokeys.odoo.host.Reach;
import io.twokeys.operation.OperationKind;
import io.twokeys.operation.Runbook;
import io.twokeys.operation.Step;
import io.twokeys.plan.Plan;
import io.twokeys.runbook.step.CheckHealth;
import io.twokeys.runbook.step.DeleteCheckpoints;
import io.twokeys.runbook.step.StartOdoo;
import io.twokeys.runbook.step.StopOdoo;
import io.twokeys.runbook.step.TakeCheckpoint;
import io.twokeys.runbook.traffic.Drain;
import io.twokeys.runbook.traffic.SwitchTraffic;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;

/**
 * A checkpoint for its own sake. A clone wants the database for itself, so Odoo is stopped for it; a dump or a physical backup is taken
 * while it runs: the database first, then the filestore, in which files only come to be.
 */
@Singleton
public class Backup implements Runbook {
    private final List<Step> stopped;
    private final List<Step> online;

    @Inject
    public Backup(Reach reach, Checkpoints checkpoints, Incidents incidents, InstantSource clock) {
        online = List.of(new TakeCheckpoint(reach, checkpoints), new DeleteCheckpoints(reach, checkpoints, incidents));
        stopped = List.of(
                new SwitchTraffic(reach, SwitchTraffic.Way.FREEZE),
                new Drain(reach, clock),
                new StopOdoo(reach),
                new TakeCheckpoint(reach, checkpoints),
                new StartOdoo(reach),
                new CheckHealth(reach, clock),
                new SwitchTraffic(reach, SwitchTraffic.Way.REOPEN),
                new DeleteCheckpoints(reach, checkpoints, incidents));
    }

    @Override
    public OperationKind kind() {
        return OperationKind.BACKUP;
    }

    @Override
    public List<Step> steps(Plan plan) {
        if (!(plan instanceof Plan.Backup backup)) throw new IllegalStateException("no backup: " + plan.title());
        return steps(CheckpointStrategy.of(backup.checkpoint()));
    }

    private List<Step> steps(CheckpointStrategy how) {
        return switch (how) {
            case CLONE -> stopped;
            case DUMP, PGBACKREST -> online;
        };
    }

    /** The titles of its steps, for plans. */
    public List<String> titles(CheckpointStrategy how) {
        return steps(how).stream().map(Step::title).toList();
    }
}
