package io.twokeys.plan.gate;

import static io.twokeys.plan.gate.DatabaseGates.count;
import static io.twokeys.plan.gate.DatabaseGates.unread;
import static io.twokeys.plan.gate.Gate.fail;
import static io.twokeys.plan.gate.Gate.pass;
import static io.twokeys.plan.gate.Gate.warn;

import com.fasterxml.jackson.databind.JsonNode;
import io.twokeys.odoo.host.Cluster;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** The rules about the PostgreSQL cluster. PF38 to PF41 of the preflight table. */
final class ClusterGates {
    /** Odoo's own {@code release.py}, MIN_PG_VERSION. */
    private static final Map<String, Integer> OLDEST = Map.of("17.0", 12, "18.0", 12, "19.0", 13);

    private static final double CROWDED = 0.8;
    private static final long STALE_SECONDS = 24 * 3600;
    /** What a slot may keep back before the disk is worth a look: as much as the default max_wal_size, ten times. */
    private static final long LAGGING = 10L << 30;

    private final String series;
    private final Cluster cluster;

    ClusterGates(String series, Cluster cluster) {
        this.series = series;
        this.cluster = cluster;
    }

    List<Gate> all() {
        return List.of(postgresVersion(), clusterPrimary(), slotsNear(), walArchived(), connectionsFree());
    }

    private Gate postgresVersion() {
        OptionalLong version = cluster.number("version");
        if (version.isEmpty()) return unread("postgres-version", "PostgreSQL's version", "server_version_num");
        long major = version.getAsLong() / 10_000;
        int oldest = OLDEST.getOrDefault(series, 0);
        return major >= oldest
                ? pass("postgres-version", "PostgreSQL " + major)
                : fail(
                        "postgres-version",
                        "PostgreSQL " + major + ", Odoo " + series + " needs " + oldest,
                        "Upgrade the cluster first.");
    }

    private Gate clusterPrimary() {
        if (!cluster.knows("recovery")) return unread("cluster-primary", "the cluster's role", "pg_is_in_recovery()");
        return cluster.is("recovery")
                ? fail("cluster-primary", "the cluster is a standby", "Point the target at the primary.")
                : pass("cluster-primary", "the cluster takes writes");
    }

    private Gate slotsNear() {
        if (!cluster.knows("slots")) return unread("slots-near", "replication slots", "pg_replication_slots");
        List<JsonNode> slots = cluster.rows("slots");
        List<JsonNode> far = slots.stream()
                .filter(slot -> slot.path("bytes").asLong() > LAGGING)
                .toList();
        if (far.isEmpty()) return pass("slots-near", count(slots.size(), "replication slot") + ", none far behind");
        JsonNode first = far.getFirst();
        return warn(
                "slots-near",
                "slot %s keeps %s of WAL, more than %s"
                        .formatted(
                                first.path("name").asText(),
                                Sizes.of(first.path("bytes").asLong()),
                                Sizes.of(LAGGING)),
                "Let its replica catch up, or drop the slot: an upgrade writes much WAL.");
    }

    private Gate walArchived() {
        String mode = cluster.text("archive_mode");
        if (mode.isEmpty()) return unread("wal-archived", "WAL archiving", "archive_mode");
        if (mode.equals("off")) {
            return pass("wal-archived", "archiving is off; the way back is the checkpoint, not a point in time");
        }
        if (cluster.is("archive_failing")) {
            return fail(
                    "wal-archived",
                    "archiving fails since " + cluster.text("archive_failed"),
                    "Repair archive_command: WAL piles up until the disk is full, and there is no point to go back to.");
        }
        OptionalLong age = cluster.number("archived_seconds");
        if (age.isEmpty() || age.getAsLong() > STALE_SECONDS) {
            String seen = age.isEmpty()
                    ? "archiving is on and nothing was archived yet"
                    : "the last WAL was archived " + age.getAsLong() / 3600 + " h ago, 24 h are the limit";
            return warn(
                    "wal-archived", seen, "Look at the archiver; archive_timeout makes a quiet cluster archive too.");
        }
        return pass("wal-archived", "the last WAL was archived " + age.getAsLong() / 60 + " min ago");
    }

    private Gate connectionsFree() {
        OptionalLong used = cluster.number("connections");
        OptionalLong most = cluster.number("connections_max");
        if (used.isEmpty() || most.isEmpty()) return unread("connections-free", "connections", "pg_stat_activity");
        String seen = used.getAsLong() + " of " + most.getAsLong() + " connections in use";
        return used.getAsLong() > CROWDED * most.getAsLong()
                ? warn(
                        "connections-free",
                        seen + ", 80 % are the limit",
                        "Find out who holds them, or raise max_connections.")
                : pass("connections-free", seen);
    }
}
