package io.twokeys.checkpoint;

import static io.twokeys.odoo.host.Postgres.identifier;

import io.twokeys.fleet.Target.CheckpointStrategy;
import io.twokeys.odoo.host.OdooHost;
import io.twokeys.shell.ShellCommand;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A checkpoint restored, files and all, as a database in which an Odoo can run: to try there what is meant for the database that
 * it was taken of. It stands on the checkpoint's own host, or is carried to another one as a dump. Nobody gets in before {@link
 * #open}. The checkpoint is only read.
 */
public final class RunnableCopy {
    private RunnableCopy() {}

    /** {@code prod__cp12_dry}. */
    public static String nameFor(Checkpoint checkpoint) {
        return checkpoint.sibling() + "_dry";
    }

    /** The long part, for a remote job; what an interrupted attempt left is dropped first. */
    public static Optional<ShellCommand> restore(OdooHost host, Checkpoint checkpoint) {
        String copy = nameFor(checkpoint);
        drop(host, copy);
        return Optional.of(Checkpoints.strategy(host, checkpoint).restoreInto(host, checkpoint, copy));
    }

    /** The short part: hard links to its files, which Odoo never writes into. */
    public static void linkFiles(OdooHost host, Checkpoint checkpoint) {
        host.filestore().snapshot(checkpoint.sibling(), nameFor(checkpoint));
    }

    /**
     * On the checkpoint's own host, for a remote job: a database that can be dumped, to carry it to another host. Empty where the
     * checkpoint is a dump itself.
     */
    public static Optional<ShellCommand> restoreToCarry(OdooHost home, Checkpoint checkpoint) {
        if (checkpoint.strategy() == CheckpointStrategy.DUMP) return Optional.empty();
        dropCarried(home, checkpoint);
        return Optional.of(Checkpoints.strategy(home, checkpoint).restoreInto(home, checkpoint, carried(checkpoint)));
    }

    /** Then, for another job: its dump. */
    public static Optional<ShellCommand> dumpToCarry(OdooHost home, Checkpoint checkpoint) {
        if (checkpoint.strategy() == CheckpointStrategy.DUMP) return Optional.empty();
        var dump = new Dump(home.target().settings());
        return dump.make(home, carried(checkpoint), dump.named(carried(checkpoint)));
    }

    /**
     * Then carries dump and files over, through this process.
     *
     * @param wanted asked often; false ends it in the middle
     * @return false if it was not wanted any more
     * @throws NotWhole if something else arrives
     */
    public static boolean carry(OdooHost home, OdooHost host, Checkpoint checkpoint, BooleanSupplier wanted) {
        return carryDump(home, host, checkpoint, wanted) && carryFiles(home, host, checkpoint, wanted);
    }

    private static boolean carryDump(OdooHost home, OdooHost host, Checkpoint checkpoint, BooleanSupplier wanted) {
        var from = new Dump(home.target().settings());
        var to = new Dump(host.target().settings());
        boolean dump = checkpoint.strategy() == CheckpointStrategy.DUMP;
        String copy = dump ? checkpoint.contents().copy() : from.named(carried(checkpoint));
        String sha256 = dump ? checkpoint.contents().sha256() : from.checksum(home, copy);
        return from.carry(home, copy, sha256, host, to, to.named(arrived(checkpoint)), wanted);
    }

    /** An archive that was cut between two files is a whole one, so they are counted. */
    private static boolean carryFiles(OdooHost home, OdooHost host, Checkpoint checkpoint, BooleanSupplier wanted) {
        String files = checkpoint.sibling();
        String copy = nameFor(checkpoint);
        host.filestore().remove(copy);
        if (!home.filestore().exists(files)) return true;
        ShellCommand packed = home.filestore().packed(files);
        ShellCommand unpacked = host.filestore().unpacked(copy);
        String what = "carrying the files of " + checkpoint.id();
        if (!home.session().pipe(packed, host.session(), unpacked, what, wanted)) return false;
        long sent = home.filestore().count(files);
        long got = host.filestore().count(copy);
        if (got != sent) throw new NotWhole("%d of %d files arrived. Run the same again.".formatted(got, sent));
        return true;
    }

    /** Then on the other host, for a remote job: the copy, with encoding, collation and owner of the database there. */
    public static Optional<ShellCommand> restoreCarried(OdooHost host, Checkpoint checkpoint) {
        String copy = nameFor(checkpoint);
        Scratch.drop(host, copy);
        var dump = new Dump(host.target().settings());
        String owner = Databases.emptyLike(host, host.target().odoo().database(), copy);
        ShellCommand command = dump.fillElsewhere(copy, dump.named(arrived(checkpoint)), owner);
        Databases.keepOut(host, copy);
        return Optional.of(command);
    }

    /** Removes from a host what was there only to be carried; nothing happens if it is gone already. */
    public static void dropCarried(OdooHost host, Checkpoint checkpoint) {
        Scratch.drop(host, carried(checkpoint));
        var dump = new Dump(host.target().settings());
        dump.remove(host, dump.named(carried(checkpoint)));
        dump.remove(host, dump.named(arrived(checkpoint)));
    }

    /** {@code prod__cp12_carry}: the name of a database, and of its dump. */
    private static String carried(Checkpoint checkpoint) {
        return checkpoint.sibling() + "_carry";
    }

    /** {@code prod__cp12_carried}: another name, because both hosts may have the same folder mounted. */
    private static String arrived(Checkpoint checkpoint) {
        return checkpoint.sibling() + "_carried";
    }

    /** Lets Odoo in, as the owner that {@code model} has. */
    public static void open(OdooHost host, String copy, String model) {
        Databases.letIn(host, copy, model);
    }

    /** Lets nobody in any more but the administrator. Doing it twice is doing it once. */
    public static void close(OdooHost host, String copy) {
        if (!host.postgres().exists(copy)) return;
        Databases.close(host, copy);
        host.postgres()
                .execute(
                        "postgres",
                        "alter database %1$s connection limit 0; alter database %1$s allow_connections true"
                                .formatted(identifier(copy)));
    }

    /** Drops database and files; nothing happens if they are gone already. */
    public static void drop(OdooHost host, String copy) {
        Scratch.drop(host, copy);
        host.filestore().remove(copy);
    }
}
