package io.twokeys.runbook.dryrun;

import io.twokeys.fleet.Host;
import io.twokeys.fleet.Stage;
import io.twokeys.fleet.Target;
import io.twokeys.sandbox.EmbeddedPostgres;
import io.twokeys.sandbox.SandboxHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * A staging twin on a host of its own, with its own cluster. PostgreSQL's own programs do not come with the embedded server, so what
 * dumps here writes down the modules, and what restores makes the database of the twin's, which began as the same; real ones are
 * seen on a real host, see {@code RealDryRunElsewhereIT}.
 */
final class FarTwin implements AutoCloseable {
    /** Until the file {@code go} is there, if there is a file {@code hold}. */
    private static final String PG_DUMP = """
            #!/bin/sh
            [ "$1" = --version ] && echo 'pg_dump (PostgreSQL) 18.0' && exit 0
            for folder; do :; done
            mkdir "$folder"
            here=$(dirname "$0")
            [ -e "$here/hold" ] && touch "$here/held" && until [ -e "$here/go" ]; do sleep 0.1; done
            echo "select name || ' ' || state from ir_module_module order by name;" | psql -XAtq -d "$4" -f - > "$folder/toc.dat"
            head -c %d /dev/zero > "$folder/1.dat.gz"
            """;

    /** If there is a file {@code slow}, it only reads, a megabyte a second, and says how much it got until its line was cut. */
    private static final String TAR = """
            #!/bin/sh
            here=$(dirname "$0")
            if [ -e "$here/slow" ]; then
              read=0
              while :; do
                now=$(head -c 100000 | wc -c)
                [ "$now" -gt 0 ] || break
                read=$((read + now)); : > "$here/reads"
                sleep 0.1
              done
              echo "$read" > "$here/read"
              exit 1
            fi
            PATH=${PATH#*:} exec tar "$@"
            """;

    /** Of the dump. */
    static final int BYTES = 20_000_000;

    private static final String PG_RESTORE = """
            #!/bin/sh
            [ "$1" = --version ] && echo 'pg_restore (PostgreSQL) 18.0' && exit 0
            for folder; do :; done
            grep -q '^crm_custom installed$' "$folder/toc.dat" || { echo 'pg_restore: error: no dump' >&2; exit 1; }
            [ "$1" = -d ] || exit 0
            psql -XAtq -v ON_ERROR_STOP=1 -d postgres -f - <<END
            alter database odoo allow_connections false;
            select pg_terminate_backend(pid) from pg_stat_activity where datname = 'odoo';
            drop database "$2";
            create database "$2" template odoo connection limit 0;
            alter database odoo allow_connections true;
            END
            """;

    private final EmbeddedPostgres postgres;
    private final SandboxHost sandbox;
    private final Path bin;

    private FarTwin(Path folder) throws IOException {
        postgres = EmbeddedPostgres.start(folder.resolve("postgresql"));
        sandbox = SandboxHost.start(folder.resolve("sandbox"), postgres);
        bin = folder.resolve("sandbox/bin");
        Files.writeString(folder.resolve("sandbox/etc/pace"), "0\n");
        program(bin, "pg_restore", PG_RESTORE);
        program(bin, "tar", TAR);
        program(bin, "vacuumdb", "#!/bin/sh\necho 'vacuumdb (PostgreSQL) 18.0'\n");
    }

    static FarTwin in(Path folder) throws IOException {
        return new FarTwin(folder);
    }

    /** Gives the host of the checkpoints what it needs to dump one. */
    static void letDump(Path bin) throws IOException {
        program(bin, "pg_dump", PG_DUMP.formatted(BYTES));
    }

    private static void program(Path bin, String name, String text) throws IOException {
        Files.writeString(bin.resolve(name), text);
        Files.setPosixFilePermissions(bin.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Where the programs of the twin's host are. */
    Path bin() {
        return bin;
    }

    Target target() {
        return as(sandbox.target(), sandbox.target().host());
    }

    /** The same SSH server as {@code target}'s, by another name for it. */
    static Target byAnotherAddress(Target target, Path folder) throws IOException {
        Host host = target.host();
        String known = Files.readString(host.knownHosts()).replace("[127.0.0.1]", "[localhost]");
        Path names = Files.writeString(folder.resolve("known_hosts_localhost"), known);
        return as(target, new Host("localhost", host.port(), host.user(), host.key(), names));
    }

    private static Target as(Target target, Host host) {
        return new Target(
                TwinHost.STAGING, Stage.STAGING, host, target.odoo(), target.addons(), Map.of(), target.settings());
    }

    @Override
    public void close() throws Exception {
        sandbox.close();
        postgres.stop();
    }
}
