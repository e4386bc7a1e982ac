package io.twokeys.watch;

import io.twokeys.fleet.TargetName;
import io.twokeys.odoo.host.Reach;
import io.twokeys.plan.Planner;
import io.twokeys.plan.gate.Gate;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/** Asks the hosts. */
@Singleton
final class HostLook implements Look {
    private final Planner planner;
    private final Reach reach;

    @Inject
    HostLook(Planner planner, Reach reach) {
        this.planner = planner;
        this.reach = reach;
    }

    @Override
    public List<Gate> at(TargetName target) {
        return planner.check(reach.host(target));
    }
}
