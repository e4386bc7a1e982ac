package io.twokeys.checkpoint;

import io.twokeys.fleet.Target.CheckpointStrategy;
import io.twokeys.fleet.TargetName;
import java.time.Instant;

/**
 * A restore point on a host.
 *
 * @param operation the operation that took it, {@code UP-42}
 * @param contents what it holds
 */
public record Checkpoint(
        CheckpointId id,
        TargetName target,
        String operation,
        CheckpointStrategy strategy,
        Contents contents,
        State state,
        Instant takenAt) {

    /**
     * What it holds, and where.
     *
     * @param database the database that was saved
     * @param copy name of the cloned database, path of the dump, or annotation of the physical backup
     * @param revision commit of the addons checkout
     * @param fingerprint of the modules' states and versions
     * @param bytes size of the database
     * @param sha256 of the dump file; empty for another copy
     */
    public record Contents(
            String database, String copy, String revision, String fingerprint, long bytes, String sha256) {}

    /** Only a {@link #VERIFIED} checkpoint can be restored. */
    public enum State {
        VERIFIED,
        /** Its copy went live, and may have changed since. */
        RESTORED,
        /** Its copy was deleted, because others are kept. */
        DELETED
    }

    /** Whether an upgrade took it, right before it began. */
    public boolean beforeAnUpgrade() {
        return !operation.startsWith("BK-");
    }

    /** Whether people could write meanwhile, so that the copy may hold more than was recorded right before it. */
    boolean takenWhileOdooRan() {
        return !beforeAnUpgrade() && strategy != CheckpointStrategy.CLONE;
    }

    /** {@code before UP-42}, {@code by BK-3}. */
    public String origin() {
        return (beforeAnUpgrade() ? "before " : "by ") + operation;
    }

    /** The name under which filestore and database copies of it stand beside the live ones. */
    public String sibling() {
        return siblingOf(contents.database, id);
    }

    /** The name under which a rollback to it keeps the database that it replaces. */
    public String keepAs() {
        return sibling() + "_failed";
    }

    /** PostgreSQL cuts names at 63 bytes without an error, so the database's name is cut first. */
    static String siblingOf(String database, CheckpointId id) {
        return siblingOf(database, id.suffix());
    }

    static String siblingOf(String database, String suffix) {
        return database.substring(0, Math.min(40, database.length())) + "__" + suffix;
    }
}
