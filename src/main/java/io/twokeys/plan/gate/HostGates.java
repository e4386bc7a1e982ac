package io.twokeys.plan.gate;

import static io.twokeys.plan.gate.Gate.fail;
import static io.twokeys.plan.gate.Gate.pass;
import static io.twokeys.plan.gate.Gate.warn;

import io.twokeys.fleet.Stage;
import io.twokeys.fleet.Target;
import io.twokeys.fleet.Target.CheckpointStrategy;
import io.twokeys.odoo.host.Machine.Disk;
import io.twokeys.plan.gate.TargetFacts.Resources;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The rules about the machine: disks, memory, other work, the clock. PF03, PF43 to PF46 and PF48. */
final class HostGates {
    private static final double FULL = 0.95;
    private static final long GIGABYTE = 1L << 30;
    private static final Duration DRIFT = Duration.ofSeconds(2);
    private static final Pattern UPGRADE = Pattern.compile(".*\\bodoo\\b.*\\s(-u|-i|--update|--init)\\b.*");
    private static final Pattern HEAVY =
            Pattern.compile("(?:\\S*/)?(pg_dump|pg_dumpall|pg_restore|pg_basebackup|pgbackrest|vacuumdb)\\b.*");

    private final Target target;
    private final long bytes;
    private final Resources resources;
    private final Optional<Duration> databaseDrift;
    private final boolean mayBackUp;

    HostGates(Target target, TargetFacts facts) {
        this.target = target;
        this.bytes = facts.bytes();
        this.resources = facts.resources();
        this.databaseDrift = facts.database().drift();
        this.mayBackUp = facts.setup().mayBackUp();
    }

    List<Gate> all() {
        return List.of(
                diskSpace(),
                disksBelowFull(),
                backupSpace(target.settings().checkpoints().beforeUpgrade(bytes)),
                memoryFree(),
                memorySufficed(),
                noOtherUpgrade(),
                hostQuiet(),
                clockTrue());
    }

    Gate diskSpace() {
        if (resources.data().isEmpty()) {
            return fail("disk-space", "free space cannot be read", "Let `df` run for the PostgreSQL user.");
        }
        Disk disk = resources.data().get();
        String seen = Sizes.of(disk.free()) + " free, the database has " + Sizes.of(bytes);
        if (disk.used() >= FULL) {
            return fail(
                    "disk-space",
                    seen + ", " + percent(disk.used()) + " used, 95 % are the limit",
                    "Free space where PostgreSQL's data lies.");
        }
        if (disk.free() < bytes * 1.2) {
            return fail("disk-space", seen, "Free space where PostgreSQL's data lies: twice the database is wanted.");
        }
        return disk.free() < bytes * 2
                ? warn("disk-space", seen, "Twice the database is wanted.")
                : pass("disk-space", seen);
    }

    private Gate disksBelowFull() {
        List<Disk> full = resources.others().stream()
                .filter(disk -> disk.used() >= FULL || disk.usedInodes() >= FULL)
                .toList();
        if (!full.isEmpty()) {
            Disk first = full.getFirst();
            String what = first.used() >= FULL ? percent(first.used()) : percent(first.usedInodes()) + " of the inodes";
            return fail("disk-full", first.folder() + " is " + what + " full, 95 % are the limit", "Free space there.");
        }
        if (!resources.unread().isEmpty()) {
            return warn(
                    "disk-full",
                    "free space of " + String.join(", ", resources.unread()) + " cannot be read",
                    "Make the folder, or let `df` run there for "
                            + target.odoo().user() + ".");
        }
        double most = resources.others().stream().mapToDouble(Disk::used).max().orElse(0);
        return pass("disk-full", "WAL, filestore, backups and /tmp: " + percent(most) + " used at most");
    }

    /**
     * Clones lie with the data; a dump, packed, is hardly ever larger than the database. Of a physical backup the database is
     * restored there, and carried over from there.
     */
    Gate backupSpace(CheckpointStrategy how) {
        return switch (how) {
            case CLONE -> pass("backup-space", "checkpoints are clones beside the database");
            case DUMP -> backupSpace(bytes, "the dump of the checkpoint needs it");
            case PGBACKREST -> backupSpace(2 * bytes, "going back to the checkpoint needs it twice");
        };
    }

    private Gate backupSpace(long wanted, String why) {
        String folder = target.settings().checkpoints().folder();
        Optional<Disk> disk = resources.others().stream()
                .filter(one -> one.folder().equals(folder))
                .findFirst();
        if (!mayBackUp) {
            String user = target.settings().postgresUser();
            return fail(
                    "backup-space",
                    user + " may not write to " + folder,
                    "Make the folder, and give it to " + user + ".");
        }
        if (disk.isEmpty())
            return fail("backup-space", "free space of " + folder + " cannot be read", "Make the folder.");
        String seen = Sizes.of(disk.get().free()) + " free in " + folder + ", the database has " + Sizes.of(bytes);
        return disk.get().free() < wanted
                ? fail("backup-space", seen, "Free space there: " + why + ".")
                : pass("backup-space", seen);
    }

    private Gate memoryFree() {
        if (resources.memory().isEmpty()) {
            return warn("memory-free", "free memory cannot be read", "Let /proc/meminfo be read.");
        }
        long free = resources.memory().getAsLong();
        String seen = Sizes.of(free) + " of memory free, " + Sizes.of(GIGABYTE) + " are the least, 4 GB are wanted";
        String fix = "Stop what else runs there, or add memory: the kernel kills the upgrade half way.";
        if (free >= 4 * GIGABYTE) return pass("memory-free", Sizes.of(free) + " of memory free");
        return free < GIGABYTE && target.stage() != Stage.SANDBOX
                ? fail("memory-free", seen, fix)
                : warn("memory-free", seen, fix);
    }

    private Gate memorySufficed() {
        if (resources.oomKills().isEmpty()) {
            return warn("memory-sufficed", "the kernel's journal cannot be read", "Let `journalctl -k` run there.");
        }
        List<String> kills = resources.oomKills().get();
        return kills.isEmpty()
                ? pass(
                        "memory-sufficed",
                        "the kernel has killed nothing for lack of memory, as far as its journal goes back in 7 days")
                : warn(
                        "memory-sufficed",
                        DatabaseGates.count(kills.size(), "process")
                                + " killed by the kernel for lack of memory in 7 days, the last: "
                                + shortly(kills.getLast()),
                        "Add memory, or stop what else runs there: the upgrade may be next.");
    }

    private Gate noOtherUpgrade() {
        if (resources.processes().isEmpty()) return unlisted("no-other-upgrade");
        return running(UPGRADE.asMatchPredicate().and(this::concernsUs))
                .map(line -> fail(
                        "no-other-upgrade",
                        "an upgrade runs that is not ours to see: " + line,
                        "Let it end, and ask who started it."))
                .orElseGet(() -> pass("no-other-upgrade", "no other odoo process upgrades or installs"));
    }

    /** By its configuration file, or by the database where it names none. */
    private boolean concernsUs(String line) {
        if (line.contains(target.odoo().config())) return true;
        boolean names = Stream.of("-d ", "--database=", "--database ")
                .anyMatch(option -> (line + " ").contains(option + target.odoo().database() + " "));
        return names && !line.contains(" -c ") && !line.contains(" --config");
    }

    private Gate hostQuiet() {
        if (resources.processes().isEmpty()) return unlisted("host-quiet");
        return running(HEAVY.asMatchPredicate())
                .map(line -> warn("host-quiet", "heavy work on the host: " + line, "Let it end first."))
                .orElseGet(() -> pass("host-quiet", "no dump, restore, base backup or vacuum runs"));
    }

    private Optional<String> running(Predicate<String> what) {
        return resources.processes().stream()
                .map(String::strip)
                .filter(what)
                .findFirst()
                .map(HostGates::shortly);
    }

    private static String shortly(String line) {
        return line.length() > 120 ? line.substring(0, 120) + "…" : line;
    }

    private static Gate unlisted(String id) {
        return warn(id, "processes cannot be listed", "Install `ps` on the host.");
    }

    private Gate clockTrue() {
        if (resources.drift().isEmpty() || databaseDrift.isEmpty()) {
            return warn("clock-true", "a clock cannot be read", "Let `date` run on the host.");
        }
        Duration host = resources.drift().get().abs();
        Duration database = databaseDrift.get().abs();
        Duration worst = host.compareTo(database) > 0 ? host : database;
        return worst.compareTo(DRIFT) > 0
                ? warn(
                        "clock-true",
                        (worst.equals(host) ? "the host's clock" : "the database's clock") + " is at least "
                                + worst.toSeconds() + " s off ours, 2 s are the limit",
                        "Run NTP on all of them: the times of journal and log do not fit together.")
                : pass("clock-true", "host, database and Twokeys agree");
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", share * 100);
    }
}
