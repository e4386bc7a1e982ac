package io.twokeys.checkpoint;

import static io.twokeys.odoo.host.Postgres.identifier;

import io.twokeys.odoo.host.OdooHost;
import io.twokeys.shell.ShellCommand;
import java.util.Optional;

/**
 * A database cloned on its own cluster, closed to connections and marked as a template, so that neither Odoo's cron nor a
 * mistaken {@code DROP} reaches it. A rollback renames it into place: 40 ms whatever its size.
 */
final class CloneAndRename implements Strategy {
    private static final int FILE_COPY_SINCE = 150000;
    /** Below this PostgreSQL's own default is faster; above, it would write the whole database into the WAL as well. */
    private static final long SMALL = 500_000_000;

    @Override
    public String copyOf(String database, CheckpointId id) {
        return Checkpoint.siblingOf(database, id);
    }

    @Override
    public void clear(OdooHost host, String copy) {
        host.postgres().execute("postgres", "drop database if exists " + identifier(unfinished(copy)));
    }

    @Override
    public Optional<ShellCommand> make(OdooHost host, String database, String copy) {
        if (host.postgres().exists(copy)) return Optional.empty();
        Databases.close(host, database);
        String sql = "create database %s template %s owner %s%s"
                .formatted(
                        identifier(unfinished(copy)),
                        identifier(database),
                        identifier(Databases.owner(host, database)),
                        quickly(host, database));
        return Optional.of(host.postgres().statement("postgres", sql));
    }

    private static String quickly(OdooHost host, String database) {
        int version = host.postgres()
                .query("postgres", "select to_json(current_setting('server_version_num')::int)")
                .asInt();
        return version >= FILE_COPY_SINCE && Databases.bytes(host, database) >= SMALL ? " strategy file_copy" : "";
    }

    /** A closed database can still be a template. */
    @Override
    public ShellCommand restoreInto(OdooHost host, Checkpoint checkpoint, String scratch) {
        String copy = checkpoint.contents().copy();
        String sql = "create database %s template %s connection limit 0%s"
                .formatted(identifier(scratch), identifier(copy), quickly(host, copy));
        return host.postgres().statement("postgres", sql);
    }

    @Override
    public String verify(OdooHost host, String database, String copy) {
        if (!host.postgres().exists(copy)) {
            Databases.compare(host, database, unfinished(copy));
            host.postgres().execute("postgres", """
                            begin;
                            alter database %s rename to %s;
                            alter database %s allow_connections false;
                            alter database %s is_template true;
                            commit""".formatted(
                            identifier(unfinished(copy)), identifier(copy), identifier(copy), identifier(copy)));
        }
        Databases.open(host, database);
        return "";
    }

    @Override
    public String restored(Checkpoint checkpoint) {
        return checkpoint.contents().copy();
    }

    @Override
    public Optional<ShellCommand> restore(OdooHost host, Checkpoint checkpoint) {
        return Optional.empty();
    }

    @Override
    public boolean present(OdooHost host, Checkpoint checkpoint) {
        return host.postgres().exists(checkpoint.contents().copy());
    }

    @Override
    public boolean stands(OdooHost host, String copy) {
        return host.postgres().exists(copy);
    }

    /** A template cannot be dropped, so it stops being one first. */
    @Override
    public void delete(OdooHost host, Checkpoint checkpoint) {
        String copy = checkpoint.contents().copy();
        if (!host.postgres().exists(copy)) return;
        host.postgres().execute("postgres", """
                        alter database %1$s is_template false;
                        drop database if exists %1$s""".formatted(identifier(copy)));
    }

    private static String unfinished(String copy) {
        return copy + "_unfinished";
    }
}
