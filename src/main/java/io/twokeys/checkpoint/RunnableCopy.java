package io.twokeys.checkpoint;

import static io.twokeys.odoo.host.Postgres.identifier;

import io.twokeys.odoo.host.OdooHost;
import io.twokeys.shell.ShellCommand;
import java.util.Optional;

/**
 * A checkpoint restored, files and all, as a database in which an Odoo can run: to try there what is meant for the database that
 * it was taken of. Nobody gets in before {@link #open}. The checkpoint is only read.
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

    /** Lets Odoo in, as the owner that the original has. */
    public static void open(OdooHost host, Checkpoint checkpoint) {
        Databases.letIn(host, nameFor(checkpoint), checkpoint.contents().database());
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
