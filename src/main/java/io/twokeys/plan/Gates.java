package io.twokeys.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.twokeys.fleet.Target;
import io.twokeys.plan.TargetFacts.Cluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The preflight rules, one method each. Ids and limits follow facts/odoo.md, section 7a. */
final class Gates {
    private final Target target;
    private final TargetFacts facts;
    private final History history;

    Gates(Target target, TargetFacts facts, History history) {
        this.target = target;
        this.facts = facts;
        this.history = history;
    }

    List<Gate> forUpgrade() {
        return List.of(
                targetFree(), notHalfUpgraded(), modulesSettled(), checkoutClean(), diskSpace(), serviceHealthy());
    }

    List<Gate> forRollback(boolean copyPresent) {
        return List.of(targetFree(), copyPresent(copyPresent));
    }

    List<Gate> forBackup() {
        return List.of(targetFree(), notHalfUpgraded(), modulesSettled(), diskSpace());
    }

    List<Gate> forDrill(boolean copyPresent, Gate nameFree) {
        return List.of(targetFree(), copyPresent(copyPresent), nameFree, diskSpace());
    }

    List<Gate> forSwap(String keepAs, boolean nameFree) {
        return List.of(targetFree(), nameFree(keepAs, nameFree));
    }

    /** Whether the present database can be kept under its new name. */
    static Gate nameFree(String keepAs, boolean free) {
        return free
                ? Gate.pass("name-free", "no database is called " + keepAs)
                : Gate.fail(
                        "name-free",
                        "a database " + keepAs + " stands on the host already",
                        "An earlier installation may have left it: rename or drop it there, then ask again.");
    }

    private Gate targetFree() {
        Optional<String> holder = history.holder(target.name());
        return holder.map(sentence -> Gate.fail("target-free", sentence, ""))
                .orElseGet(() -> Gate.pass("target-free", "no other operation and no lock on " + target.name()));
    }

    private Gate notHalfUpgraded() {
        return history.halfUpgradedBy(target.name())
                .map(operation -> Gate.fail(
                        "not-half-upgraded",
                        operation + " left the database half-upgraded",
                        "Never rerun on it: `/odoo rollback` first, then fix and upgrade again."))
                .orElseGet(() -> Gate.pass("not-half-upgraded", "no failed upgrade is waiting for a rollback"));
    }

    private Gate modulesSettled() {
        List<String> between = new ArrayList<>();
        for (JsonNode row : facts.modules().rows()) {
            if (row.path("state").asText().startsWith("to ")) {
                between.add(row.path("name").asText() + " (" + row.path("state").asText() + ")");
            }
        }
        if (between.isEmpty()) return Gate.pass("modules-settled", "no module in a state in between");
        return Gate.fail(
                "modules-settled",
                between.size() == 1
                        ? "1 module in a state in between: " + between.getFirst()
                        : between.size() + " modules in a state in between, first " + between.getFirst(),
                "Roll back to the last checkpoint; a rerun would finish what was interrupted without a plan.");
    }

    private Gate checkoutClean() {
        if (facts.changes().isEmpty())
            return Gate.pass("checkout-clean", target.addons().path() + " is clean");
        long files = facts.changes().lines().count();
        String first = facts.changes().lines().findFirst().orElse("").strip();
        return Gate.fail(
                "checkout-clean",
                files == 1 ? "1 tracked file differs: " + first : files + " tracked files differ, first " + first,
                "Commit or discard them in " + target.addons().path() + " on the host.");
    }

    private Gate diskSpace() {
        Cluster cluster = facts.cluster();
        if (cluster.free() < 0) {
            return Gate.fail("disk-space", "free space cannot be read", "Let `df` run for the PostgreSQL user.");
        }
        String seen = Sizes.of(cluster.free()) + " free, the database has " + Sizes.of(cluster.bytes());
        double used = 1 - (double) cluster.free() / cluster.size();
        if (used >= 0.95 || cluster.free() < cluster.bytes() * 1.2) {
            return Gate.fail(
                    "disk-space", seen, "Free space where PostgreSQL's data lies: twice the database is wanted.");
        }
        return cluster.free() < cluster.bytes() * 2
                ? Gate.warn("disk-space", seen, "Twice the database is wanted.")
                : Gate.pass("disk-space", seen);
    }

    private Gate serviceHealthy() {
        if (facts.frozen()) {
            return Gate.warn(
                    "service-healthy",
                    "traffic is frozen",
                    "The maintenance page is shown; it ends with this operation.");
        }
        if (!facts.serviceActive()) {
            return Gate.warn(
                    "service-healthy", target.odoo().service() + " is not running", "It will be started at the end.");
        }
        return facts.login().ok()
                ? Gate.pass("service-healthy", target.odoo().service() + " runs, " + facts.login())
                : Gate.warn("service-healthy", facts.login().toString(), "It was not healthy before this operation.");
    }

    private static Gate copyPresent(boolean present) {
        return present
                ? Gate.pass("checkpoint-present", "its copy is on the host")
                : Gate.fail(
                        "checkpoint-present",
                        "its copy is gone from the host",
                        "Choose another of `/odoo checkpoints`.");
    }
}
