package io.twokeys.story;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A real Odoo 19 on a Debian host with systemd, PostgreSQL and nginx, as its administrator sees it beside Twokeys. {@code
 * -Dodoo.host.address}, and {@code -Dodoo.host.keys}: a folder with {@code root_ed25519}, {@code deploy_ed25519} and {@code
 * known_hosts}, or {@code known_hosts.NAME}. A second one, for a staging twin of its own: {@code -Dodoo.twin.address} and {@code
 * -Dodoo.twin.keys}.
 */
final class RealHost {
    private static final String DOCUMENTS = """
            select (select string_agg(name || ' ' || state || ' ' || coalesce(latest_version, '-'), ', ' order by name)
                    from ir_module_module where state <> 'uninstalled'),
                (select count(*) from res_partner), (select count(*) from sale_order), (select count(*) from account_move),
                (select count(*) from stock_move), (select count(*) || '/' || sum(priority) from sale_custom_note)""";

    private final String address;
    private final Path keys;

    private RealHost(String address, String keys) {
        this.address = address;
        this.keys = Path.of(keys);
    }

    /** Where production is. */
    static RealHost ofProduction() {
        return new RealHost(
                System.getProperty("odoo.host.address", "10.213.77.2"),
                System.getProperty("odoo.host.keys", "/var/lib/odoohost/keys"));
    }

    /** The second one. */
    static RealHost ofTwin() {
        return new RealHost(
                System.getProperty("odoo.twin.address", "10.213.78.2"),
                System.getProperty("odoo.twin.keys", "/var/lib/staging/keys"));
    }

    /** Everything as it was before the first story, Twokeys' own folder included. */
    void begin() {
        root("""
                set -e; cd /
                systemctl stop odoo; pkill -9 -u odoo -f odoo-bin || true
                rm -f /srv/odoo/maintenance.flag /var/lib/postgresql/ballast
                systemctl start postgresql
                for db in $(runuser -u postgres -- psql -Atqc "select datname from pg_database where datname like 'prod%' and datname <> 'prod_base'"); do
                  runuser -u postgres -- psql -qc "alter database \\"$db\\" is_template false" -c "drop database \\"$db\\" with (force)"
                done
                runuser -u postgres -- psql -qc 'create database prod template prod_base owner odoo'
                rm -rf /home/deploy/.twokeys /var/backups/odoo/* /var/lib/odoo/filestore/prod*
                install -d -o postgres -m 700 /var/backups/odoo
                cp -a /var/backups/filestore_base /var/lib/odoo/filestore/prod
                runuser -u odoo -- git -C /srv/odoo/addons checkout -qf main
                systemctl start odoo
                for i in $(seq 120); do curl -sf -m 5 -o /dev/null http://127.0.0.1:8069/web/login && break; sleep 0.5; done
                # The page's bundles are files that come to be at the first visit.
                curl -sf -m 20 http://127.0.0.1:8069/web/login | grep -o '/web/assets/[^"]*' | sort -u |
                  while read -r bundle; do curl -sf -m 60 -o /dev/null "http://127.0.0.1:8069$bundle"; done
                """);
    }

    /** Modules, documents, code and files. */
    String condition() {
        return root(
                "cd /; runuser -u postgres -- psql -XAtq -d prod; git -C /srv/odoo/addons rev-parse HEAD;"
                        + " find /var/lib/odoo/filestore/prod -type f | wc -l",
                DOCUMENTS);
    }

    /** What a visitor gets through the proxy. */
    String visitorGets() {
        return root("curl -s -m 20 -o /dev/null -w '%{http_code}' http://127.0.0.1/web/login");
    }

    /** The databases of Odoo's that are there, in order. */
    String databases() {
        return root("cd /; runuser -u postgres -- psql -XAtqc"
                + " \"select string_agg(datname, ' ' order by datname) from pg_database where datname like 'prod%'\"");
    }

    /** A stanza {@code main} for the cluster, with a repository of its own, empty. */
    void archiveWithPgBackRest() {
        root("""
                set -e; cd /
                command -v pgbackrest > /dev/null || { echo 'install the package pgbackrest there first'; exit 1; }
                data=$(runuser -u postgres -- psql -XAtqc 'show data_directory')
                printf '[global]\nrepo1-path=/var/lib/pgbackrest\nrepo1-retention-full=2\n[main]\npg1-path=%s\n' "$data" \
                    > /etc/pgbackrest.conf
                runuser -u postgres -- psql -qc 'alter system set archive_mode = on' \
                    -c "alter system set archive_command = 'pgbackrest --stanza=main archive-push %p'"
                systemctl stop postgresql
                rm -rf /var/lib/pgbackrest; install -d -o postgres -g postgres -m 750 /var/lib/pgbackrest
                runuser -u postgres -- pgbackrest --stanza=main --no-online stanza-create
                systemctl start postgresql
                """);
    }

    void archiveNoMore() {
        root("cd /; runuser -u postgres -- psql -qc 'alter system reset archive_mode' && systemctl restart postgresql");
    }

    void killOdooBin() {
        root("pkill -9 -f 'odoo-bin.* -u '");
    }

    void restartPostgres() {
        root("systemctl restart postgresql");
    }

    /** Leaves this much room on PostgreSQL's own disk. */
    void leaveRoom(long megabytes) {
        root("free=$(df -BM --output=avail /var/lib/postgresql | tail -1 | tr -dc 0-9);" + " fallocate -l $((free - "
                + megabytes + "))M /var/lib/postgresql/ballast");
    }

    private String root(String script) {
        return root(script, "");
    }

    private String root(String script, String input) {
        List<String> words = new ArrayList<>(List.of("ssh", "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=yes"));
        words.addAll(List.of(
                "-o",
                "UserKnownHostsFile=" + known(),
                "-i",
                keys.resolve("root_ed25519").toString()));
        words.addAll(List.of("root@" + address, script));
        try {
            Process ssh = new ProcessBuilder(words).redirectErrorStream(true).start();
            try (var in = ssh.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String out = new String(ssh.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (ssh.waitFor() != 0) throw new AssertionError("on " + address + ": " + out);
            return out.strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Path known() {
        try (var files = Files.list(keys)) {
            return files.filter(file -> String.valueOf(file.getFileName()).startsWith("known_hosts"))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code config/fleet.yaml} with this host, reached through {@code line}. */
    String fleet(Line line, Path folder) {
        try {
            Path password = folder.resolve("odoo_admin");
            Files.writeString(password, "admin\n");
            Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
            return """
                    targets:
                      prod:
                        stage: production
                        channels: { console: odoo-prod }
                        %s
                        odoo: { series: "19.0", config: /etc/odoo/odoo.conf, database: prod, data-dir: /var/lib/odoo }
                        addons: { path: /srv/odoo/addons, release: main, core: [/usr/lib/python3/dist-packages/odoo/addons] }
                        maintenance-flag: /srv/odoo/maintenance.flag
                        smoke:
                          pages: { /web/login: { status: 200, text: oe_login_form } }
                          login: { user: admin, password-file: %s }
                          transactions: [sale-order, draft-invoice, stock-move]
                    """.formatted(reachedThrough(line, folder), password);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String reachedThrough(Line line, Path folder) {
        Path known = folder.resolve("known_hosts-" + line.port());
        try {
            Files.writeString(
                    known,
                    Files.readAllLines(known()).stream()
                            .filter(key -> key.startsWith(address + " "))
                            .map(key -> key.replace(address + " ", "[127.0.0.1]:" + line.port() + " "))
                            .collect(Collectors.joining("\n", "", "\n")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "host: { address: 127.0.0.1, port: %d, user: deploy, key: %s, known-hosts: %s }"
                .formatted(line.port(), keys.resolve("deploy_ed25519"), known);
    }

    /** A target {@code staging} for {@code config/fleet.yaml}: the Odoo of this host, which has the same names as production's. */
    String asTwin(Line line, Path folder) {
        return """
                  staging:
                    stage: staging
                    channels: { console: odoo-staging }
                    %s
                    odoo: { series: "19.0", config: /etc/odoo/odoo.conf, database: prod, data-dir: /var/lib/odoo }
                    addons: { path: /srv/odoo/addons, release: main, core: [/usr/lib/python3/dist-packages/odoo/addons] }
                    maintenance-flag: /srv/odoo/maintenance.flag
                """.formatted(reachedThrough(line, folder));
    }

    /** What must be as it was on a host where something was tried: its own state, its databases, and what lies in its folders. */
    String traces() {
        return condition()
                + root("ls /var/backups/odoo /var/lib/odoo/filestore; systemctl is-active odoo")
                + databases();
    }

    /** A target {@code staging} for {@code config/fleet.yaml}: a second Odoo on the same host, see {@link #beginTwin}. */
    String twin(Line line, Path folder) {
        return """
                  staging:
                    stage: staging
                    channels: { console: odoo-staging }
                    %s
                    odoo: { series: "19.0", config: /etc/odoo/staging.conf, service: odoo-staging, database: staging, data-dir: /var/lib/odoo, url: "http://127.0.0.1:8079" }
                    addons: { path: /srv/odoo/staging-addons, release: main, core: [/usr/lib/python3/dist-packages/odoo/addons] }
                    maintenance-flag: /srv/odoo/staging.flag
                """.formatted(reachedThrough(line, folder));
    }

    /** A second Odoo with a service, a configuration, a checkout and a database of its own, and the right to stop and start it. */
    void beginTwin() {
        root("""
                set -e; cd /
                systemctl stop odoo-staging 2> /dev/null || true
                sed -e 's#/srv/odoo/addons#/srv/odoo/staging-addons#' -e 's/^db_name.*/db_name = staging/' \
                    -e 's/^http_port.*/http_port = 8079/' -e 's/^gevent_port.*/gevent_port = 8082/' \
                    /etc/odoo/odoo.conf > /etc/odoo/staging.conf
                sed -e 's#odoo.conf#staging.conf#' -e 's#odoo-server.log#staging.log#' \
                    /usr/lib/systemd/system/odoo.service > /etc/systemd/system/odoo-staging.service
                echo 'deploy ALL=(root) NOPASSWD: /usr/bin/systemctl start odoo-staging, /usr/bin/systemctl stop odoo-staging' \
                    > /etc/sudoers.d/deploy-staging
                chmod 440 /etc/sudoers.d/deploy-staging
                rm -rf /srv/odoo/staging-addons
                runuser -u odoo -- git clone -q /srv/odoo/addons /srv/odoo/staging-addons
                runuser -u postgres -- psql -qc 'drop database if exists staging with (force)' \
                    -c 'create database staging template prod_base owner odoo'
                systemctl daemon-reload; systemctl start odoo-staging
                """);
    }

    void endTwin() {
        root(
                "systemctl stop odoo-staging; rm -f /etc/systemd/system/odoo-staging.service /etc/sudoers.d/deploy-staging;"
                        + " systemctl daemon-reload; cd /; runuser -u postgres -- psql -qc 'drop database staging with (force)'");
    }

    /** Its service, what is checked out, and the databases of Odoo's beside its own. */
    String twinIsAsBefore() {
        return root("systemctl is-active odoo-staging; git -C /srv/odoo/staging-addons log -1 --format=%D | grep -q main && echo main")
                        .replace('\n', ' ')
                + " " + databases();
    }

    /** The line to its SSH server, which can be cut. */
    Line line() {
        return Line.to(address, 22);
    }
}
