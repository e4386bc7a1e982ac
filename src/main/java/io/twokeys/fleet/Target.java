package io.twokeys.fleet;

import java.time.Duration;
import java.util.Map;
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
     * @param backupDir folder on the host for dumps and filestore snapshots
     * @param keep which checkpoints stay on the host
     * @param stagingTwin the staging target where the same change is tried first
     * @param smoke what has to work before visitors are let in again
     * @param watch how long it is watched afterwards
     */
    public record Settings(
            String postgresUser,
            Freeze freeze,
            CheckpointStrategy checkpoints,
            String backupDir,
            Keep keep,
            @Nullable TargetName stagingTwin,
            Smoke smoke,
            Watch watch) {}

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

    /** How restore points are taken. */
    public enum CheckpointStrategy {
        /** A cloned database, swapped in by rename. */
        CLONE,
        /** {@code pg_dump}, restored beside the live database and then swapped in by rename. */
        DUMP
    }
}
