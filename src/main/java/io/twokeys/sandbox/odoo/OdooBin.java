package io.twokeys.sandbox.odoo;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/**
 * {@code odoo-bin -c CONF -d DB -u MODULES --stop-after-init}: exit status 0 whatever the log says unless an exception
 * reached the top (255), 130 when a signal ended it, 2 for a wrong command line, 1 without a database server. With {@code
 * --http-port} and without {@code --stop-after-init} it serves the pages of one database.
 */
public final class OdooBin {
    private static final String SERVER = "odoo.service.server";

    private final OdooOptions options;
    private final OdooConf conf;
    private final OdooLog log;
    private final OdooConf.Pace pace;
    private volatile boolean ended;

    private OdooBin(OdooOptions options, OdooConf conf, OdooLog log, OdooConf.Pace pace) {
        this.options = options;
        this.conf = conf;
        this.log = log;
        this.pace = pace;
    }

    public static void main(String[] words) throws IOException {
        try {
            OdooOptions options = OdooOptions.parse(words);
            Path root = Path.of(System.getProperty("sandbox"));
            OdooConf conf =
                    OdooConf.read(options.config() == null ? root.resolve("etc/odoo.conf") : Path.of(options.config()));
            OdooConf.Pace pace = OdooConf.Pace.of(System.getenv("SANDBOX_PACE"), root.resolve("etc/pace"));
            try (PrintStream out = open(options.logfile())) {
                System.exit(new OdooBin(options, conf, new OdooLog(out, InstantSource.system()), pace).run());
            }
        } catch (OdooOptions.UnknownOption e) {
            System.err.println("Usage: odoo-bin [--addons-path=PATH,...] server [options]\n");
            System.err.println("odoo-bin [--addons-path=PATH,...] server: error: no such option: " + e.getMessage());
            System.exit(2);
        }
    }

    private static PrintStream open(String logfile) throws IOException {
        if (logfile.isEmpty()) return new PrintStream(System.err, true, StandardCharsets.UTF_8);
        return new PrintStream(new FileOutputStream(logfile, true), true, StandardCharsets.UTF_8);
    }

    private int run() throws IOException {
        Runtime.getRuntime().addShutdownHook(new Thread(this::endedBySignal));
        introduce(log, conf);
        String database = options.database().isEmpty() ? conf.get("db_name") : options.database();
        int exitCode = options.port().isEmpty() ? upgrade(database) : serve(database);
        ended = true;
        return exitCode;
    }

    /** Until a signal ends it. */
    private int serve(String database) throws IOException {
        ended = true;
        OdooServer.serve(conf.with("db_name", database).with("http_port", options.port()), log);
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    private void endedBySignal() {
        if (ended) return;
        log.bare(Traceback.interrupted());
        Runtime.getRuntime().halt(130);
    }

    /** The lines with which every Odoo process begins. */
    static void introduce(OdooLog log, OdooConf conf) {
        log.info("odoo", "Odoo version 19.0");
        log.info("odoo", "Using configuration file at " + conf.file());
        log.info(
                "odoo",
                "addons paths: _NamespacePath("
                        + conf.addonsPath().stream()
                                .map(path -> "'" + path + "'")
                                .collect(Collectors.joining(", ", "[", "]"))
                        + ")");
        log.info("odoo", "database: " + conf.get("db_user") + "@" + conf.get("db_host") + ":" + conf.get("db_port"));
    }

    private int upgrade(String database) throws IOException {
        try (Connection connection = connectOrCreate(database)) {
            connection.setAutoCommit(false);
            log.database(database);
            Map<String, Manifest> manifests = Manifest.scan(conf.addonsPath());
            return upgrade(connection, database, manifests);
        } catch (SQLException e) {
            if (log.isDatabaseChosen()) return failed(database, Traceback.noConnection(e));
            log.info("odoo.sql_db", "Connection to the database failed");
            log.bare(Traceback.noConnection(e));
            return 1;
        }
    }

    private int upgrade(Connection connection, String database, Map<String, Manifest> manifests)
            throws IOException, SQLException {
        try {
            new UpgradeRun(connection, log, pace, manifests).run(options.upgraded());
            log.info(SERVER, "Stopping workers gracefully");
            return 0;
        } catch (UpgradeRun.Failed e) {
            connection.rollback();
            new ModuleTable(connection).resetStates();
            connection.commit();
            log.warning("odoo.modules.loading", "Transient module states were reset");
            return failed(database, e.traceback());
        }
    }

    private int failed(String database, String traceback) {
        log.error("odoo.registry", "Failed to load registry");
        log.critical(SERVER, "Failed to initialize database `" + database + "`.", traceback);
        log.info(SERVER, "Stopping workers gracefully");
        return 255;
    }

    /** Odoo creates a database that does not exist, even when it was only asked to upgrade modules in it. */
    private Connection connectOrCreate(String database) throws SQLException {
        try {
            return conf.connect(database);
        } catch (SQLException e) {
            if (!"3D000".equals(e.getSQLState())) throw e;
        }
        try (Connection connection = conf.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("create database \"" + database.replace("\"", "\"\"") + "\"");
        }
        log.database(database);
        log.info("odoo.modules.loading", "Initializing database " + database);
        Connection created = conf.connect(database);
        try (Statement statement = created.createStatement()) {
            statement.execute(SMALLEST_DATABASE);
        }
        return created;
    }

    private static final String SMALLEST_DATABASE = """
            create table ir_module_module (
                id serial primary key, name varchar not null unique, shortdesc jsonb, state varchar, latest_version varchar,
                author varchar, license varchar, application boolean, auto_install boolean, demo boolean,
                create_date timestamp, write_date timestamp);
            create table ir_module_module_dependency (id serial primary key, module_id integer, name varchar,
                create_date timestamp, write_date timestamp);
            create table ir_config_parameter (id serial primary key, key varchar unique, value text,
                create_date timestamp, write_date timestamp);
            insert into ir_module_module (name, state, latest_version) values ('base', 'installed', '19.0.1.3');
            """;
}
