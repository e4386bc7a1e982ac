package io.twokeys.plan;

import io.twokeys.checkpoint.Checkpoints;
import io.twokeys.fleet.Target.CheckpointStrategy;
import io.twokeys.odoo.host.OdooHost;
import io.twokeys.plan.gate.Gate;
import io.twokeys.plan.gate.Gates;
import io.twokeys.plan.gate.Sizes;
import java.util.List;

/**
 * A way of taking a restore point, as a plan tells it beforehand.
 *
 * @param bytes size of the database
 * @param folder on the host, for dumps and for what pgBackRest restores
 */
record Taking(CheckpointStrategy how, long bytes, String folder) {
    /** Bytes a second, on poor disks and on good ones; src/docs/adr/0004-clone-and-rename.md has the figures. */
    private static final Speed CLONE = new Speed(50_000_000, 400_000_000);
    /** Written and read back. */
    private static final Speed DUMP = new Speed(20_000_000, 150_000_000);

    private record Speed(long poor, long good) {
        String over(long bytes) {
            String least = time(bytes / good);
            return least.equals(most(bytes)) ? "about " + least : least + " to " + most(bytes);
        }

        String most(long bytes) {
            return time(1 + bytes / poor);
        }
    }

    /** {@code 40 s}, {@code 12 min}, {@code 3 h}: none of it is known better. */
    static String time(long seconds) {
        if (seconds < 120) return Math.max(1, seconds) + " s";
        return seconds < 7200 ? seconds / 60 + " min" : seconds / 3600 + " h";
    }

    /** The space that it takes and the time, and what becomes of Odoo meanwhile if it is a backup. */
    String needs() {
        String size = Sizes.of(bytes);
        return switch (how) {
            case CLONE -> "a clone takes %s beside the database, and %s".formatted(size, CLONE.over(bytes));
            case DUMP -> "a dump takes up to %s in %s, and %s".formatted(size, folder, DUMP.over(bytes));
            case PGBACKREST ->
                "pgBackRest's repository gets what changed in the cluster since its last backup, without one all of it: up to %s"
                        .formatted(DUMP.most(bytes));
        };
    }

    boolean stopsOdoo() {
        return how == CheckpointStrategy.CLONE;
    }

    /** How one would go back to it. */
    String wayBack() {
        return switch (how) {
            case CLONE ->
                "The failed database is renamed and kept, the clone takes its name: seconds, whatever the size";
            case DUMP ->
                "The dump is restored beside the failed database, %s, then the names are swapped; the failed one is kept"
                        .formatted(DUMP.over(bytes));
            case PGBACKREST ->
                "The database is restored from pgBackRest in %s and carried over beside the failed one, %s, then the names are swapped; the failed one is kept"
                        .formatted(folder, DUMP.over(2 * bytes));
        };
    }

    /** What can stand in the way of it beyond what stands in the way of every checkpoint. */
    List<Gate> gates(Checkpoints checkpoints, OdooHost host) {
        return how == CheckpointStrategy.PGBACKREST
                ? List.of(Gates.checkpointPossible(how, checkpoints.obstacle(host, how)))
                : List.of();
    }
}
