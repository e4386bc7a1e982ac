package io.twokeys.fleet;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One Odoo environment.
 *
 * @param channels chat platform ({@code slack}, {@code discord}, {@code console}) to channel, the channels bound to it
 */
public record Target(
        TargetName name,
        Stage stage,
        Host host,
        Odoo odoo,
        Addons addons,
        Map<String, String> channels,
        Settings settings) {

    /** The same environment, talked about in these channels instead. */
    public Target boundTo(Map<String, String> others) {
        return new Target(name, stage, host, odoo, addons, Map.copyOf(others), settings);
    }

    /**
     * What differs from host to host and has a usual value.
     *
     * @param postgresUser operating system user whose {@code psql} may do everything on the cluster
     * @param freeze how visitors are kept out
     * @param checkpoints how restore points are taken
     * @param keep which checkpoints stay on the host
     * @param stagingTwin the staging target where the same change is tried first
     * @param smoke what has to work before visitors are let in again
     * @param watch how long it is watched afterwards
     * @param require ids of gates that usually warn and must pass here
     */
    public record Settings(
            String postgresUser,
            Freeze freeze,
            Checkpointing checkpoints,
            Keep keep,
            @Nullable TargetName stagingTwin,
            Smoke smoke,
            Watch watch,
            Set<String> require) {}

    /**
     * How visitors are kept out, and what becomes of the requests that run.
     *
     * @param flag file whose existence makes the reverse proxy answer 503
     * @param drain so long the transactions that run may go on before Odoo is stopped; zero for not at all
     */
    public record Freeze(String flag, Duration drain) {}

    /**
     * Which checkpoints stay on the host: the newest {@code checkpoints} of them, and everything younger than {@code days}.
     * The newest that can be restored stays, whatever is said here.
     */
    public record Keep(int checkpoints, int days) {
        public static final Keep USUAL = new Keep(5, 14);
    }

    /**
     * The watch after an upgrade.
     *
     * @param time zero for none
     * @param errors so many errors in Odoo's log within half a minute, or answers 5xx, are too many
     */
    public record Watch(Duration time, int errors) {
        public static final Watch OFF = new Watch(Duration.ZERO, 5);

        public boolean isOn() {
            return !time.isZero();
        }
    }

    /**
     * How restore points are taken.
     *
     * @param always the one way for this target; null for what suits the database's size and the occasion
     * @param folder on the host, for dumps and for what pgBackRest restores
     * @param stanza the cluster's name in pgBackRest's configuration; empty if pgBackRest does not save it
     */
    public record Checkpointing(@Nullable CheckpointStrategy always, String folder, String stanza) {
        /** From here on a physical backup is the way: a dump takes hours. */
        private static final long BIG = 100_000_000_000L;

        /** Right before an upgrade: what is gone back to within seconds, as long as it is copied within minutes. */
        public CheckpointStrategy beforeUpgrade(long bytes) {
            return suited(bytes, CheckpointStrategy.CLONE);
        }

        /** For its own sake: what does not die with the cluster, and for which Odoo need not stop. */
        public CheckpointStrategy forBackup(long bytes) {
            return suited(bytes, CheckpointStrategy.DUMP);
        }

        private CheckpointStrategy suited(long bytes, CheckpointStrategy usual) {
            if (always != null) return always;
            return bytes > BIG && !stanza.isEmpty() ? CheckpointStrategy.PGBACKREST : usual;
        }
    }

    /** A way to take a restore point. */
    public enum CheckpointStrategy {
        /** A cloned database, swapped in by rename. */
        CLONE,
        /** {@code pg_dump}, restored beside the live database and then swapped in by rename. */
        DUMP,
        /** A physical backup of the whole cluster; the one database of it is restored beside the live one, then swapped in. */
        PGBACKREST;

        /** As configuration and plans write it, {@code clone}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static CheckpointStrategy of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }
}
