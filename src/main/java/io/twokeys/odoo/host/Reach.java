package io.twokeys.odoo.host;

import io.twokeys.fleet.Fleet;
import io.twokeys.fleet.TargetName;
import io.twokeys.ssh.Hosts;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** How steps and planners get to a target's host. */
@Singleton
public class Reach {
    private final Fleet fleet;
    private final Hosts hosts;

    @Inject
    public Reach(Fleet fleet, Hosts hosts) {
        this.fleet = fleet;
        this.hosts = hosts;
    }

    /** The host of a target; the connection is made when it is first used. */
    public OdooHost host(TargetName name) {
        var target = fleet.find(name)
                .orElseThrow(() -> new IllegalStateException("target " + name + " is no longer in config/fleet.yaml"));
        return OdooHost.of(target, hosts.on(target.host()));
    }
}
