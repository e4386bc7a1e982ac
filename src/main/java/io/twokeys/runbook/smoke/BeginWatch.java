package io.twokeys.runbook.smoke;

import com.fasterxml.jackson.databind.JsonNode;
import io.twokeys.odoo.host.OdooHost;
import io.twokeys.odoo.host.Reach;
import io.twokeys.operation.StepContext;
import io.twokeys.operation.StepOutcome;
import io.twokeys.runbook.step.HostStep;
import io.twokeys.runbook.step.StartOdoo;
import io.twokeys.watch.soak.Soaks;

/** Hands the target over to the watch, if its configuration wants one. What was logged since Odoo was started counts. */
public final class BeginWatch extends HostStep {
    private final Soaks soaks;

    public BeginWatch(Reach reach, Soaks soaks) {
        super(reach, "watch", "Begin to watch");
        this.soaks = soaks;
    }

    @Override
    protected StepOutcome act(StepContext context, OdooHost host) {
        if (!host.target().settings().watch().isOn()) return StepOutcome.done();
        String log = context.result(StartOdoo.ID)
                .map(started -> started.path(StartOdoo.LOG))
                .map(JsonNode::asText)
                .orElse("");
        var until = soaks.begin(context.operation().id(), host.target(), log);
        return new StepOutcome.Done(result().put("until", until.toString()));
    }

    @Override
    protected boolean afterTheUpgrade() {
        return true;
    }
}
