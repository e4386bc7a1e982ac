package io.twokeys.sandbox.odoo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The tables and columns that a module's {@code models/*.py} declare, created where they are missing. */
final class ModelTables {
    private static final Pattern MODEL = Pattern.compile("^    _(?:name|inherit) = '([a-z0-9_.]+)'", Pattern.MULTILINE);
    private static final Pattern FIELD =
            Pattern.compile("^    ([a-z_0-9]+) = fields\\.([A-Z][A-Za-z0-9]+)\\((.*)", Pattern.MULTILINE);
    private static final Map<String, String> COLUMN_TYPES = Map.ofEntries(
            Map.entry("Char", "varchar"),
            Map.entry("Selection", "varchar"),
            Map.entry("Text", "text"),
            Map.entry("Html", "text"),
            Map.entry("Integer", "integer"),
            Map.entry("Many2one", "integer"),
            Map.entry("Boolean", "boolean"),
            Map.entry("Float", "double precision"),
            Map.entry("Monetary", "numeric"),
            Map.entry("Date", "date"),
            Map.entry("Datetime", "timestamp"));

    private ModelTables() {}

    /** Gives whether the module declares any model. */
    static boolean exist(Manifest manifest) {
        return Files.isDirectory(manifest.folder().resolve("models"));
    }

    static void create(Manifest manifest, Connection connection) throws IOException, SQLException {
        if (!exist(manifest)) return;
        List<Path> files;
        try (Stream<Path> listed = Files.list(manifest.folder().resolve("models"))) {
            files = listed.filter(file -> file.toString().endsWith(".py"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) create(Files.readString(file), connection);
    }

    private static void create(String source, Connection connection) throws SQLException {
        Matcher model = MODEL.matcher(source);
        if (!model.find()) return;
        String table = model.group(1).replace('.', '_');
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists " + table
                    + " (id serial primary key, create_date timestamp, write_date timestamp)");
            Matcher field = FIELD.matcher(source);
            while (field.find()) {
                String type = COLUMN_TYPES.get(field.group(2));
                if (type == null || field.group(3).contains("compute=")) continue;
                statement.execute("alter table " + table + " add column if not exists " + field.group(1) + " " + type);
            }
        }
    }
}
