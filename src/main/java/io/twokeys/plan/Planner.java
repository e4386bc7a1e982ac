package io.twokeys.plan;

import io.twokeys.checkpoint.Checkpoint;
import io.twokeys.checkpoint.CheckpointId;
import io.twokeys.checkpoint.Checkpoints;
import io.twokeys.fleet.Target;
import io.twokeys.fleet.Target.CheckpointStrategy;
import io.twokeys.fleet.TargetName;
import io.twokeys.odoo.host.OdooHost;
import io.twokeys.odoo.module.Finding;
import io.twokeys.plan.Plan.Fingerprints;
import io.twokeys.plan.Plan.Revisions;
import io.twokeys.plan.Planned.Proposed;
import io.twokeys.plan.Planned.Refused;
import io.twokeys.plan.gate.DatabaseGates;
import io.twokeys.plan.gate.Gate;
import io.twokeys.plan.gate.Gates;
import io.twokeys.plan.gate.History;
import io.twokeys.plan.gate.History.Change;
import io.twokeys.plan.gate.History.Rehearsal;
import io.twokeys.plan.gate.Sizes;
import io.twokeys.plan.gate.TargetFacts;
import io.twokeys.ssh.HostTrouble;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads a target's facts and says what an operation would do. Changes nothing.
 *
 * <p>The same target in the same condition gives the same plan, byte for byte: that is how a plan is checked again before it
 * runs.
 */
public final class Planner {
    /** Findings that say the request itself is wrong: there is nothing to show a plan of. */
    private static final Set<String> SENSELESS = Set.of("module-unknown", "module-not-installed");

    private final Checkpoints checkpoints;
    private final History history;
    private final Steps steps;
    private final InstantSource clock;

    public Planner(Checkpoints checkpoints, History history, Steps steps, InstantSource clock) {
        this.checkpoints = checkpoints;
        this.history = history;
        this.steps = steps;
        this.clock = clock;
    }

    /** The titles of the runbooks' steps, told by whoever has the runbooks. */
    public record Steps(
            List<String> upgrade,
            List<String> rollback,
            List<String> undo,
            Function<CheckpointStrategy, List<String>> backup,
            List<String> drill,
            List<String> thaw) {}

    /**
     * An operation that swapped databases and kept the former one.
     *
     * @param operation its id, {@code RB-7}
     * @param at when it swapped
     */
    public record Swapped(String operation, Plan plan, Instant at) {
        Optional<Former> former() {
            return switch (plan) {
                case Plan.Rollback it ->
                    Optional.of(new Former(
                            it.keepAs(),
                            it.revisions().from(),
                            it.fingerprints().current()));
                case Plan.UndoRollback it ->
                    Optional.of(new Former(
                            it.keepAs(),
                            it.revisions().from(),
                            it.fingerprints().current()));
                case Plan.Upgrade _, Plan.Backup _, Plan.Drill _, Plan.DryRun _, Plan.Thaw _ -> Optional.empty();
            };
        }
    }

    /** The database that was replaced, with what belonged to it. */
    record Former(String kept, String revision, String fingerprint) {}

    /** @param at the revision to deploy; empty for the target's release */
    public Planned upgrade(OdooHost host, List<String> modules, Optional<String> at) {
        Target target = host.target();
        String wanted = at.orElse(target.addons().release());
        Optional<String> commit = host.checkout().resolve(wanted);
        if (commit.isEmpty()) {
            return new Refused(
                    "%s is no revision that %s on %s knows or can fetch. Push it there, or name another with `at`."
                            .formatted(wanted, target.addons().path(), target.name()));
        }
        Forecast forecast;
        try {
            forecast = Forecast.of(host, modules, commit.get(), clock);
        } catch (HostTrouble trouble) {
            return new Refused(
                    DatabaseGates.absence(host).orElseThrow(() -> trouble).evidence());
        }
        Optional<Finding> senseless = forecast.plan().findings().stream()
                .filter(finding -> SENSELESS.contains(finding.code()))
                .findFirst();
        return senseless
                .<Planned>map(finding -> new Refused(finding.sentence()))
                .orElseGet(() -> propose(host, modules, commit.get(), forecast));
    }

    private Planned propose(OdooHost host, List<String> modules, String commit, Forecast forecast) {
        Target target = host.target();
        TargetFacts facts = forecast.facts();
        Taking taking = beforeUpgrade(target, facts);
        var plan = new Plan.Upgrade(
                target.name(),
                target.odoo().database(),
                modules.stream().sorted().distinct().toList(),
                new Revisions(facts.head(), commit),
                forecast.changes(),
                facts.modules().fingerprint(),
                taking.how().word(),
                steps.upgrade());
        var change = new Change(commit, plan.modules(), plan.change());
        List<Gate> gates = new ArrayList<>(new Gates(target, facts, history, clock).forUpgrade(change));
        gates.addAll(forecast.gates());
        gates.addAll(taking.gates(checkpoints, host));
        return new Proposed(new Proposal(
                plan,
                gates,
                forecast.warnings(),
                wayBack(target.name(), taking, facts),
                estimate(plan, change, facts)));
    }

    private Estimate estimate(Plan.Upgrade plan, Change change, TargetFacts facts) {
        return history.rehearsal(plan.target(), change)
                .filter(Rehearsal::passed)
                .flatMap(run -> run.took().map(took -> Estimate.ofRehearsal(took, run.what(), facts.bytes())))
                .orElseGet(() -> Estimate.of(
                        history.durations(plan.target(), "upgrade"),
                        plan.changes().size()));
    }

    private static Taking beforeUpgrade(Target target, TargetFacts facts) {
        var checkpoints = target.settings().checkpoints();
        return new Taking(checkpoints.beforeUpgrade(facts.bytes()), facts.bytes(), checkpoints.folder());
    }

    private List<String> wayBack(TargetName target, Taking taking, TargetFacts facts) {
        List<String> way = new ArrayList<>(List.of(
                "To the checkpoint that this upgrade takes first, with " + Sizes.of(facts.bytes()) + " of database: "
                        + taking.needs(),
                "Code back to " + Gates.shortly(facts.head()),
                taking.wayBack(),
                "Runs only when two approvers turn their keys"));
        history.durations(target, "rollback").stream()
                .max(Comparator.naturalOrder())
                .ifPresent(longest ->
                        way.add("The longest of the last rollbacks here took " + Taking.time(longest.toSeconds())));
        return way;
    }

    /**
     * The gates that stand before every upgrade, looked at now.
     *
     * @throws HostTrouble if the host cannot be asked; a database that is not there is a gate
     */
    public List<Gate> check(OdooHost host) {
        try {
            TargetFacts facts = TargetFacts.read(host, clock);
            List<Gate> gates = new ArrayList<>(new Gates(host.target(), facts, history, clock).standing());
            gates.addAll(beforeUpgrade(host.target(), facts).gates(checkpoints, host));
            return gates;
        } catch (HostTrouble trouble) {
            return List.of(DatabaseGates.absence(host).orElseThrow(() -> trouble));
        }
    }

    /** A gate of the proposal that this very person waived: they cannot be the one who starts it. */
    public Optional<Gate> waivedBy(String person, Proposal proposal) {
        return proposal.gates().stream()
                .filter(gate -> gate.result() == Gate.Result.WARN)
                .filter(gate -> history.waiver(proposal.plan().target(), gate.id())
                        .filter(waiver -> waiver.by().equals(person))
                        .isPresent())
                .findFirst();
    }

    /** @param to the checkpoint; empty for the newest */
    public Planned rollback(OdooHost host, Optional<CheckpointId> to) {
        Target target = host.target();
        Optional<Checkpoint> live = to.isPresent() ? Optional.empty() : checkpoints.restoredLast(target.name());
        if (live.isPresent()) return new Refused(whichOne(target, live.get()));
        Optional<Checkpoint> chosen = to.isPresent() ? checkpoints.find(to.get()) : checkpoints.newest(target.name());
        if (chosen.isEmpty() || !chosen.get().target().equals(target.name())) {
            return new Refused("%s has no checkpoint %s. `/odoo checkpoints on %s` lists them."
                    .formatted(target.name(), to.map(CheckpointId::value).orElse("to go back to"), target.name()));
        }
        if (chosen.get().state() == Checkpoint.State.DELETED) {
            return new Refused(chosen.get().id()
                    + " was deleted, because newer ones are kept. `/odoo checkpoints` lists the others.");
        }
        if (chosen.get().state() == Checkpoint.State.RESTORED) {
            return new Refused(
                    history.undoneLast(target.name())
                            .map(undo -> chosen.get().id() + " was restored already. " + backThrough(target, undo))
                            .orElse(
                                    chosen.get().id()
                                            + " was restored already: it is the live database now. `/odoo checkpoints` lists the others."));
        }
        return propose(host, chosen.get());
    }

    private static String backThrough(Target target, String undo) {
        return "%s took a rollback of %s back; `/odoo undo rollback %s` brings back what was live before that."
                .formatted(undo, target.name(), undo);
    }

    private String whichOne(Target target, Checkpoint live) {
        Optional<String> undo = history.undoneLast(target.name());
        if (undo.isPresent()) {
            return backThrough(target, undo.get())
                    + " `/odoo checkpoints on %s` lists what lies further back.".formatted(target.name());
        }
        String next = checkpoints
                .newest(target.name())
                .map(newest -> "`/odoo rollback to %s on %s` would go back further, to the one taken %s"
                        .formatted(newest.id(), target.name(), newest.origin()))
                .orElse("There is no other to go back to");
        return "%s was rolled back to %s already, and no checkpoint was taken since. %s; `/odoo checkpoints on %s` lists them all."
                .formatted(target.name(), live.id(), next, target.name());
    }

    private Planned propose(OdooHost host, Checkpoint checkpoint) {
        Target target = host.target();
        TargetFacts facts = TargetFacts.read(host, clock);
        var plan = new Plan.Rollback(
                target.name(),
                target.odoo().database(),
                checkpoint.id().value(),
                checkpoint.beforeAnUpgrade() ? checkpoint.operation() : "",
                new Revisions(facts.head(), checkpoint.contents().revision()),
                new Fingerprints(
                        facts.modules().fingerprint(), checkpoint.contents().fingerprint()),
                checkpoint.keepAs(),
                steps.rollback());
        var gates = new ArrayList<>(
                new Gates(target, facts, history, clock).forRollback(checkpoints.present(host, checkpoint)));
        gates.add(Gates.nameFree(plan.keepAs(), !host.postgres().exists(plan.keepAs())));
        return new Proposed(new Proposal(
                plan,
                gates,
                List.of("Everything written to " + plan.database() + " since the checkpoint stays only in "
                        + plan.keepAs()),
                List.of("The database of now is kept as " + plan.keepAs() + " and can be swapped back"),
                Estimate.of(history.durations(target.name(), "rollback"), 1),
                checkpoints.writtenSince(host, checkpoint)));
    }

    /** Takes a swap back, as long as the database that it replaced is kept. */
    public Planned undo(OdooHost host, Swapped swapped) {
        return new SafetyNet(checkpoints, history, steps, clock).undo(host, swapped);
    }

    /** A checkpoint now. */
    public Planned backup(OdooHost host) {
        return new SafetyNet(checkpoints, history, steps, clock).backup(host);
    }

    /** Traffic let in again. */
    public Planned thaw(OdooHost host) {
        return new SafetyNet(checkpoints, history, steps, clock).thaw(host);
    }

    /** @param which the checkpoint to restore; empty for the newest */
    public Planned drill(OdooHost host, Optional<CheckpointId> which) {
        return new SafetyNet(checkpoints, history, steps, clock).drill(host, which);
    }
}
