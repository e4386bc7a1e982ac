package io.twokeys.checkpoint;

import io.twokeys.odoo.host.OdooHost;
import io.twokeys.shell.ShellCommand;
import io.twokeys.ssh.HostTrouble;
import java.util.Optional;

/**
 * One way to save a database and to bring it back beside the live one. Long work is a command for a remote job, so a dropped
 * line does not end it; everything here can be done twice.
 */
interface Strategy {
    /** Why no copy can be taken at the moment, as far as a look can tell; empty if nothing speaks against it. */
    default Optional<String> obstacle(OdooHost host) {
        return Optional.empty();
    }

    /** Where the copy will be: a database name, a path on the host, or what a repository knows it by. */
    String copyOf(String database, CheckpointId id);

    /** Removes what an interrupted attempt left behind; the copy itself is never touched once it is complete. */
    void clear(OdooHost host, String copy);

    /** The command that makes the copy, or empty if the complete copy is there already. */
    Optional<ShellCommand> make(OdooHost host, String database, String copy);

    /**
     * Proves that the copy is whole and closes it against change.
     *
     * @return SHA-256 of the file, empty if there is none
     * @throws HostTrouble if it is not whole
     */
    String verify(OdooHost host, String database, String copy);

    /** The database that {@link #restore} makes complete beside the live one. */
    String restored(Checkpoint checkpoint);

    /** The command that makes {@link #restored}; empty if it stands there already. */
    Optional<ShellCommand> restore(OdooHost host, Checkpoint checkpoint);

    /** The command that makes the copy a database called {@code scratch}, into which only the administrator gets. */
    ShellCommand restoreInto(OdooHost host, Checkpoint checkpoint, String scratch);

    /** Removes the copy; nothing happens if it is gone. */
    void delete(OdooHost host, Checkpoint checkpoint);

    /** Whether something stands where the copy would be. */
    boolean stands(OdooHost host, String copy);

    /** Whether the copy is still on the host, as far as a look can tell. */
    boolean present(OdooHost host, Checkpoint checkpoint);
}
