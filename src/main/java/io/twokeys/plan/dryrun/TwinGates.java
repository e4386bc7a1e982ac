package io.twokeys.plan.dryrun;

import io.twokeys.odoo.host.OdooHost;
import io.twokeys.plan.Plan;
import io.twokeys.plan.gate.Gate;
import io.twokeys.plan.gate.Gates;
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
        return List.of(
                Gates.targetFree(history, plan.target()),
                Gates.checkoutClean(
                        twin.target().addons().path(), twin.checkout().changes()),
                commitThere(),
                Gates.nameFree(plan.database(), !twin.postgres().exists(plan.database())));
    }

    private Gate commitThere() {
        String commit = plan.revisions().to();
        String path = twin.target().addons().path();
        String shortly = Gates.shortly(commit);
        return twin.checkout().resolve(commit).isPresent()
                ? Gate.pass("commit-there", path + " knows " + shortly)
                : Gate.fail(
                        "commit-there",
                        path + " neither knows nor can fetch " + shortly,
                        "Let it have the same origin as the checkout of "
                                + plan.source().target() + ".");
    }
}
