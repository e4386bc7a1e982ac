package io.twokeys.plan.dryrun;

import com.fasterxml.jackson.databind.JsonNode;
import io.twokeys.checkpoint.Checkpoint;
import io.twokeys.fleet.Target.CheckpointStrategy;
import io.twokeys.odoo.host.Machine;
import io.twokeys.odoo.host.Machine.Disk;
import io.twokeys.odoo.host.OdooHost;
import io.twokeys.plan.gate.Gate;
import io.twokeys.plan.gate.Sizes;
import java.util.List;
import java.util.Optional;

/** What must be so before a checkpoint is carried to a twin on another host. */
final class CarryGates {
    /** A cluster begins once: whoever has the same beginning is the same, under whatever address. */
    private static final String CLUSTER = """
            select json_build_object('began', extract(epoch from pg_postmaster_start_time()),
                'version', current_setting('server_version_num')::int / 10000, 'folder', current_setting('data_directory'))""";

    private final OdooHost home;
    private final OdooHost twin;
    private final Checkpoint checkpoint;
    private final JsonNode here;
    private final JsonNode there;

    /** Asks both hosts. */
    CarryGates(OdooHost home, OdooHost twin, Checkpoint checkpoint) {
        this.home = home;
        this.twin = twin;
        this.checkpoint = checkpoint;
        this.here = home.postgres().query("postgres", CLUSTER);
        this.there = twin.postgres().query("postgres", CLUSTER);
    }

    List<Gate> all() {
        boolean dumped = checkpoint.strategy() == CheckpointStrategy.DUMP;
        long bytes = checkpoint.contents().bytes();
        return List.of(
                apart(),
                notOlder(),
                dumped
                        ? Gate.pass("dump-space", checkpoint.id() + " is a dump already")
                        : room("dump-space", home, folder(home), bytes, "its dump"),
                room("carry-space", twin, folder(twin), bytes, "its dump"),
                room("copy-space", twin, there.path("folder").asText(), bytes + bytes / 5, "the copy"));
    }

    private Gate apart() {
        String evidence = "the PostgreSQL of " + twin.target().name();
        return here.path("began").equals(there.path("began"))
                ? Gate.fail(
                        "twin-apart",
                        evidence + " is that of " + home.target().name() + ", by another address",
                        "Give both the same `host` in fleet.yaml: then nothing has to be carried.")
                : Gate.pass("twin-apart", evidence + " is another one");
    }

    /** A dump goes into the same version or a later one (PostgreSQL's manual, pg_dump, Notes). */
    private Gate notOlder() {
        int from = here.path("version").asInt();
        int to = there.path("version").asInt();
        String evidence =
                "PostgreSQL " + from + " there, " + to + " on " + twin.target().name();
        return to < from
                ? Gate.fail("twin-version", evidence, "Give the twin PostgreSQL " + from + " or a later one.")
                : Gate.pass("twin-version", evidence);
    }

    private static String folder(OdooHost host) {
        return host.target().settings().checkpoints().folder();
    }

    private static Gate room(String id, OdooHost host, String folder, long wanted, String what) {
        String user = host.target().settings().postgresUser();
        String where = folder + " of " + host.target().name();
        var machine = new Machine(host.session());
        if (!machine.mayWrite(user, folder)) {
            return Gate.fail(
                    id, user + " may not write to " + where, "Make the folder there, and give it to " + user + ".");
        }
        Optional<Disk> disk = machine.disks(user, List.of(folder)).stream().findFirst();
        if (disk.isEmpty())
            return Gate.fail(id, "free space of " + where + " cannot be read", "Make the folder there.");
        String seen = "%s free in %s, %s takes up to %s"
                .formatted(Sizes.of(disk.get().free()), where, what, Sizes.of(wanted));
        return disk.get().free() < wanted ? Gate.fail(id, seen, "Free space there.") : Gate.pass(id, seen);
    }
}
