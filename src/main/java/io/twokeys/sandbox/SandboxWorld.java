package io.twokeys.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What is on the sandbox host: addons, database, filestore, configuration, programs. Built once, step by step; each step
 * is whole or not there, so that a killed build goes on where it was.
 */
final class SandboxWorld {
    private static final List<String> FOLDERS = List.of(
            "home", "bin", "lib", "etc", "log", "run", "backups", "keys", "core-addons", "odoo/data/filestore/odoo");

    /**
     * Below the ports that a system lends for a while (IANA: from 49152, Linux: from 32768): while Odoo is stopped for an upgrade
     * nobody is to be given its port.
     */
    private static final int LOWEST_PORT = 20_000;

    private static final int HIGHEST_PORT = 32_000;

    private final Path root;
    private final EmbeddedPostgres postgres;
    private final Set<String> ports = new HashSet<>();

    SandboxWorld(Path root, EmbeddedPostgres postgres) {
        this.root = root;
        this.postgres = postgres;
    }

    Path path(String name) {
        return root.resolve(name);
    }

    /** Builds what is missing the first time, and writes what depends on this start: addresses, programs. */
    void prepare() throws IOException, SQLException {
        for (String folder : FOLDERS) Files.createDirectories(root.resolve(folder));
        for (String log : List.of("log/journal.log", "log/odoo.log")) keepSmall(root.resolve(log));
        boolean first = !Files.exists(root.resolve("etc/built"));
        String password = secret("etc/odoo-password");
        OdooDatabase database = new OdooDatabase(postgres);
        database.createRole(password);
        if (first) {
            writeCoreAddons();
            AddonsRepository.create(root);
            database.create(root.resolve("odoo/data/filestore/odoo"));
            if (!Files.exists(root.resolve("etc/pace"))) Files.writeString(root.resolve("etc/pace"), "1\n");
            Files.writeString(root.resolve("run/odoo.wanted"), "");
        }
        writeConfiguration(password);
        new ToolPrograms(root).install(ToolPrograms.gitIsOnPath());
        if (first) Files.writeString(root.resolve("etc/built"), "");
    }

    /** Starts a new file when one grew long; the last one stays beside it. */
    private static void keepSmall(Path log) throws IOException {
        if (!Files.exists(log) || Files.size(log) < 4 * 1024 * 1024) return;
        Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
    }

    private void writeCoreAddons() throws IOException {
        for (SandboxResources.CoreModule module : SandboxResources.coreModules()) {
            String depends = module.depends().isEmpty() ? "" : "'" + String.join("', '", module.depends()) + "'";
            SandboxResources.write(root.resolve("core-addons"), module.name() + "/__manifest__.py", """
                    {
                        'name': '%s',
                        'version': '%s',
                        'license': 'LGPL-3',
                        'depends': [%s],
                        'data': [],
                    }
                    """.formatted(
                            module.title(), module.version(), depends));
        }
    }

    private void writeConfiguration(String password) throws IOException {
        OwnerOnly.write(
                root.resolve("etc/psql.conf"), """
                host=127.0.0.1
                port=%d
                user=%s
                password=%s
                ApplicationName=psql
                preferQueryMode=simple
                connectTimeout=10
                """.formatted(postgres.port(), postgres.user(), postgres.password()));
        OwnerOnly.write(root.resolve("etc/odoo.conf"), """
                [options]
                addons_path = %1$s/core-addons,%1$s/addons
                data_dir = %1$s/odoo/data
                db_host = 127.0.0.1
                db_port = %2$d
                db_user = odoo
                db_password = %3$s
                db_name = odoo
                logfile = %1$s/log/odoo.log
                list_db = False
                http_port = %4$s
                front_port = %5$s
                workers = 2
                """.formatted(
                        root, postgres.port(), password, port("etc/http-port"), port("etc/front-port")));
    }

    private String secret(String name) throws IOException {
        Path file = root.resolve(name);
        if (!Files.exists(file)) OwnerOnly.write(file, OwnerOnly.randomSecret());
        return Files.readString(file).strip();
    }

    /** A port that was free when the sandbox was built and is its own from then on. */
    String port(String name) throws IOException {
        Path file = root.resolve(name);
        if (!Files.exists(file)) OwnerOnly.write(file, freePort());
        String port = Files.readString(file).strip();
        ports.add(port);
        return port;
    }

    private String freePort() throws IOException {
        for (int attempt = 0; attempt < 1_000; attempt++) {
            String port = Integer.toString(ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT));
            if (!ports.contains(port) && isFree(port)) return port;
        }
        throw new IOException("no port between " + LOWEST_PORT + " and " + HIGHEST_PORT + " is free");
    }

    private static boolean isFree(String port) {
        try (ServerSocket socket = new ServerSocket(Integer.parseInt(port), 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (
                @SuppressWarnings("unused")
                IOException taken) {
            return false;
        }
    }
}
