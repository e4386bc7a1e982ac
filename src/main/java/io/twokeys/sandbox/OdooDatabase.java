package io.twokeys.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;

/**
 * The database of the sandbox's Odoo, in Odoo's shape and with rows that are worth losing or keeping, and the files that
 * its attachments refer to.
 */
final class OdooDatabase {
    private static final int ATTACHMENTS = 48;

    private final EmbeddedPostgres postgres;

    OdooDatabase(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    /** The role that owns it; the password is set anew each time. */
    void createRole(String password) throws SQLException {
        try (Connection connection = postgres.adminConnection();
                Statement statement = connection.createStatement()) {
            boolean exists = statement
                    .executeQuery("select 1 from pg_roles where rolname = 'odoo'")
                    .next();
            statement.execute((exists ? "alter" : "create") + " role odoo login createdb password '" + password + "'");
        }
    }

    /** Makes the database {@code odoo}: under another name first, so that a killed predecessor leaves nothing half done. */
    void create(Path filestore) throws SQLException, IOException {
        try (Connection connection = postgres.adminConnection();
                Statement statement = connection.createStatement()) {
            if (exists(statement)) return;
            statement.execute("drop database if exists odoo_being_made with (force)");
            statement.execute("create database odoo_being_made owner odoo template template0 encoding 'UTF8'");
            fill("odoo_being_made", filestore);
            statement.execute("alter database odoo_being_made rename to odoo");
        }
    }

    private static boolean exists(Statement statement) throws SQLException {
        try (ResultSet found = statement.executeQuery("select 1 from pg_database where datname = 'odoo'")) {
            return found.next();
        }
    }

    private void fill(String database, Path filestore) throws SQLException, IOException {
        try (Connection connection =
                DriverManager.getConnection(postgres.jdbcUrl(database), postgres.user(), postgres.password())) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("set role odoo");
                statement.execute(SandboxResources.text("database.sql"));
                insertModules(connection);
                insertAttachments(connection, filestore);
            }
            connection.commit();
            connection.setAutoCommit(true);
            try (Statement statement = connection.createStatement()) {
                statement.execute("analyze");
            }
        }
    }

    private static void insertModules(Connection connection) throws SQLException, IOException {
        for (SandboxResources.CoreModule module : SandboxResources.coreModules()) {
            insertModule(connection, module.name(), module.title(), module.version(), module.depends());
        }
        for (var file : SandboxResources.files("addons-1.0.0.txt").entrySet()) {
            if (!file.getKey().endsWith("/__manifest__.py")) continue;
            String name = file.getKey().substring(0, file.getKey().indexOf('/'));
            String depends = file.getValue()
                    .replaceFirst("(?s).*'depends': \\[([^\\]]*)\\].*", "$1")
                    .replaceAll("[' ]", "");
            String title = file.getValue().replaceFirst("(?s).*'name': '([^']*)'.*", "$1");
            String version = name.equals("sale_custom_extra") ? "" : "19.0.1.0.0";
            insertModule(connection, name, title, version, List.of(depends.split(",")));
        }
    }

    /** @param version the installed version, empty when it is not installed */
    private static void insertModule(
            Connection connection, String name, String title, String version, List<String> depends)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                with module as (
                    insert into ir_module_module (name, shortdesc, state, latest_version, author, license, application,
                        auto_install, demo, create_date, write_date)
                    values (?, jsonb_build_object('en_US', ?::text), ?, nullif(?, ''), 'Odoo S.A.', 'LGPL-3', false, false, false,
                        now() - interval '60 days', now() - interval '60 days')
                    returning id)
                insert into ir_module_module_dependency (module_id, name, create_date, write_date)
                select module.id, d, now(), now() from module, unnest(string_to_array(?, ',')) d
                """)) {
            insert.setString(1, name);
            insert.setString(2, title);
            insert.setString(3, version.isEmpty() ? "uninstalled" : "installed");
            insert.setString(4, version);
            insert.setString(5, String.join(",", depends));
            insert.executeUpdate();
        }
    }

    private static void insertAttachments(Connection connection, Path filestore) throws SQLException, IOException {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into ir_attachment (name, res_model, res_id, type, store_fname, checksum, file_size, mimetype,
                    create_date, write_date)
                values (?, 'account.move', ?, 'binary', ?, ?, ?, 'application/pdf', now() - interval '20 days',
                    now() - interval '20 days')
                """)) {
            for (int i = 1; i <= ATTACHMENTS; i++) {
                String name = "INV-" + i + ".pdf";
                byte[] content = ("%PDF-1.4\n% " + name + "\n" + "invoice line\n".repeat(40 * i))
                        .getBytes(StandardCharsets.UTF_8);
                String checksum = HexFormat.of().formatHex(sha1(content));
                Path file = filestore.resolve(checksum.substring(0, 2)).resolve(checksum);
                Files.createDirectories(filestore.resolve(checksum.substring(0, 2)));
                Files.write(file, content);
                insert.setString(1, name);
                insert.setInt(2, i);
                insert.setString(3, checksum.substring(0, 2) + "/" + checksum);
                insert.setString(4, checksum);
                insert.setInt(5, content.length);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static byte[] sha1(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
