package io.twokeys.checkpoint;

import io.twokeys.shell.ShellCommand;

/**
 * Carries one database out of a physical backup. pgBackRest restores it, and nothing else of the cluster, into a folder beside
 * everything live; a PostgreSQL of its own runs there, on a socket that only its owner reaches, until {@code pg_dump} has read it.
 * The folder stays: the next restore copies only what differs ({@code --delta}). Whoever comes second waits for the first.
 *
 * <p>What is set on the command line wins over the {@code postgresql.auto.conf} that came with the backup: it may name the live
 * cluster's port, memory and archive.
 *
 * @param folder where it is restored
 * @param binaries folder of the live cluster's {@code postgres}
 */
record SideCluster(String folder, String binaries) {
    /** Tablespaces are mapped, or they would be written where the live ones lie. */
    private static final String CARRY_OVER = """
            set -eu; umask 077
            side=$1 bin=$2 stanza=$3 label=$4 database=$5 restored=$6 owner=$7
            room=$side.run
            stop() { "$bin/pg_ctl" -D "$side" -m immediate -w stop > /dev/null 2>&1 || rm -f "$side/postmaster.pid" 2> /dev/null || true; }
            exec 9> "$side.lock"; flock 9
            trap stop EXIT
            trap 'exit 143' HUP INT TERM
            mkdir -p "$side" "$room"
            stop
            pgbackrest --stanza="$stanza" --set="$label" --pg1-path="$side" --tablespace-map-all="$side.tablespaces" \\
                --delta --type=immediate --target-action=promote --archive-mode=off --db-include="$database" restore
            echo 'local all all trust' > "$room/pg_hba.conf"
            : > "$room/none"
            "$bin/postgres" -D "$side" -c config_file="$room/none" -c ident_file="$room/none" \\
                -c hba_file="$room/pg_hba.conf" -c listen_addresses= -c unix_socket_directories="$room" -c port=5432 \\
                -c archive_mode=off -c hot_standby=off -c ssl=off -c fsync=off -c autovacuum=off \\
                -c shared_preload_libraries= -c shared_buffers=256MB -c logging_collector=off > "$room/log" 2>&1 9>&- &
            server=$!
            until [ "$(psql -XAqt -h "$room" -p 5432 -d postgres -c 'select pg_is_in_recovery()' 2> /dev/null)" = f ]; do
                kill -0 "$server" 2> /dev/null || { tail -n 5 "$room/log" >&2; exit 1; }
                sleep 0.2
            done
            rm -rf "$room/dump"
            pg_dump -h "$room" -p 5432 -Fd -Z0 -j "$(nproc)" -f "$room/dump" -d "$database"
            stop
            pg_restore -d "$restored" --no-owner --role="$owner" --exit-on-error -j "$(nproc)" "$room/dump"
            rm -rf "$room/dump"
            vacuumdb -q -Z -j "$(nproc)" -d "$restored"
            """;

    /**
     * The command, without an account; {@code into} is an empty database of the live cluster.
     *
     * @param stanza and label name the backup
     */
    ShellCommand carryOver(String stanza, String label, String database, String into, String owner) {
        return ShellCommand.of("sh", "-c", CARRY_OVER, "twokeys")
                .with(folder, binaries, stanza, label, database, into, owner);
    }
}
