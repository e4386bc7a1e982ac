package io.twokeys.sandbox.odoo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The rows of {@code ir_module_module} in one transaction after the other, which the caller commits. */
final class ModuleTable {
    private final Connection connection;

    ModuleTable(Connection connection) {
        this.connection = connection;
    }

    record Row(String state, String installedVersion) {
        boolean isInstalled() {
            return state.equals("installed") || state.equals("to upgrade");
        }
    }

    Map<String, Row> rows() throws SQLException {
        Map<String, Row> rows = new TreeMap<>();
        try (PreparedStatement select = connection.prepareStatement(
                        "select name, state, coalesce(latest_version, '') from ir_module_module");
                ResultSet found = select.executeQuery()) {
            while (found.next()) rows.put(found.getString(1), new Row(found.getString(2), found.getString(3)));
        }
        return rows;
    }

    /** Names of the modules that are neither here nor there, in order. */
    List<String> between() throws SQLException {
        return rows().entrySet().stream()
                .filter(row -> row.getValue().state().startsWith("to "))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** What Odoo calls updating the module list: rows for new manifests, dependencies as the manifests have them now. */
    void update(Collection<Manifest> manifests) throws SQLException {
        Map<String, Row> known = rows();
        for (Manifest manifest : manifests) {
            if (!known.containsKey(manifest.name())) insert(manifest);
            replaceDependencies(manifest);
        }
    }

    private void insert(Manifest manifest) throws SQLException {
        run("""
                insert into ir_module_module (name, shortdesc, state, author, license, auto_install, application, demo,
                    create_date, write_date)
                values (?, jsonb_build_object('en_US', ?::text), ?, 'Sandbox', 'LGPL-3', false, false, false,
                    now() at time zone 'UTC', now() at time zone 'UTC')
                """, manifest.name(), manifest.title(), manifest.loadable() ? "uninstalled" : "uninstallable");
    }

    private void replaceDependencies(Manifest manifest) throws SQLException {
        run("""
                delete from ir_module_module_dependency where name <> all (string_to_array(?, ','))
                    and module_id = (select id from ir_module_module where name = ?)
                """, String.join(",", manifest.depends()), manifest.name());
        for (String dependency : manifest.depends()) {
            run("""
                    insert into ir_module_module_dependency (module_id, name, create_date, write_date)
                    select id, ?, now() at time zone 'UTC', now() at time zone 'UTC' from ir_module_module m
                    where m.name = ? and not exists
                        (select 1 from ir_module_module_dependency d where d.module_id = m.id and d.name = ?)
                    """, dependency, manifest.name(), dependency);
        }
    }

    void mark(Collection<String> names, String state) throws SQLException {
        for (String name : names) {
            run(
                    "update ir_module_module set state = ?, write_date = now() at time zone 'UTC' where name = ?",
                    state,
                    name);
        }
    }

    /** The module is loaded and has the version of its manifest. */
    void installed(Manifest manifest) throws SQLException {
        run("""
                update ir_module_module set state = 'installed', latest_version = ?, write_date = now() at time zone 'UTC'
                where name = ?
                """, manifest.version(), manifest.name());
    }

    /** What Odoo does after an exception: no row keeps a state in between, whatever was committed. */
    void resetStates() throws SQLException {
        run("update ir_module_module set state = 'installed' where state in ('to upgrade', 'to remove')");
        run("update ir_module_module set state = 'uninstalled' where state = 'to install'");
    }

    void partiallyUpdated() throws SQLException {
        run("""
                insert into ir_config_parameter (key, value, create_date, write_date) values
                    ('base.partially_updated_database', '1', now() at time zone 'UTC', now() at time zone 'UTC')
                on conflict (key) do nothing
                """);
    }

    private void run(String sql, String... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) statement.setString(i + 1, values[i]);
            statement.executeUpdate();
        }
    }
}
