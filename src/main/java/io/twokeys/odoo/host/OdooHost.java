package io.twokeys.odoo.host;

import io.twokeys.fleet.Target;
import io.twokeys.ssh.HostSession;

/** Everything on a target's host that an operation touches. */
public record OdooHost(
        Target target,
        HostSession session,
        Postgres postgres,
        Checkout checkout,
        ServiceUnit service,
        Filestore filestore,
        Traffic traffic,
        Pages pages) {

    public static OdooHost of(Target target, HostSession session) {
        var odoo = target.odoo();
        return new OdooHost(
                target,
                session,
                new Postgres(session, target.settings().postgresUser()),
                new Checkout(session, odoo.user(), target.addons().path()),
                new ServiceUnit(session, odoo.service()),
                new Filestore(session, odoo),
                new Traffic(session, odoo.user(), target.settings().freeze().flag()),
                new Pages(session, odoo.url()));
    }

    public ServiceLog serviceLog() {
        return new ServiceLog(session, target.odoo());
    }
}
