package io.twokeys.plan.gate;

import io.twokeys.fleet.Target;
import io.twokeys.fleet.Target.CheckpointStrategy;
import io.twokeys.fleet.TargetName;
import io.twokeys.odoo.host.Checkout;
import io.twokeys.plan.gate.History.Change;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The preflight rules of one target, judged once over the facts that were read. */
public final class Gates {
    private static final String OTHER = "Choose another of `/odoo checkpoints`.";

    private final Target target;
    private final TargetFacts facts;
    private final History history;
    private final ChangeGates change;

    public Gates(Target target, TargetFacts facts, History history, InstantSource clock) {
        this.target = target;
        this.facts = facts;
        this.history = history;
        this.change = new ChangeGates(target, history, clock);
    }

    /** What must be so whatever is upgraded. */
    public List<Gate> standing() {
        List<Gate> gates = new ArrayList<>(change.beforeEveryUpgrade());
        gates.addAll(List.of(checkoutClean(target.addons().path(), facts.code().changes()), serviceHealthy()));
        gates.addAll(new DatabaseGates(target, facts.database().cluster()).all());
        gates.addAll(new ClusterGates(target.odoo().series(), facts.database().cluster()).all());
        gates.addAll(new HostGates(target, facts).all());
        history.running(target.name()).ifPresent(running -> gates.replaceAll(gate -> ours(gate, running)));
        gates.addAll(new ConfigGates(target, facts.setup()).all());
        gates.replaceAll(this::judged);
        return gates;
    }

    public List<Gate> forUpgrade(Change what) {
        List<Gate> gates = standing();
        gates.add(judged(change.stagingPassed(what)));
        return gates;
    }

    /** A way back is not to be stood in: only what would make it fail. */
    public List<Gate> forRollback(boolean copyPresent) {
        return List.of(change.targetFree(), copyPresent(copyPresent, OTHER));
    }

    public List<Gate> forBackup() {
        var host = new HostGates(target, facts);
        var database = new DatabaseGates(target, facts.database().cluster());
        return List.of(
                change.targetFree(),
                change.notHalfUpgraded(),
                database.mayBeCopied(),
                database.modulesSettled(),
                host.diskSpace(),
                host.backupSpace(target.settings().checkpoints().forBackup(facts.bytes())));
    }

    public List<Gate> forDrill(boolean copyPresent, Gate nameFree) {
        return List.of(
                change.targetFree(),
                copyPresent(copyPresent, OTHER),
                nameFree,
                new HostGates(target, facts).diskSpace());
    }

    public List<Gate> forSwap(String keepAs, boolean nameFree) {
        return List.of(change.targetFree(), nameFree(keepAs, nameFree));
    }

    /** Whether a database can be made, or the present one kept, under this name. */
    public static Gate nameFree(String name, boolean free) {
        return free
                ? Gate.pass("name-free", "no database is called " + name)
                : Gate.fail(
                        "name-free",
                        "a database " + name + " stands on the host already",
                        "An earlier installation, or an operation that ended unknown, may have left it: look at it, rename or drop it"
                                + " there, then ask again.");
    }

    public static Gate targetFree(History history, TargetName target) {
        return history.holder(target)
                .map(sentence -> Gate.fail("target-free", sentence, ""))
                .orElseGet(() -> Gate.pass("target-free", "no other operation and no lock on " + target));
    }

    /** @param changes of tracked files, as {@link Checkout#changes} says them */
    public static Gate checkoutClean(String path, String changes) {
        if (changes.isEmpty()) return Gate.pass("checkout-clean", path + " is clean");
        long files = changes.lines().count();
        String first = changes.lines().findFirst().orElse("").strip();
        return Gate.fail(
                "checkout-clean",
                files == 1 ? "1 tracked file differs: " + first : files + " tracked files differ, first " + first,
                "Commit or discard them in " + path + " on the host.");
    }

    /** @param obstacle why no checkpoint can be taken; empty if nothing speaks against it */
    public static Gate checkpointPossible(CheckpointStrategy how, Optional<String> obstacle) {
        return obstacle.map(why -> Gate.fail(
                        "checkpoint-possible",
                        why,
                        "Mend it there, or choose another way with `checkpoints` in fleet.yaml."))
                .orElseGet(() -> Gate.pass("checkpoint-possible", "nothing speaks against a " + how.word()));
    }

    /** @param fix where another one comes from */
    public static Gate copyPresent(boolean present, String fix) {
        return present
                ? Gate.pass("checkpoint-present", "its copy is on the host")
                : Gate.fail("checkpoint-present", "its copy is gone from the host", fix);
    }

    /** A commit id as people read it. */
    public static String shortly(String commit) {
        return commit.substring(0, Math.min(10, commit.length()));
    }

    /** The processes of an operation of ours are no stranger's; that it runs is for {@code target-free} to say. */
    private static Gate ours(Gate gate, String running) {
        return gate.id().equals("no-other-upgrade")
                ? Gate.pass(gate.id(), "what runs on the host now may be " + running + "'s")
                : gate;
    }

    /** What must pass here fails where it would warn. A failure that may be waived says so, or who did. */
    private Gate judged(Gate found) {
        boolean mustPass = target.settings().require().contains(found.id());
        Gate gate = found.result() == Gate.Result.WARN && mustPass
                ? Gate.fail(found.id(), found.evidence(), found.fix())
                : found;
        if (gate.result() != Gate.Result.FAIL || !Gate.WAIVABLE.contains(gate.id())) return gate;
        String way = " Or an approver says `/odoo waive " + gate.id() + " because …`.";
        return history.waiver(target.name(), gate.id())
                .map(gate::waived)
                .orElseGet(() -> Gate.fail(gate.id(), gate.evidence(), gate.fix() + way));
    }

    private Gate serviceHealthy() {
        var service = facts.service();
        if (service.frozen()) {
            return Gate.warn(
                    "service-healthy",
                    "traffic is frozen",
                    "The maintenance page is shown; it ends with this operation.");
        }
        if (!service.active()) {
            return Gate.warn(
                    "service-healthy", target.odoo().service() + " is not running", "It will be started at the end.");
        }
        return service.login().ok()
                ? Gate.pass("service-healthy", target.odoo().service() + " runs, " + service.login())
                : Gate.warn("service-healthy", service.login().toString(), "It was not healthy before this operation.");
    }
}
