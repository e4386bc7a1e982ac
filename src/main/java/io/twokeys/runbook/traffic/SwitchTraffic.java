package io.twokeys.runbook.traffic;

import io.twokeys.odoo.host.OdooHost;
import io.twokeys.odoo.host.Reach;
import io.twokeys.operation.StepContext;
import io.twokeys.operation.StepOutcome;
import io.twokeys.runbook.step.HostStep;

/** Shows the maintenance page, so that nobody writes into what is about to change, or takes it away again. */
public final class SwitchTraffic extends HostStep {
    private final Way way;

    public SwitchTraffic(Reach reach, Way way) {
        super(reach, way.id, way.title);
        this.way = way;
    }

    public enum Way {
        FREEZE("freeze", "Freeze traffic"),
        REOPEN("thaw", "Reopen traffic");

        private final String id;
        private final String title;

        Way(String id, String title) {
            this.id = id;
            this.title = title;
        }
    }

    @Override
    protected StepOutcome act(StepContext context, OdooHost host) {
        switch (way) {
            case FREEZE -> host.traffic().freeze();
            case REOPEN -> host.traffic().thaw();
        }
        return StepOutcome.done();
    }

    @Override
    protected void takeBack(StepContext context, OdooHost host) {
        if (way == Way.FREEZE) host.traffic().thaw();
    }

    @Override
    protected boolean afterTheUpgrade() {
        return way == Way.REOPEN;
    }
}
