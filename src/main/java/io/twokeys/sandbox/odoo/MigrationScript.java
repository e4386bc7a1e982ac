package io.twokeys.sandbox.odoo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs the statements of a migration script that matter: {@code cr.execute("…")}, {@code cr.fetchall()},
 * {@code cr.commit()} and {@code _logger.info('…', …)}, one by one in the order of the file. It is no Python; what else a
 * script does is passed over.
 */
final class MigrationScript {
    private static final Pattern LOG =
            Pattern.compile("\\s+_logger\\.(info|warning|error)\\('((?:[^'\\\\]|\\\\.)*)'(?:, (.*))?\\)\\s*");
    private static final Pattern EXECUTE = Pattern.compile("\\s+cr\\.execute\\(([\"'])(.*)\\1\\)\\s*");
    private static final Pattern FETCH = Pattern.compile("\\s+.*cr\\.fetchall\\(\\).*");
    private static final Pattern COMMIT = Pattern.compile("\\s+(?:cr|env\\.cr)\\.commit\\(\\)\\s*");

    /** What an interpreter needs for a row that it keeps, and what the sandbox host has. */
    private static final long BYTES_A_ROW = 220;

    private static final long MEMORY = 512L * 1024 * 1024;

    /**
     * A file of a module's {@code migrations} folder.
     *
     * @param version the folder it lies in
     */
    record Found(Path file, String version) {
        /** Its name as Odoo logs it. */
        String name() {
            return String.valueOf(file.getFileName()).replaceFirst("\\.py$", "");
        }
    }

    private final Path file;
    private final String installedVersion;
    private final Connection connection;
    private final OdooLog log;
    private final OdooConf.Pace pace;
    private long rowCount;
    private String lastSelect = "";

    MigrationScript(Path file, String installedVersion, Connection connection, OdooLog log, OdooConf.Pace pace) {
        this.file = file;
        this.installedVersion = installedVersion;
        this.connection = connection;
        this.log = log;
        this.pace = pace;
    }

    /** The scripts of a module between two versions for a stage ({@code pre}, {@code post}, {@code end}), as Odoo picks them. */
    static List<Found> of(Manifest manifest, String installedVersion, String stage) throws IOException {
        Path migrations = manifest.folder().resolve("migrations");
        List<Found> scripts = new ArrayList<>();
        if (!Files.isDirectory(migrations)) return scripts;
        try (var versions = Files.list(migrations)) {
            for (Path version : versions.sorted().toList()) {
                String name = String.valueOf(version.getFileName());
                boolean due = Manifest.compareVersions(name, installedVersion) > 0
                        && Manifest.compareVersions(name, manifest.version()) <= 0;
                if (!due) continue;
                for (Path script : in(version, stage)) scripts.add(new Found(script, name));
            }
        }
        return scripts;
    }

    private static List<Path> in(Path version, String stage) throws IOException {
        try (var files = Files.list(version)) {
            return files.filter(file -> String.valueOf(file.getFileName()).matches(stage + "-.*\\.py"))
                    .sorted()
                    .toList();
        }
    }

    /** An exception in a script: where, which SQL, and what PostgreSQL said. */
    static final class Failure extends Exception {
        private static final long serialVersionUID = 1L;
        private final String file;
        private final int line;
        private final String source;
        private final String sql;
        private final SQLException sqlError;

        Failure(String file, int line, String source, String sql, SQLException sqlError) {
            super(sqlError);
            this.file = file;
            this.line = line;
            this.source = source;
            this.sql = sql;
            this.sqlError = sqlError;
        }

        String file() {
            return file;
        }

        int line() {
            return line;
        }

        String source() {
            return source;
        }

        String sql() {
            return sql;
        }

        SQLException sqlError() {
            return sqlError;
        }
    }

    void run() throws IOException, SQLException, Failure {
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            Matcher execute = EXECUTE.matcher(line);
            Matcher logged = LOG.matcher(line);
            if (execute.matches()) execute(execute.group(2), i + 1, line.strip());
            if (logged.matches()) log(logged.group(1), format(logged.group(2), logged.group(3)));
            if (FETCH.matcher(line).matches()) fetchAll();
            if (COMMIT.matcher(line).matches()) connection.commit();
        }
    }

    private void execute(String sql, int line, String source) throws Failure {
        pace.take(1.2);
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(1);
            boolean rows = statement.execute(sql);
            rowCount = statement.getUpdateCount();
            lastSelect = rows ? sql : "";
        } catch (SQLException e) {
            throw new Failure(file.toString(), line, source, sql, e);
        }
    }

    private void fetchAll() throws SQLException, IOException {
        if (lastSelect.isEmpty()) return;
        try (Statement statement = connection.createStatement();
                ResultSet counted = statement.executeQuery("select count(*) from (" + lastSelect + ") fetched")) {
            counted.next();
            rowCount = counted.getLong(1);
        }
        pace.take(3);
        if (rowCount * BYTES_A_ROW > MEMORY) KernelLog.killForMemory(MEMORY);
    }

    private void log(String level, String message) {
        String logger = new Found(file, "").name();
        switch (level) {
            case "warning" -> log.warning(logger, message);
            case "error" -> log.error(logger, message);
            default -> log.info(logger, message);
        }
    }

    private String format(String text, String arguments) {
        String formatted = text;
        for (String argument : arguments == null ? new String[0] : arguments.split(", ")) {
            formatted = formatted.replaceFirst("%[ds]", Matcher.quoteReplacement(value(argument)));
        }
        return formatted;
    }

    private String value(String argument) {
        if (argument.equals("version")) return installedVersion;
        return argument.equals("cr.rowcount") || argument.startsWith("len(") ? Long.toString(rowCount) : argument;
    }
}
