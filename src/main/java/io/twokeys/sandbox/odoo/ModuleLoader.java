package io.twokeys.sandbox.odoo;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;

/** Loads one module as Odoo does: pre scripts, tables, data files, post scripts, its row, and a commit. */
final class ModuleLoader {
    private static final String LOADING = "odoo.modules.loading";

    private final Connection connection;
    private final OdooLog log;
    private final OdooConf.Pace pace;

    ModuleLoader(Connection connection, OdooLog log, OdooConf.Pace pace) {
        this.connection = connection;
        this.log = log;
        this.pace = pace;
    }

    /**
     * Gives the number of queries it took.
     *
     * @param installedVersion version to migrate from, empty when the module is installed anew
     */
    int load(Manifest manifest, String installedVersion, int position, int count)
            throws IOException, SQLException, MigrationScript.Failure {
        String name = manifest.name();
        log.info(LOADING, "Loading module " + name + " (" + position + "/" + count + ")");
        long began = System.nanoTime();
        if (!installedVersion.isEmpty()) migrate(manifest, installedVersion, "pre", "[>%s]");
        if (ModelTables.exist(manifest)) {
            log.info("odoo.registry", "module " + name + ": creating or updating database tables");
            ModelTables.create(manifest, connection);
            pace.take(1.2);
        }
        for (String file : manifest.data()) {
            log.info(LOADING, "loading " + name + "/" + file);
            pace.take(0.9);
        }
        if (!installedVersion.isEmpty()) migrate(manifest, installedVersion, "post", "[%s>]");
        new ModuleTable(connection).installed(manifest);
        connection.commit();
        int queries = 12 + 17 * manifest.data().size();
        double seconds = (System.nanoTime() - began) / 1e9;
        log.info(
                LOADING,
                String.format(
                        Locale.ROOT,
                        "Module %s loaded in %.2fs, %d queries (+%d other)",
                        name,
                        seconds,
                        queries,
                        queries));
        return queries;
    }

    private void migrate(Manifest manifest, String installedVersion, String stage, String mark)
            throws IOException, SQLException, MigrationScript.Failure {
        for (MigrationScript.Found script : MigrationScript.of(manifest, installedVersion, stage)) {
            log.info(
                    "odoo.modules.migration",
                    "module " + manifest.name() + ": Running migration " + String.format(mark, script.version()) + " "
                            + script.name());
            new MigrationScript(script.file(), installedVersion, connection, log, pace).run();
        }
    }
}
