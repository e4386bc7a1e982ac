package io.twokeys.sandbox.tool;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * As much of {@code psql} as Twokeys uses: unaligned output, SQL from {@code -c}, a file or standard input, the superuser
 * of the cluster. Exit status 2 without a connection, 3 for an error in a script that shall stop, 1 for one in {@code -c}.
 */
public final class Psql {
    private final PsqlOptions options;
    private final PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);

    private Psql(PsqlOptions options) {
        this.options = options;
    }

    public static void main(String[] words) throws IOException {
        PsqlOptions options;
        try {
            options = PsqlOptions.parse(words);
        } catch (IllegalArgumentException e) {
            System.err.println("psql: error: " + e.getMessage());
            System.exit(1);
            return;
        }
        System.exit(new Psql(options).run());
    }

    private int run() throws IOException {
        Properties properties = new Properties();
        Path file = Path.of(System.getProperty("sandbox"), "etc/psql.conf");
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        String server = properties.remove("host") + ":" + properties.remove("port");
        try (Connection connection =
                DriverManager.getConnection("jdbc:postgresql://" + server + "/" + options.database(), properties)) {
            return run(connection);
        } catch (SQLException e) {
            System.err.println("psql: error: connection to server at \"" + server.replace(":", "\", port ")
                    + " failed: "
                    + (e instanceof PSQLException known && known.getServerErrorMessage() != null ? "" : "FATAL:  ")
                    + e.getMessage());
            return 2;
        }
    }

    private int run(Connection connection) throws IOException {
        for (String sql : options.commands()) {
            if (!all(connection, command(sql), null)) return 1;
        }
        String file = options.file();
        if (file == null) return 0;
        boolean standardInput = file.equals("-");
        String text = standardInput
                ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                : Files.readString(Path.of(file));
        return all(connection, SqlScript.statements(text), standardInput ? "<stdin>" : file) ? 0 : 3;
    }

    /** Several statements of one {@code -c} are one transaction. */
    private static List<SqlScript.Statement> command(String sql) {
        List<SqlScript.Statement> statements = SqlScript.statements(sql);
        boolean own = statements.stream()
                .anyMatch(statement -> statement.sql().matches("(?i)(begin|start transaction)\\b.*"));
        return statements.size() < 2 || own ? statements : SqlScript.statements("begin;" + sql + ";commit");
    }

    /** Gives false when a statement failed and the script shall stop. */
    private boolean all(Connection connection, List<SqlScript.Statement> statements, @Nullable String script) {
        boolean good = true;
        for (SqlScript.Statement each : statements) {
            String place = script == null ? "" : "psql:" + script + ":" + each.line() + ": ";
            try (Statement statement = connection.createStatement()) {
                statement.setEscapeProcessing(false);
                boolean rows = statement.execute(each.sql());
                warn(statement.getWarnings(), place);
                if (rows) print(statement.getResultSet());
                else if (!options.quiet() && !statementIsHidden(each))
                    out.println(tag(each.sql(), statement.getUpdateCount()));
            } catch (SQLException e) {
                out.flush();
                System.err.print(place + error(e, each.sql()));
                if (options.stopOnError() || script == null) return false;
            }
        }
        out.flush();
        return good;
    }

    private static boolean statementIsHidden(SqlScript.Statement statement) {
        return statement.sql().isBlank();
    }

    private static String tag(String sql, int count) {
        String[] words = sql.toUpperCase(Locale.ROOT).split("\\s+", 3);
        return switch (words[0]) {
            case "INSERT" -> "INSERT 0 " + count;
            case "UPDATE", "DELETE" -> words[0] + " " + count;
            case "CREATE", "ALTER", "DROP" -> words[0] + " " + words[1];
            default -> words[0];
        };
    }

    private void print(ResultSet rows) throws SQLException {
        int columns = rows.getMetaData().getColumnCount();
        if (!options.tuplesOnly()) {
            for (int i = 1; i <= columns; i++)
                out.print(
                        (i > 1 ? options.separator() : "") + rows.getMetaData().getColumnLabel(i));
            out.println();
        }
        int count = 0;
        while (rows.next()) {
            count++;
            for (int i = 1; i <= columns; i++) {
                String value = rows.getString(i);
                if (i > 1) out.print(options.separator());
                out.print(value == null ? "" : value);
            }
            out.println();
        }
        if (!options.tuplesOnly()) out.println("(" + count + (count == 1 ? " row)" : " rows)"));
    }

    private void warn(@Nullable SQLWarning warnings, String place) {
        for (SQLWarning warning = warnings; warning != null; warning = warning.getNextWarning()) {
            System.err.println(place + "NOTICE:  " + warning.getMessage());
        }
    }

    private static String error(SQLException error, String sql) {
        ServerErrorMessage server = error instanceof PSQLException known ? known.getServerErrorMessage() : null;
        if (server == null) return "ERROR:  " + error.getMessage() + "\n";
        StringBuilder text = new StringBuilder(server.getSeverity() + ":  " + server.getMessage() + "\n");
        if (server.getPosition() > 0 && server.getPosition() <= sql.length()) {
            String before = sql.substring(0, server.getPosition() - 1);
            int lineStart = before.lastIndexOf('\n') + 1;
            int lineEnd = sql.indexOf('\n', lineStart);
            String label = "LINE " + (1 + before.chars().filter(c -> c == '\n').count()) + ": ";
            text.append(label)
                    .append(sql, lineStart, lineEnd < 0 ? sql.length() : lineEnd)
                    .append('\n');
            text.append(" ".repeat(label.length() + before.length() - lineStart))
                    .append("^\n");
        }
        if (server.getDetail() != null)
            text.append("DETAIL:  ").append(server.getDetail()).append('\n');
        if (server.getHint() != null)
            text.append("HINT:  ").append(server.getHint()).append('\n');
        return text.toString();
    }
}
