package io.twokeys.plan;

import io.twokeys.checkpoint.Checkpoint;
import io.twokeys.checkpoint.CheckpointId;
import io.twokeys.checkpoint.Checkpoints;
import io.twokeys.checkpoint.Scratch;
import io.twokeys.fleet.Target;
import io.twokeys.odoo.host.OdooHost;
import io.twokeys.plan.Plan.Fingerprints;
import io.twokeys.plan.Plan.Revisions;
import io.twokeys.plan.Planned.Proposed;
import io.twokeys.plan.Planned.Refused;
import io.twokeys.plan.gate.Gate;
import io.twokeys.plan.gate.Gates;
import io.twokeys.plan.gate.History;
import io.twokeys.plan.gate.Sizes;
import io.twokeys.plan.gate.TargetFacts;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Plans what there is for the day when something goes wrong: backups, drills, ways back from a way back and from a freeze. */
final class SafetyNet {
    private final Checkpoints checkpoints;
    private final History history;
    private final Planner.Steps steps;
    private final InstantSource clock;

    SafetyNet(Checkpoints checkpoints, History history, Planner.Steps steps, InstantSource clock) {
        this.clock = clock;
        this.checkpoints = checkpoints;
        this.history = history;
        this.steps = steps;
    }

    /** Takes a swap back, as long as the database that it replaced is kept. */
    Planned undo(OdooHost host, Planner.Swapped swapped) {
        String undone = swapped.operation();
        Optional<Planner.Former> former = swapped.former();
        if (former.isEmpty()) {
            return new Refused(undone + " is no rollback. `/odoo history` lists the rollbacks, as RB-7.");
        }
        String kept = former.get().kept();
        if (!host.postgres().exists(kept)) {
            return new Refused(
                    "The database %s that %s kept is not on %s any more, so %s cannot be undone. `/odoo checkpoints on %s` lists what can be gone back to."
                            .formatted(
                                    kept,
                                    undone,
                                    host.target().name(),
                                    undone,
                                    host.target().name()));
        }
        return new Proposed(proposal(host, swapped, former.get()));
    }

    private Proposal proposal(OdooHost host, Planner.Swapped swapped, Planner.Former former) {
        Target target = host.target();
        TargetFacts facts = TargetFacts.read(host, clock);
        String database = target.odoo().database();
        var plan = new Plan.UndoRollback(
                target.name(),
                database,
                swapped.operation(),
                former.kept(),
                new Revisions(facts.head(), former.revision()),
                new Fingerprints(facts.modules().fingerprint(), former.fingerprint()),
                Checkpoints.undoneAs(database, swapped.operation()),
                history.halfUpgradedBefore(target.name(), swapped.operation()).orElse(""),
                steps.undo());
        List<String> warnings = new ArrayList<>();
        if (!plan.unsettled().isEmpty()) {
            warnings.add(plan.unsettled() + " left " + former.kept()
                    + " half-upgraded: Odoo may not work with it, and people would write into it");
        }
        warnings.add("Everything written to " + database + " since " + swapped.operation() + " stays only in "
                + plan.keepAs());
        boolean nameFree = !host.postgres().exists(plan.keepAs());
        return new Proposal(
                        plan,
                        new Gates(target, facts, history, clock).forSwap(plan.keepAs(), nameFree),
                        warnings,
                        List.of("The database of now is kept as " + plan.keepAs() + " and can be swapped back"),
                        Estimate.of(history.durations(target.name(), "undo_rollback"), 1))
                .losing(checkpoints.writtenSince(host, swapped.at()));
    }

    /** A checkpoint now. */
    Planned backup(OdooHost host) {
        Target target = host.target();
        TargetFacts facts = TargetFacts.read(host, clock);
        var settings = target.settings().checkpoints();
        long bytes = facts.bytes();
        var taking = new Taking(settings.forBackup(bytes), bytes, settings.folder());
        var plan = new Plan.Backup(
                target.name(),
                target.odoo().database(),
                taking.how().word(),
                steps.backup().apply(taking.how()));
        var gates = new ArrayList<>(new Gates(target, facts, history, clock).forBackup());
        gates.addAll(taking.gates(checkpoints, host));
        return new Proposed(new Proposal(
                plan,
                gates,
                List.of("Space and time: " + taking.needs()
                        + (taking.stopsOdoo() ? "; Odoo is stopped meanwhile" : "; Odoo goes on meanwhile")),
                List.of("Nothing is changed; if it fails, Odoo runs as before"),
                Estimate.ofCopy(history.durations(target.name(), "backup"), bytes)));
    }

    /**
     * The end of a freeze, however it came about. What speaks against it is a warning and no gate, and nothing but the host is
     * asked: it has to be possible with any database.
     */
    Planned thaw(OdooHost host) {
        Target target = host.target();
        boolean runs = host.service().active();
        if (runs && !host.traffic().frozen()) {
            return new Refused("%s is open: no maintenance page is shown, and %s runs."
                    .formatted(target.name(), target.odoo().service()));
        }
        String unsettled = history.halfUpgradedBy(target.name()).orElse("");
        List<String> warnings = new ArrayList<>();
        if (!unsettled.isEmpty()) {
            warnings.add(unsettled + " did not leave a database that is known to be whole: people would write into it");
        }
        checkpoints
                .newest(target.name())
                .ifPresent(newest -> warnings.add(
                        "A rollback to " + newest.id() + " afterwards loses what people write from now on"));
        if (!runs) warnings.add(target.odoo().service() + " does not run; it is started first");
        return new Proposed(new Proposal(
                new Plan.Thaw(target.name(), target.odoo().database(), unsettled, steps.thaw()),
                List.of(Gates.targetFree(history, target.name())),
                warnings,
                List.of("`/odoo rollback` and `/odoo upgrade` freeze traffic again"),
                Estimate.of(history.durations(target.name(), "thaw"), 0)));
    }

    /** @param which the checkpoint to restore; empty for the newest */
    Planned drill(OdooHost host, Optional<CheckpointId> which) {
        Target target = host.target();
        Optional<Checkpoint> chosen = which.flatMap(checkpoints::find)
                .or(() -> checkpoints.newest(target.name()))
                .filter(checkpoint -> checkpoint.state() == Checkpoint.State.VERIFIED);
        if (chosen.isEmpty()) {
            return new Refused("%s has no checkpoint to restore. `/odoo backup on %s` takes one."
                    .formatted(target.name(), target.name()));
        }
        Checkpoint checkpoint = chosen.get();
        TargetFacts facts = TargetFacts.read(host, clock);
        var plan = new Plan.Drill(
                target.name(),
                target.odoo().database(),
                checkpoint.id().value(),
                Scratch.nameFor(checkpoint),
                checkpoint.contents().fingerprint(),
                steps.drill());
        Gate nameFree = Gates.nameFree(plan.scratch(), !host.postgres().exists(plan.scratch()));
        return new Proposed(new Proposal(
                plan,
                new Gates(target, facts, history, clock).forDrill(checkpoints.present(host, checkpoint), nameFree),
                List.of("It takes " + Sizes.of(checkpoint.contents().bytes())
                        + " until it is over; Odoo goes on meanwhile"),
                List.of("Nothing is changed; the scratch database is dropped, however it ends"),
                Estimate.ofCopy(
                        history.durations(target.name(), "drill"),
                        checkpoint.contents().bytes())));
    }
}
