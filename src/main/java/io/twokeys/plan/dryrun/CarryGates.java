package io.twokeys.plan.dryrun;

import com.fasterxml.jackson.databind.JsonNode;
import io.twokeys.checkpoint.Checkpoint;
import io.twokeys.odoo.host.Machine;
import io.twokeys.odoo.host.Machine.Disk;
import io.twokeys.odoo.host.OdooHost;
import io.twokeys.plan.gate.Gate;
import io.twokeys.plan.gate.Sizes;
import io.twokeys.shell.ShellCommand;
import io.twokeys.ssh.CommandResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What must be so before a checkpoint is carried to a twin on another host. */
final class CarryGates {
    /** Two addresses at which a server has run since the same microsecond lead to the same server. */
    private static final String CLUSTER = """
            select json_build_object('began', extract(epoch from pg_postmaster_start_time()),
                'version', current_setting('server_version_num')::int / 10000, 'folder', current_setting('data_directory'))""";

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d{1,3})");

    private final OdooHost home;
    private final OdooHost twin;
    private final Checkpoint checkpoint;

    CarryGates(OdooHost home, OdooHost twin, Checkpoint checkpoint) {
        this.home = home;
        this.twin = twin;
        this.checkpoint = checkpoint;
    }

    List<Gate> all() {
        JsonNode here = home.postgres().query("postgres", CLUSTER);
        JsonNode there = twin.postgres().query("postgres", CLUSTER);
        return List.of(
                apart(here, there),
                notOlder(here.path("version").asInt(), there.path("version").asInt()),
                programs(),
                modelThere(),
                roomToDump(here.path("folder").asText()),
                roomToRestore(there.path("folder").asText()));
    }

    private Gate apart(JsonNode here, JsonNode there) {
        String evidence = "the PostgreSQL of " + twin.target().name();
        return here.path("began").equals(there.path("began"))
                ? Gate.fail(
                        "twin-apart",
                        evidence + " is that of " + home.target().name() + ", by another address",
                        "Correct the twin's `host` in fleet.yaml; if it is beside the target, write both hosts alike.")
                : Gate.pass("twin-apart", evidence + " is another one");
    }

    /** A dump goes into the same version or a later one (PostgreSQL's manual, pg_dump, Notes). */
    private Gate notOlder(int from, int to) {
        String evidence =
                "PostgreSQL " + from + " there, " + to + " on " + twin.target().name();
        return to < from
                ? Gate.fail("twin-version", evidence, "Give the twin PostgreSQL " + from + " or a later one.")
                : Gate.pass("twin-version", evidence);
    }

    /** An older {@code pg_restore} does not know what a newer {@code pg_dump} wrote. */
    private Gate programs() {
        OptionalInt dump = version(home, "pg_dump");
        OptionalInt restore = version(twin, "pg_restore");
        if (dump.isEmpty()) return missing(home, "pg_dump");
        if (restore.isEmpty()) return missing(twin, "pg_restore");
        if (version(twin, "vacuumdb").isEmpty()) return missing(twin, "vacuumdb");
        String evidence = "pg_dump %d of %s, pg_restore %d of %s"
                .formatted(
                        dump.getAsInt(),
                        home.target().name(),
                        restore.getAsInt(),
                        twin.target().name());
        return restore.getAsInt() < dump.getAsInt()
                ? Gate.fail("dump-programs", evidence, "Install the later version's client on the twin's host.")
                : Gate.pass("dump-programs", evidence);
    }

    private static Gate missing(OdooHost host, String program) {
        return Gate.fail(
                "dump-programs",
                "there is no " + program + " on the host of " + host.target().name(),
                "Install PostgreSQL's client programs there.");
    }

    private static OptionalInt version(OdooHost host, String program) {
        var command = ShellCommand.of(program, "--version")
                .as(host.target().settings().postgresUser());
        CommandResult result = host.session().run(command, LIMIT);
        Matcher match = VERSION.matcher(result.out());
        return result.ok() && match.find() ? OptionalInt.of(Integer.parseInt(match.group(1))) : OptionalInt.empty();
    }

    /** The copy gets its owner and its collation. */
    private Gate modelThere() {
        String database = twin.target().odoo().database();
        return twin.postgres().exists(database)
                ? Gate.pass("twin-database", twin.target().name() + " has its database " + database)
                : Gate.fail(
                        "twin-database",
                        "there is no database " + database + " on "
                                + twin.target().name(),
                        "Make it, or correct targets." + twin.target().name() + ".odoo.database in fleet.yaml.");
    }

    /** A clone beside the live database, and its dump; what comes out of a physical backup is dumped once more on its way. */
    private Gate roomToDump(String data) {
        long bytes = checkpoint.contents().bytes();
        Map<String, Long> wanted = switch (checkpoint.strategy()) {
            case DUMP -> Map.of();
            case CLONE -> Map.of(data, bytes, folder(home), bytes);
            case PGBACKREST -> Map.of(data, bytes, folder(home), 3 * bytes);
        };
        return wanted.isEmpty()
                ? Gate.pass("dump-space", checkpoint.id() + " is a dump already")
                : room("dump-space", home, wanted);
    }

    /** The copy grows while it is upgraded. */
    private Gate roomToRestore(String data) {
        long bytes = checkpoint.contents().bytes();
        OptionalLong files = home.filestore().exists(checkpoint.sibling())
                ? home.filestore().bytes(checkpoint.sibling())
                : OptionalLong.of(0);
        if (files.isEmpty()) {
            return Gate.fail(
                    "copy-space",
                    "the size of the files of " + checkpoint.id() + " cannot be read",
                    "Let `du` run there for " + home.target().odoo().user() + ".");
        }
        var wanted = new LinkedHashMap<>(Map.of(data, bytes + bytes / 5));
        wanted.merge(folder(twin), bytes, Long::sum);
        wanted.merge(twin.target().odoo().dataDir(), files.getAsLong(), Long::sum);
        return room("copy-space", twin, wanted);
    }

    private static String folder(OdooHost host) {
        return host.target().settings().checkpoints().folder();
    }

    /** @param wanted bytes by folder; what lies on one file system is added up */
    private static Gate room(String id, OdooHost host, Map<String, Long> wanted) {
        String user = host.target().settings().postgresUser();
        String where = " on the host of " + host.target().name();
        var machine = new Machine(host.session());
        if (!machine.mayWrite(user, folder(host))) {
            return Gate.fail(
                    id,
                    user + " may not write to " + folder(host) + where,
                    "Make the folder, and give it to " + user + ".");
        }
        List<Disk> disks = new ArrayList<>(machine.disks(user, List.copyOf(wanted.keySet())));
        List<String> unseen = wanted.keySet().stream()
                .filter(folder -> disks.stream().noneMatch(disk -> disk.folder().equals(folder)))
                .toList();
        // Without a folder df tells of every file system.
        if (!unseen.isEmpty()) disks.addAll(machine.disks(host.target().odoo().user(), unseen));
        if (disks.size() < wanted.size()) {
            return Gate.fail(id, "free space of " + String.join(", ", unseen) + where + " cannot be read", "Make it.");
        }
        Disk tightest = disks.stream()
                .min(Comparator.comparingLong(disk -> disk.free() - wantedOn(disk, disks, wanted)))
                .orElseThrow();
        return room(id, where, tightest, wantedOn(tightest, disks, wanted));
    }

    /** The same figures are the same file system. */
    private static long wantedOn(Disk disk, List<Disk> disks, Map<String, Long> wanted) {
        return disks.stream()
                .filter(other -> other.size() == disk.size() && other.free() == disk.free())
                .mapToLong(other -> wanted.getOrDefault(other.folder(), 0L))
                .sum();
    }

    private static Gate room(String id, String where, Disk disk, long wanted) {
        String seen = "%s free in %s%s, up to %s are wanted"
                .formatted(Sizes.of(disk.free()), disk.folder(), where, Sizes.of(wanted));
        return disk.free() < wanted ? Gate.fail(id, seen, "Free space there.") : Gate.pass(id, seen);
    }
}
