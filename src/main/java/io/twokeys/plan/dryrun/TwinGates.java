package io.twokeys.plan.dryrun;

import io.twokeys.odoo.host.OdooHost;
import io.twokeys.plan.Plan;
import io.twokeys.plan.gate.Gate;
import io.twokeys.plan.gate.History;
import java.util.List;

/** What must be so on the twin before a dry run begins there. */
final class TwinGates {
    private final OdooHost twin;
    private final Plan.DryRun plan;
    private final History history;

    TwinGates(OdooHost twin, Plan.DryRun plan, History history) {
        this.twin = twin;
        this.plan = plan;
        this.history = history;
    }

    List<Gate> all() {
        return List.of(free(), clean(), commitThere(), nameFree());
    }

    private Gate free() {
        return history.holder(plan.target())
                .map(sentence -> Gate.fail("target-free", sentence, ""))
                .orElseGet(() -> Gate.pass("target-free", "no other operation and no lock on " + plan.target()));
    }

    private Gate clean() {
        String path = twin.target().addons().path();
        long files = twin.checkout().changes().lines().count();
        return files == 0
                ? Gate.pass("checkout-clean", path + " is clean")
                : Gate.fail(
                        "checkout-clean",
                        files + (files == 1 ? " tracked file differs" : " tracked files differ") + " in " + path,
                        "Commit or discard it there.");
    }

    private Gate commitThere() {
        String commit = plan.revisions().to();
        String path = twin.target().addons().path();
        String shortly = commit.substring(0, Math.min(10, commit.length()));
        return twin.checkout().resolve(commit).isPresent()
                ? Gate.pass("commit-there", path + " knows " + shortly)
                : Gate.fail(
                        "commit-there",
                        path + " neither knows nor can fetch " + shortly,
                        "Let it have the same origin as the checkout of "
                                + plan.source().target() + ".");
    }

    private Gate nameFree() {
        return twin.postgres().exists(plan.database())
                ? Gate.fail(
                        "name-free",
                        "a database " + plan.database() + " stands on the host already",
                        "A dry run that ended unknown may have left it: look at it, drop it there, then ask again.")
                : Gate.pass("name-free", "no database is called " + plan.database());
    }
}
