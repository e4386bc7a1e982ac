package io.twokeys.plan.dryrun;

import io.twokeys.checkpoint.Checkpoint;
import io.twokeys.checkpoint.CheckpointId;
import io.twokeys.checkpoint.Checkpoints;
import io.twokeys.checkpoint.RunnableCopy;
import io.twokeys.fleet.Target;
import io.twokeys.fleet.TargetName;
import io.twokeys.odoo.host.OdooHost;
import io.twokeys.odoo.host.Reach;
import io.twokeys.plan.Estimate;
import io.twokeys.plan.Plan;
import io.twokeys.plan.Planned;
import io.twokeys.plan.Planned.Proposed;
import io.twokeys.plan.Planned.Refused;
import io.twokeys.plan.Planner;
import io.twokeys.plan.Proposal;
import io.twokeys.plan.gate.Gate;
import io.twokeys.plan.gate.Gates;
import io.twokeys.plan.gate.History;
import io.twokeys.plan.gate.Sizes;
import io.twokeys.ssh.HostTrouble;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Plans the dry run of an upgrade: the very plan that the upgrade would have now, tried on the newest checkpoint. The same
 * condition gives the same plan, byte for byte.
 */
public final class DryRuns {
    /** Gates of the upgrade that the copy, made from the same modules on the same disk, would fail by as well. */
    private static final Set<String> ABOUT_THE_CHANGE =
            Set.of("modules", "manifests", "python-packages", "binaries", "disk-space", "disk-full");

    private final Planner planner;
    private final Checkpoints checkpoints;
    private final History history;
    private final Reach reach;
    private final List<String> steps;

    /** @param steps the titles of the runbook's steps */
    public DryRuns(Planner planner, Checkpoints checkpoints, History history, Reach reach, List<String> steps) {
        this.planner = planner;
        this.checkpoints = checkpoints;
        this.history = history;
        this.reach = reach;
        this.steps = List.copyOf(steps);
    }

    /**
     * @param at the revision to try; empty for the target's release
     * @throws HostTrouble if a host cannot be asked
     */
    public Planned plan(TargetName name, List<String> modules, Optional<String> at) {
        return plan(name, modules, at, Optional.empty());
    }

    /** The same dry run as it would be planned now. */
    public Planned again(Plan.DryRun dryRun) {
        return plan(
                dryRun.source().target(),
                dryRun.modules(),
                Optional.of(dryRun.revisions().to()),
                Optional.of(new CheckpointId(dryRun.source().checkpoint())));
    }

    private Planned plan(TargetName name, List<String> modules, Optional<String> at, Optional<CheckpointId> which) {
        OdooHost host = reach.host(name);
        TargetName twinName = host.target().settings().stagingTwin();
        if (twinName == null) return new Refused(noTwin(host.target()));
        OdooHost twin = reach.host(twinName);
        Optional<String> unfit = Twin.unfit(host.target(), twin.target());
        if (unfit.isPresent()) {
            return new Refused(
                    "%s cannot take a dry run of %s: %s. Change targets.%s in config/fleet.yaml, or try it there by hand: `/odoo upgrade %s on %s`."
                            .formatted(twinName, name, unfit.get(), twinName, String.join(",", modules), twinName));
        }
        Optional<Checkpoint> checkpoint = which.flatMap(checkpoints::find)
                .or(() -> checkpoints.newest(name))
                .filter(found -> found.state() == Checkpoint.State.VERIFIED);
        if (checkpoint.isEmpty()) {
            return new Refused(
                    "%s has no checkpoint to try it on. `/odoo backup on %s` takes one.".formatted(name, name));
        }
        return switch (planner.upgrade(host, modules, at)) {
            case Refused refused -> refused;
            case Proposed(Proposal proposal) -> propose(proposal, host, twin, checkpoint.get());
        };
    }

    private static String noTwin(Target target) {
        return switch (target.stage()) {
            case SANDBOX ->
                "%s has no staging twin: the host to practise on comes without one. A target in config/fleet.yaml can name its own as staging-twin."
                        .formatted(target.name());
            case PRODUCTION, STAGING ->
                "%s has no staging twin to try it on. Name one under targets.%s.staging-twin in config/fleet.yaml."
                        .formatted(target.name(), target.name());
        };
    }

    private Planned propose(Proposal tried, OdooHost home, OdooHost twin, Checkpoint checkpoint) {
        if (!(tried.plan() instanceof Plan.Upgrade upgrade)) {
            throw new IllegalStateException("not an upgrade: " + tried.plan().title());
        }
        var plan = new Plan.DryRun(
                twin.target().name(),
                RunnableCopy.nameFor(checkpoint),
                new Plan.Source(upgrade.target(), checkpoint.id().value(), upgrade.baseline()),
                upgrade.modules(),
                new Plan.Revisions(twin.checkout().head(), upgrade.revisions().to()),
                upgrade.changes(),
                steps);
        List<Gate> gates = new ArrayList<>(tried.gates().stream()
                .filter(gate -> ABOUT_THE_CHANGE.contains(gate.id()))
                .toList());
        gates.addAll(new TwinGates(twin, plan, history).all());
        boolean carried = !home.target().host().isAt(twin.target().host());
        if (carried) gates.addAll(new CarryGates(home, twin, checkpoint).all());
        gates.add(Gates.copyPresent(
                checkpoints.present(home, checkpoint), "`/odoo backup on " + upgrade.target() + "` takes another."));
        gates.add(fits(checkpoint, upgrade));
        return new Proposed(new Proposal(
                plan,
                gates,
                warnings(tried, twin.target(), checkpoint, carried),
                wayBack(plan),
                estimate(plan, checkpoint, carried)));
    }

    /** On other modules it would be another upgrade. */
    private static Gate fits(Checkpoint checkpoint, Plan.Upgrade upgrade) {
        return checkpoint.contents().fingerprint().equals(upgrade.baseline())
                ? Gate.pass(
                        "checkpoint-fits",
                        checkpoint.id() + " has the modules of " + upgrade.database() + " as they are now")
                : Gate.fail(
                        "checkpoint-fits",
                        "modules of " + upgrade.database() + " changed since " + checkpoint.id() + " was taken",
                        "`/odoo backup on " + upgrade.target() + "` takes a fresh one.");
    }

    private static List<String> warnings(Proposal tried, Target twin, Checkpoint checkpoint, boolean carried) {
        List<String> warnings = new ArrayList<>(tried.warnings());
        if (carried) {
            warnings.add(
                    "A dump of it and its files are carried from %s to %s, through Twokeys: customer data, which is there until it is over"
                            .formatted(checkpoint.target(), twin.name()));
        }
        warnings.add("It takes " + Sizes.of(checkpoint.contents().bytes()) + " until it is over; the Odoo of "
                + twin.name() + " is stopped meanwhile");
        return warnings;
    }

    private static List<String> wayBack(Plan.DryRun plan) {
        return List.of(
                "Of " + plan.source().target() + " nothing is changed: its checkpoint is read",
                "However it ends, the copy is dropped and " + plan.target() + " has its own code again");
    }

    /** What is carried is copied, dumped, sent and restored. */
    private Estimate estimate(Plan.DryRun plan, Checkpoint checkpoint, boolean carried) {
        return Estimate.ofCopyAndUpgrade(
                history.durations(plan.target(), "dry_run"),
                checkpoint.contents().bytes() * (carried ? 4 : 1),
                plan.changes().size());
    }
}
