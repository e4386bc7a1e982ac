package io.twokeys.checkpoint;

import io.twokeys.checkpoint.Checkpoint.Contents;
import io.twokeys.checkpoint.written.Marks;
import io.twokeys.checkpoint.written.Written;
import io.twokeys.fleet.Target;
import io.twokeys.fleet.Target.CheckpointStrategy;
import io.twokeys.fleet.TargetName;
import io.twokeys.odoo.host.Modules;
import io.twokeys.odoo.host.OdooHost;
import io.twokeys.shell.ShellCommand;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * Takes checkpoints, finds them, and puts one in the place of the live database.
 *
 * <p>Every method can be called again after an interruption: an operation has one checkpoint, however often it asks.
 */
@Singleton
public class Checkpoints {
    private final CheckpointStore store;

    @Inject
    public Checkpoints(Jdbi jdbi) {
        this.store = new CheckpointStore(jdbi);
    }

    /** The id of the checkpoint that {@code operation} takes. */
    public CheckpointId reserve(TargetName target, String operation) {
        return store.reserve(target, operation);
    }

    /**
     * The same before anything was done for it: numbers are skipped whose names stand on the host already, because an earlier
     * installation left copies there.
     */
    public CheckpointId reserveAnew(OdooHost host, String operation, CheckpointStrategy how) {
        CheckpointId id = store.reserve(host.target().name(), operation);
        while (store.find(id).isEmpty() && isTaken(host, strategy(how, host.target()), id))
            id = store.renumber(operation);
        return id;
    }

    private static boolean isTaken(OdooHost host, Strategy strategy, CheckpointId id) {
        String database = host.target().odoo().database();
        String sibling = Checkpoint.siblingOf(database, id);
        return host.postgres().exists(sibling)
                || host.postgres().exists(sibling + "_failed")
                || host.filestore().exists(sibling)
                || host.filestore().exists(sibling + "_failed")
                || strategy.stands(host, strategy.copyOf(database, id));
    }

    /** Why none can be taken this way at the moment; empty if nothing speaks against it. */
    public Optional<String> obstacle(OdooHost host, CheckpointStrategy how) {
        return strategy(how, host.target()).obstacle(host);
    }

    /**
     * The long part of taking it, for a remote job.
     *
     * @throws NotWhole if something stands under its name already, which somebody else must have made
     */
    public Optional<ShellCommand> make(OdooHost host, CheckpointId id, CheckpointStrategy how) {
        Strategy strategy = strategy(how, host.target());
        String database = host.target().odoo().database();
        String copy = strategy.copyOf(database, id);
        Databases.open(host, database);
        Marks marks = Marks.read(host, database);
        Optional<ShellCommand> command = strategy.make(host, database, copy);
        if (command.isEmpty() || host.filestore().exists(Checkpoint.siblingOf(database, id))) {
            throw new NotWhole(
                    "%s or its filestore is on the host already, and not as a copy that %s took. Rename or remove it there, then ask again."
                            .formatted(copy, id));
        }
        strategy.clear(host, copy);
        store.mark(id, marks);
        return command;
    }

    /** The short part: the filestore, the proof, the record. Only now it counts as a checkpoint. */
    public Checkpoint complete(OdooHost host, CheckpointId id, String operation, CheckpointStrategy how) {
        String database = host.target().odoo().database();
        Strategy strategy = strategy(how, host.target());
        String copy = strategy.copyOf(database, id);
        String sha256 = strategy.verify(host, database, copy);
        host.filestore().snapshot(database, Checkpoint.siblingOf(database, id));
        var contents = new Contents(
                database,
                copy,
                host.checkout().head(),
                Modules.read(host.postgres(), database).fingerprint(),
                Databases.bytes(host, database),
                sha256);
        return store.verified(id, operation, how, contents);
    }

    /** Lets sessions in again after an attempt that did not end, and removes what it left; a complete copy stays. */
    public void giveUp(OdooHost host, String operation, CheckpointStrategy how) {
        String database = host.target().odoo().database();
        Databases.open(host, database);
        Strategy strategy = strategy(how, host.target());
        strategy.clear(
                host, strategy.copyOf(database, store.reserve(host.target().name(), operation)));
    }

    public Optional<Checkpoint> find(CheckpointId id) {
        return store.find(id);
    }

    /** Newest first. */
    public List<Checkpoint> of(TargetName target) {
        return store.of(target);
    }

    /** The newest that can be restored. */
    public Optional<Checkpoint> newest(TargetName target) {
        return of(target).stream()
                .filter(checkpoint -> checkpoint.state() == Checkpoint.State.VERIFIED)
                .findFirst();
    }

    /** Those that its target keeps no longer, the oldest first; never the newest that can be restored. */
    public List<Checkpoint> beyondWhatIsKept(Target target) {
        return store.beyond(target.name(), target.settings().keep());
    }

    /** Removes copy and filestore from the host. Doing it twice is doing it once. */
    public void delete(OdooHost host, Checkpoint checkpoint) {
        strategy(host, checkpoint).delete(host, checkpoint);
        host.filestore().remove(checkpoint.sibling());
        store.deleted(checkpoint.id());
    }

    /**
     * The checkpoint whose copy is the live database, if nothing newer was taken since it went live: going back by another
     * step is then nothing that can be guessed.
     */
    public Optional<Checkpoint> restoredLast(TargetName target) {
        return store.restoredLast(target);
    }

    /** What was written to the live database since the checkpoint; reads only, and says so if it cannot. */
    public Written writtenSince(OdooHost host, Checkpoint checkpoint) {
        Marks marks = store.marks(checkpoint.id()).orElseGet(() -> Marks.of(checkpoint.takenAt()));
        return Written.read(host, checkpoint.contents().database(), marks);
    }

    /** Whether its copy is still on the host. */
    public boolean present(OdooHost host, Checkpoint checkpoint) {
        return strategy(host, checkpoint).present(host, checkpoint);
    }

    /** The long part of bringing it back, for a remote job; empty if there is nothing long to do. */
    public Optional<ShellCommand> restore(OdooHost host, Checkpoint checkpoint) {
        return strategy(host, checkpoint).restore(host, checkpoint);
    }

    /** Drops what {@link #restore} made, unless that is the checkpoint itself. */
    public void dropRestored(OdooHost host, Checkpoint checkpoint) {
        String restored = strategy(host, checkpoint).restored(checkpoint);
        if (!restored.equals(checkpoint.contents().copy())) Scratch.drop(host, restored);
    }

    /** Renames the live database to {@code keepAs} and the restored one into its place; then the filestores. */
    public void swap(OdooHost host, Checkpoint checkpoint, String keepAs) {
        String live = checkpoint.contents().database();
        Databases.swap(host, live, strategy(host, checkpoint).restored(checkpoint), keepAs);
        swapFiles(host, checkpoint.sibling(), keepAs);
        store.restored(checkpoint.id());
    }

    /** Renames the live database to {@code keepAs} and the kept one into its place; then the filestores. */
    public void exchange(OdooHost host, String kept, String keepAs) {
        Databases.swap(host, host.target().odoo().database(), kept, keepAs);
        swapFiles(host, kept, keepAs);
    }

    private static void swapFiles(OdooHost host, String incoming, String keepAs) {
        String live = host.target().odoo().database();
        if (!host.filestore().exists(incoming)) return;
        host.filestore().rename(live, keepAs);
        host.filestore().rename(incoming, live);
    }

    /** The name under which the present database is kept when an operation's swap is taken back, {@code prod__rb7_undone}. */
    public static String undoneAs(String database, String operation) {
        String suffix = operation.replace("-", "").toLowerCase(Locale.ROOT);
        return database.substring(0, Math.min(40, database.length())) + "__" + suffix + "_undone";
    }

    /** What was written to the live database since {@code at}; reads only, and says so if it cannot. */
    public Written writtenSince(OdooHost host, Instant at) {
        return Written.read(host, host.target().odoo().database(), Marks.of(at));
    }

    /** Compares the checkpoint's scratch database with what was recorded when it was taken. */
    public Scratch.Proof prove(OdooHost host, Checkpoint checkpoint) {
        return Scratch.prove(host, checkpoint, store.marks(checkpoint.id()));
    }

    static Strategy strategy(OdooHost host, Checkpoint checkpoint) {
        return strategy(checkpoint.strategy(), host.target());
    }

    private static Strategy strategy(CheckpointStrategy how, Target target) {
        return switch (how) {
            case CLONE -> new CloneAndRename();
            case DUMP -> new Dump(target.settings());
            case PGBACKREST -> new PgBackRest(target.settings());
        };
    }
}
