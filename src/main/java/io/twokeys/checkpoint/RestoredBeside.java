package io.twokeys.checkpoint;

import static io.twokeys.odoo.host.Postgres.identifier;

import io.twokeys.odoo.host.OdooHost;
import io.twokeys.shell.ShellCommand;
import java.util.Optional;

/**
 * A strategy whose copy is no database: it is restored into an empty one beside the live one, into which nobody gets before it is
 * swapped in.
 */
abstract class RestoredBeside implements Strategy {
    /** Makes the empty database {@code restored}; the command fills it. */
    abstract ShellCommand into(OdooHost host, Checkpoint checkpoint, String restored);

    @Override
    public String restored(Checkpoint checkpoint) {
        return checkpoint.sibling() + "_restored";
    }

    @Override
    public Optional<ShellCommand> restore(OdooHost host, Checkpoint checkpoint) {
        String restored = restored(checkpoint);
        host.postgres().execute("postgres", "drop database if exists " + identifier(restored));
        ShellCommand command = into(host, checkpoint, restored);
        Databases.keepOutOthers(host, restored);
        return Optional.of(command);
    }

    @Override
    public ShellCommand restoreInto(OdooHost host, Checkpoint checkpoint, String scratch) {
        ShellCommand command = into(host, checkpoint, scratch);
        Databases.keepOut(host, scratch);
        return command;
    }
}
