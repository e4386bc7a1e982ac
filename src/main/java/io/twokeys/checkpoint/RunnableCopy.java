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
        Scratch.drop(home, carried(checkpoint));
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
     * @throws NotWhole if something else arrives
     */
    public static void carry(OdooHost home, OdooHost host, Checkpoint checkpoint, BooleanSupplier wanted) {
        var from = new Dump(home.target().settings());
        var to = new Dump(host.target().settings());
        String copy = checkpoint.strategy() == CheckpointStrategy.DUMP
                ? checkpoint.contents().copy()
                : from.named(carried(checkpoint));
        from.carry(home, copy, host, to, to.named(carried(checkpoint)), wanted);
        if (!home.filestore().exists(checkpoint.sibling())) return;
        ShellCommand packed = home.filestore().packed(checkpoint.sibling());
        ShellCommand unpacked = host.filestore().unpacked(nameFor(checkpoint));
        home.session()
                .pipe(packed, host.session(), unpacked, wanted)
                .orTrouble("carrying the files of " + checkpoint.id() + " to "
                        + host.session().host());
    }

    /** Then on the other host, for a remote job: the copy, with encoding, collation and owner of the database there. */
    public static Optional<ShellCommand> restoreCarried(OdooHost host, Checkpoint checkpoint) {
        String copy = nameFor(checkpoint);
        Scratch.drop(host, copy);
        var dump = new Dump(host.target().settings());
        String owner = Databases.emptyLike(host, host.target().odoo().database(), copy);
        ShellCommand command = dump.fill(copy, dump.named(carried(checkpoint)), owner);
        Databases.keepOut(host, copy);
        return Optional.of(command);
    }

    /** Removes from a host what was there only to be carried; nothing happens if it is gone already. */
    public static void dropCarried(OdooHost host, Checkpoint checkpoint) {
        Scratch.drop(host, carried(checkpoint));
        var dump = new Dump(host.target().settings());
        dump.remove(host, dump.named(carried(checkpoint)));
    }

    /** {@code prod__cp12_carry}: the name of a database, and of its dump. */
    private static String carried(Checkpoint checkpoint) {
        return checkpoint.sibling() + "_carry";
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
