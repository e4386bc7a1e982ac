package io.twokeys.checkpoint;

import static io.twokeys.odoo.host.Postgres.identifier;

import io.twokeys.fleet.Target;
import io.twokeys.odoo.host.OdooHost;
import io.twokeys.shell.ShellCommand;
import java.time.Duration;
import java.util.Optional;

/**
 * {@code pg_dump} in custom format, restored beside the live database. Every block is read back when it is taken:
 * {@code pg_restore --list} accepts truncated files, {@code pg_restore -f /dev/null} does not (facts/odoo.md, section 6).
 */
final class Dump implements Strategy {
    private static final Duration LIMIT = Duration.ofMinutes(60);
    private static final String INTO_FILE =
            "umask 077; file=$1; shift; \"$@\" > \"$file.unfinished\" && mv \"$file.unfinished\" \"$file\"";
    private static final String FROM_FILE = "file=$1; shift; exec \"$@\" < \"$file\"";

    private final String user;
    private final String folder;

    Dump(Target.Settings settings) {
        this.user = settings.postgresUser();
        this.folder = settings.backupDir();
    }

    @Override
    public String copyOf(String database, CheckpointId id) {
        return folder + "/" + Checkpoint.siblingOf(database, id) + ".dump";
    }

    @Override
    public void clear(OdooHost host, String copy) {
        host.session()
                .run(ShellCommand.of("rm", "-f", copy + ".unfinished"), LIMIT)
                .orTrouble(copy);
    }

    @Override
    public Optional<ShellCommand> make(OdooHost host, String database, String copy) {
        if (host.session().run(ShellCommand.of("test", "-s", copy), LIMIT).yes("looking for " + copy))
            return Optional.empty();
        var dump = ShellCommand.of("pg_dump", "-Fc", "-Z1", "-d", database).as(user);
        return Optional.of(script(INTO_FILE, copy, dump));
    }

    @Override
    public String verify(OdooHost host, String database, String copy) {
        host.session()
                .run(ShellCommand.of("pg_restore", "-f", "/dev/null", copy), LIMIT)
                .orTrouble("reading back the dump " + copy);
        return host.session()
                .run(ShellCommand.of("sha256sum", copy), LIMIT)
                .orTrouble("the checksum of " + copy)
                .out()
                .split(" ")[0];
    }

    @Override
    public String restored(Checkpoint checkpoint) {
        return checkpoint.sibling() + "_restored";
    }

    @Override
    public Optional<ShellCommand> restore(OdooHost host, Checkpoint checkpoint) {
        String restored = restored(checkpoint);
        host.postgres().execute("postgres", "drop database if exists " + identifier(restored));
        return Optional.of(into(host, checkpoint, restored));
    }

    @Override
    public ShellCommand restoreInto(OdooHost host, Checkpoint checkpoint, String scratch) {
        ShellCommand command = into(host, checkpoint, scratch);
        host.postgres().execute("postgres", "alter database " + identifier(scratch) + " connection limit 0");
        return command;
    }

    /** Makes the empty database; the command fills it. */
    private ShellCommand into(OdooHost host, Checkpoint checkpoint, String restored) {
        String copy = checkpoint.contents().copy();
        String live = checkpoint.contents().database();
        if (!verify(host, live, copy).equals(checkpoint.contents().sha256())) {
            throw new NotWhole(
                    copy + " is not the file that was taken: its checksum differs. Choose another checkpoint.");
        }
        String owner = Databases.owner(host, live);
        host.postgres().execute("postgres", Databases.createLike(host, live, restored, owner));
        var restore = ShellCommand.of("pg_restore", "-d", restored, "--no-owner", "--role=" + owner, "--exit-on-error")
                .as(user);
        return script(FROM_FILE, copy, restore);
    }

    @Override
    public boolean present(OdooHost host, Checkpoint checkpoint) {
        return host.session()
                .run(ShellCommand.of("test", "-s", checkpoint.contents().copy()), LIMIT)
                .ok();
    }

    @Override
    public boolean stands(OdooHost host, String copy) {
        return host.session().run(ShellCommand.of("test", "-e", copy), LIMIT).yes("looking for " + copy);
    }

    /** A fixed script with the file and the command's words as its arguments. */
    private static ShellCommand script(String script, String file, ShellCommand command) {
        var words = command.words().stream().map(ShellCommand.Word::value).toArray(String[]::new);
        return ShellCommand.of("sh", "-c", script, "twokeys", file).with(words);
    }
}
