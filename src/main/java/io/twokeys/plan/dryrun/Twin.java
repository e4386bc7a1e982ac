package io.twokeys.plan.dryrun;

import io.twokeys.fleet.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a staging twin can take the dry runs of a target. On another host, the checkpoint is carried there. On the same host it
 * must reach the checkpoint as the same users, and must share nothing that a dry run changes.
 */
final class Twin {
    private Twin() {}

    /** What keeps it from that, as a list in words; empty if nothing does. */
    static Optional<String> unfit(Target target, Target twin) {
        List<String> why = new ArrayList<>();
        alike("odoo.series", target.odoo().series(), twin.odoo().series(), why);
        if (target.host().isAt(twin.host())) besideIt(target, twin, why);
        return why.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", why));
    }

    private static void besideIt(Target target, Target twin, List<String> why) {
        alike("postgres-user", target.settings().postgresUser(), twin.settings().postgresUser(), why);
        alike(
                "pgbackrest-stanza",
                target.settings().checkpoints().stanza(),
                twin.settings().checkpoints().stanza(),
                why);
        alike("odoo.user", target.odoo().user(), twin.odoo().user(), why);
        alike("odoo.data-dir", target.odoo().dataDir(), twin.odoo().dataDir(), why);
        apart("odoo.database", target.odoo().database(), twin.odoo().database(), why);
        apart("odoo.config", target.odoo().config(), twin.odoo().config(), why);
        apart("odoo.service", target.odoo().service(), twin.odoo().service(), why);
        apart("addons.path", target.addons().path(), twin.addons().path(), why);
    }

    private static void alike(String key, String one, String other, List<String> why) {
        if (!one.equals(other)) why.add(key + " must be the same (" + one + ", not " + other + ")");
    }

    private static void apart(String key, String one, String other, List<String> why) {
        if (one.equals(other)) why.add(key + " must be its own (not " + one + ", too)");
    }
}
