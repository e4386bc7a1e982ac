package io.twokeys.checkpoint;

import io.twokeys.fleet.Target;
import io.twokeys.odoo.host.OdooHost;
import io.twokeys.shell.Archive;
import io.twokeys.shell.ShellCommand;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * {@code pg_dump} in directory format, written and restored by as many processes as the host has processors, restored beside the
 * live database. It is read back in full when it is taken and before it is restored: {@code pg_restore --list} accepts truncated
 * files, {@code pg_restore -f /dev/null} does not (facts/odoo.md, section 6); the checksum is over every file's.
 */
final class Dump extends RestoredBeside {
    private static final Duration LIMIT = Duration.ofMinutes(60);

    /** Gets its name last, so that a copy under its name is complete. */
    private static final String INTO_FOLDER = "umask 077; copy=$1; shift; rm -rf \"$copy.unfinished\" && "
            + "\"$@\" -j \"$(nproc)\" -f \"$copy.unfinished\" && mv -T \"$copy.unfinished\" \"$copy\"";

    /** A restored database has no statistics; without them the first hours after a rollback would be slow. */
    private static final String FROM_FOLDER = "copy=$1; database=$2; shift 2; \"$@\" -j \"$(nproc)\" \"$copy\" && "
            + "vacuumdb -q -Z -j \"$(nproc)\" -d \"$database\"";

    private static final String READ_BACK = "pg_restore --list \"$1\" > /dev/null && pg_restore -f /dev/null \"$1\"";
    private static final String CHECKSUM =
            "cd \"$1\" && find . -type f -print0 | LC_ALL=C sort -z" + " | xargs -0 sha256sum | sha256sum";

    private final String user;
    private final String folder;

    Dump(Target.Settings settings) {
        this.user = settings.postgresUser();
        this.folder = settings.checkpoints().folder();
    }

    @Override
    public String copyOf(String database, CheckpointId id) {
        return named(Checkpoint.siblingOf(database, id));
    }

    /** The path of the dump of that name. */
    String named(String name) {
        return folder + "/" + name + ".dump";
    }

    @Override
    public void clear(OdooHost host, String copy) {
        host.session().run(script("rm -rf \"$1.unfinished\"", copy), LIMIT).orTrouble(copy);
    }

    @Override
    public Optional<ShellCommand> make(OdooHost host, String database, String copy) {
        return stands(host, copy) ? Optional.empty() : Optional.of(dump(database, copy));
    }

    /** Directory format with light compression: 5.9 s for 2 GB with two processes, against 23.4 s as usual. */
    ShellCommand dump(String database, String copy) {
        return script(INTO_FOLDER, copy, "pg_dump", "-Fd", "-Z1", "-d", database);
    }

    @Override
    public String verify(OdooHost host, String database, String copy) {
        readBack(host, copy);
        return checksum(host, copy);
    }

    private void readBack(OdooHost host, String copy) {
        host.session().run(script(READ_BACK, copy), LIMIT).orTrouble("reading back the dump " + copy);
    }

    String checksum(OdooHost host, String copy) {
        String answer = host.session()
                .run(script(CHECKSUM, copy), LIMIT)
                .orTrouble("the checksum of " + copy)
                .out();
        return answer.substring(0, Math.max(0, answer.indexOf(' ')));
    }

    /**
     * Carries a dump to another host, where it gets the path {@code there}, and proves that it is the same. What was carried before
     * an interruption is not carried again.
     *
     * @param sha256 of the dump
     * @param wanted asked often; false ends it in the middle
     * @return false if it was not wanted any more
     */
    boolean carry(
            OdooHost host, String copy, String sha256, OdooHost other, Dump to, String there, BooleanSupplier wanted) {
        if (to.stands(other, there) && to.checksum(other, there).equals(sha256)) return true;
        to.remove(other, there);
        ShellCommand packed = Archive.of(copy).as(user);
        ShellCommand unpacked = Archive.into(there).as(to.user);
        if (!host.session().pipe(packed, other.session(), unpacked, "carrying " + copy, wanted)) return false;
        to.readBack(other, there);
        if (!to.checksum(other, there).equals(sha256)) {
            throw new NotWhole(
                    copy
                            + " did not arrive as it was taken: its checksum differs. `/odoo drill` tells whether it is whole.");
        }
        return true;
    }

    @Override
    ShellCommand into(OdooHost host, Checkpoint checkpoint, String restored) {
        String copy = checkpoint.contents().copy();
        String live = checkpoint.contents().database();
        if (!verify(host, live, copy).equals(checkpoint.contents().sha256())) {
            throw new NotWhole(copy + " is not what was taken: its checksum differs. Choose another checkpoint.");
        }
        return fill(restored, copy, Databases.emptyLike(host, live, restored));
    }

    ShellCommand fill(String restored, String copy, String owner) {
        return script(FROM_FOLDER, fillWords(restored, copy, owner));
    }

    /** Without grants: the roles that they name are those of another cluster. */
    ShellCommand fillElsewhere(String restored, String copy, String owner) {
        return script(FROM_FOLDER, fillWords(restored, copy, owner)).with("--no-privileges");
    }

    private static String[] fillWords(String restored, String copy, String owner) {
        return new String[] {
            copy, restored, "pg_restore", "-d", restored, "--no-owner", "--role=" + owner, "--exit-on-error"
        };
    }

    @Override
    public boolean present(OdooHost host, Checkpoint checkpoint) {
        return stands(host, checkpoint.contents().copy());
    }

    @Override
    public void delete(OdooHost host, Checkpoint checkpoint) {
        remove(host, checkpoint.contents().copy());
    }

    /** Nothing happens if it is not there. */
    void remove(OdooHost host, String copy) {
        host.session().run(Archive.clear(copy).as(user), LIMIT).orTrouble("deleting " + copy);
    }

    @Override
    public boolean stands(OdooHost host, String copy) {
        return host.session().run(script("test -e \"$1\"", copy), LIMIT).yes("looking for " + copy);
    }

    /** A fixed script with the copy and other words as its arguments, run by the owner of the dumps. */
    private ShellCommand script(String script, String... words) {
        return ShellCommand.of("sh", "-c", script, "twokeys").with(words).as(user);
    }
}
