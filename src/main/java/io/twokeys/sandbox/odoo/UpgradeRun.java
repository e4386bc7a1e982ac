package io.twokeys.sandbox.odoo;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One {@code odoo-bin -u} on one database, in the order of Odoo's {@code load_modules}: base, module list, marks, graph,
 * one commit per module, closing lines.
 */
final class UpgradeRun {
    private static final String LOADING = "odoo.modules.loading";
    private static final String MODULE = "odoo.addons.base.models.ir_module";

    private final Connection connection;
    private final OdooLog log;
    private final OdooConf.Pace pace;
    private final Map<String, Manifest> manifests;
    private final ModuleTable table;
    private final long began = System.nanoTime();

    UpgradeRun(Connection connection, OdooLog log, OdooConf.Pace pace, Map<String, Manifest> manifests) {
        this.connection = connection;
        this.log = log;
        this.pace = pace;
        this.manifests = manifests;
        this.table = new ModuleTable(connection);
    }

    /** A failure that Odoo reports with a traceback and exit status 255. */
    static final class Failed extends Exception {
        private static final long serialVersionUID = 1L;
        private final String traceback;

        Failed(String traceback) {
            super(traceback);
            this.traceback = traceback;
        }

        String traceback() {
            return traceback;
        }
    }

    /** What the run touches. */
    private record Plan(Set<String> upgraded, Set<String> installed, Set<String> skipped, List<String> order) {}

    void run(Set<String> named) throws IOException, SQLException, Failed {
        pace.take(0.5);
        log.info(LOADING, "loading 1 modules...");
        log.info(LOADING, "1 modules loaded in 0.00s, 0 queries (+0 extra)");
        Plan plan = plan(named);
        load(plan);
        close();
    }

    private Plan plan(Set<String> named) throws SQLException, Failed {
        log.info(LOADING, "updating modules list");
        log.info(MODULE, "ALLOW access to module.update_list on [] to user __system__ #1 via n/a");
        pace.take(0.8);
        table.update(manifests.values());
        Map<String, ModuleTable.Row> rows = table.rows();
        String unknown = named.stream().filter(name -> !rows.containsKey(name)).collect(Collectors.joining(", "));
        if (!unknown.isEmpty()) log.warning(LOADING, "invalid module names, ignored: " + unknown);
        ModuleGraph graph = new ModuleGraph(manifests, rows);
        Set<String> upgraded = graph.toUpgrade(named);
        Set<String> installed = graph.toInstall(upgraded);
        announce(named, upgraded, installed);
        refuseMissingDependencies(upgraded);
        table.mark(upgraded, "to upgrade");
        table.mark(installed, "to install");
        Set<String> marked = new TreeSet<>(upgraded);
        marked.addAll(installed);
        Set<String> skipped = graph.skipped(marked);
        return new Plan(upgraded, installed, skipped, graph.order(installed, skipped));
    }

    private void announce(Set<String> named, Set<String> upgraded, Set<String> installed) {
        if (upgraded.isEmpty()) return;
        warnOfOtherSeries(upgraded, 2);
        for (String method : List.of("button_upgrade", "update_list")) allow(method, titles(named, upgraded));
        warnOfOtherSeries(upgraded, 1);
        pace.take(0.8);
        allow("button_install", titles(installed, installed));
    }

    private void allow(String method, String titles) {
        log.info(MODULE, "ALLOW access to module." + method + " on " + titles + " to user __system__ #1 via n/a");
    }

    private String titles(Set<String> names, Set<String> among) {
        return names.stream()
                .filter(among::contains)
                .map(name -> manifests.get(name) instanceof Manifest manifest ? manifest.title() : name)
                .map(title -> "'" + title + "'")
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private void warnOfOtherSeries(Set<String> upgraded, int times) {
        Set<String> looked = new TreeSet<>(upgraded);
        for (String name : upgraded) {
            if (manifests.get(name) instanceof Manifest manifest) looked.addAll(manifest.depends());
        }
        for (String name : looked) {
            Manifest manifest = manifests.get(name);
            if (manifest == null || manifest.ofThisSeries()) continue;
            for (int i = 0; i < times; i++) {
                log.warning(
                        "odoo.modules.module",
                        "The module " + name + " has an incompatible version, setting installable=False");
            }
        }
    }

    private void refuseMissingDependencies(Set<String> upgraded) throws Failed {
        for (String name : upgraded) {
            Manifest manifest = manifests.get(name);
            if (manifest == null) {
                missing(name);
                continue;
            }
            for (String dependency : manifest.depends()) {
                if (!manifests.containsKey(dependency)) throw new Failed(Traceback.missingDependency(name, dependency));
            }
        }
    }

    private void missing(String name) {
        log.warning("odoo.modules.module", "module " + name + ": manifest not found");
    }

    private void load(Plan plan) throws IOException, SQLException, Failed {
        for (String name : plan.skipped()) skip(name);
        int count = plan.order().size();
        log.info(LOADING, "loading " + count + " modules...");
        pace.take(1);
        Map<String, ModuleTable.Row> rows = table.rows();
        ModuleLoader loader = new ModuleLoader(connection, log, pace);
        int queries = 0;
        for (int i = 0; i < count; i++) {
            String name = plan.order().get(i);
            Manifest manifest = manifests.get(name);
            boolean isNew = plan.installed().contains(name);
            if (manifest == null || (!isNew && !plan.upgraded().contains(name))) continue;
            ModuleTable.Row row = rows.get(name);
            String from = isNew || row == null ? "" : row.installedVersion();
            queries += load(loader, manifest, from, i + 1, count);
        }
        log.info(
                LOADING,
                count + " modules loaded in " + elapsed("%.2f") + "s, " + queries + " queries (+" + queries
                        + " extra)");
    }

    private int load(ModuleLoader loader, Manifest manifest, String from, int position, int count)
            throws IOException, SQLException, Failed {
        try {
            return loader.load(manifest, from, position, count);
        } catch (MigrationScript.Failure failure) {
            connection.rollback();
            String quote = failure.sql().contains("'") ? "\"" : "'";
            log.error(
                    "odoo.sql_db",
                    "bad query: b" + quote + failure.sql() + quote + "\nERROR: "
                            + Traceback.message(failure.sqlError(), failure.sql()));
            throw new Failed(Traceback.script(failure));
        }
    }

    private void skip(String name) {
        Manifest manifest = manifests.get(name);
        if (manifest == null || !manifest.loadable()) {
            log.warning("odoo.modules.module_graph", "module " + name + ": not installable, skipped");
            return;
        }
        log.info("odoo.modules.module_graph", "module " + name + ": some depends are not loaded, skipped");
    }

    private void close() throws SQLException {
        List<String> between = table.between();
        between.stream().filter(name -> !manifests.containsKey(name)).forEach(this::missing);
        if (!between.isEmpty()) {
            log.error(
                    LOADING,
                    "Some modules have inconsistent states, some dependencies may be missing: "
                            + between.stream()
                                    .map(name -> "'" + name + "'")
                                    .collect(Collectors.joining(", ", "[", "]")));
            table.partiallyUpdated();
        }
        connection.commit();
        log.info("odoo.registry", "verifying fields for every extended model");
        pace.take(1.5);
        log.info(LOADING, "Modules loaded.");
        log.info("odoo.registry", "Registry changed, signaling through the database");
        log.info("odoo.registry", "Registry loaded in " + elapsed("%.3f") + "s");
    }

    private String elapsed(String format) {
        return String.format(Locale.ROOT, format, (System.nanoTime() - began) / 1e9);
    }
}
