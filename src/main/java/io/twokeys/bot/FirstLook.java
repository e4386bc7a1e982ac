package io.twokeys.bot;

import io.twokeys.fleet.Fleet;
import io.twokeys.fleet.TargetName;
import io.twokeys.odoo.host.Reach;
import io.twokeys.plan.Planner;
import io.twokeys.plan.gate.Gate;
import io.twokeys.ssh.HostTrouble;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Looks at every target once at the start: what would stop an upgrade stands in the log before anybody asks, and the first plan
 * is fast.
 */
@Singleton
public final class FirstLook {
    private static final Logger LOG = Logger.getLogger(FirstLook.class);

    private final Fleet fleet;
    private final Reach reach;
    private final Planner planner;

    @Inject
    FirstLook(Fleet fleet, Reach reach, Planner planner) {
        this.fleet = fleet;
        this.reach = reach;
        this.planner = planner;
    }

    /** Returns at once; every target is looked at by a thread of its own. */
    public void begin() {
        fleet.targets().forEach(target -> Thread.startVirtualThread(() -> look(target.name())));
    }

    private void look(TargetName target) {
        try {
            planner.check(reach.host(target)).stream()
                    .filter(gate -> gate.result() == Gate.Result.FAIL)
                    .forEach(gate -> LOG.warnf("%s: %s: %s. %s", target, gate.id(), gate.evidence(), gate.fix()));
        } catch (HostTrouble trouble) {
            LOG.warnf("%s: %s", target, trouble.getMessage());
        } catch (RuntimeException trouble) {
            LOG.warnf(trouble, "%s could not be looked at", target);
        }
    }
}
