package io.twokeys.sandbox.odoo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Python tracebacks as Odoo 19 on Debian writes them, and PostgreSQL's errors as psycopg2 words them. */
final class Traceback {
    private static final String HEAD = "Traceback (most recent call last):\n";
    private static final Map<String, String> CLASSES = Map.ofEntries(
            Map.entry("42703", "UndefinedColumn"),
            Map.entry("42P01", "UndefinedTable"),
            Map.entry("42701", "DuplicateColumn"),
            Map.entry("42P07", "DuplicateTable"),
            Map.entry("42601", "SyntaxError"),
            Map.entry("23505", "UniqueViolation"),
            Map.entry("23502", "NotNullViolation"),
            Map.entry("23503", "ForeignKeyViolation"),
            Map.entry("55P03", "LockNotAvailable"),
            Map.entry("53100", "DiskFull"),
            Map.entry("57P01", "AdminShutdown"));

    private Traceback() {}

    /** A migration script failed in the database. */
    static String script(MigrationScript.Failure failure) {
        String stage = Path.of(failure.file()).getFileName().toString().replaceFirst("-.*", "");
        String source = failure.source();
        String marks = "~".repeat("cr.execute".length()) + "^".repeat(source.length() - "cr.execute".length());
        return HEAD + text("registry") + text("script").replace("'post'", "'" + stage + "'")
                + "  File \"" + failure.file() + "\", line " + failure.line() + ", in migrate\n"
                + "    " + source + "\n    " + marks + "\n"
                + "  File \"/usr/lib/python3/dist-packages/odoo/sql_db.py\", line 433, in execute\n"
                + "    self._obj.execute(query, params)\n    ~~~~~~~~~~~~~~~~~^^^^^^^^^^^^^^^\n"
                + "psycopg2." + exceptionClass(failure.sqlError()) + ": "
                + message(failure.sqlError(), failure.sql());
    }

    /** A dependency of an upgraded module is in no addons path. */
    static String missingDependency(String module, String dependency) {
        return HEAD + text("registry") + text("dependency")
                + "odoo.exceptions.UserError: You try to upgrade the module " + module + " that depends on the module: "
                + dependency + ".\nBut this module is not available in your system.";
    }

    /** A signal ended the run. */
    static String interrupted() {
        return HEAD + text("main") + text("registry")
                + "  File \"/usr/lib/python3/dist-packages/odoo/service/server.py\", line 450, in signal_handler\n"
                + "    raise KeyboardInterrupt()\nKeyboardInterrupt";
    }

    /** No connection to PostgreSQL could be made. */
    static String noConnection(SQLException error) {
        return HEAD + text("connect") + "psycopg2.OperationalError: " + error.getMessage() + "\n";
    }

    private static String exceptionClass(SQLException error) {
        String state = error.getSQLState() == null ? "" : error.getSQLState();
        return state.startsWith("08") ? "OperationalError" : "errors." + CLASSES.getOrDefault(state, "InternalError_");
    }

    /** The error's text with the place in the statement, as libpq shows it. */
    static String message(SQLException error, String sql) {
        ServerErrorMessage server = error instanceof PSQLException known ? known.getServerErrorMessage() : null;
        if (server == null || server.getMessage() == null) return error.getMessage() + "\n";
        StringBuilder text = new StringBuilder(server.getMessage()).append('\n');
        if (server.getPosition() > 0) {
            String shown = "LINE 1: " + sql;
            text.append(shown)
                    .append('\n')
                    .append(" ".repeat("LINE 1: ".length() + server.getPosition() - 1))
                    .append("^\n");
        }
        if (server.getDetail() != null)
            text.append("DETAIL:  ").append(server.getDetail()).append('\n');
        if (server.getHint() != null)
            text.append("HINT:  ").append(server.getHint()).append('\n');
        return text.toString();
    }

    private static String text(String name) {
        try (InputStream in = Traceback.class.getResourceAsStream("traceback-" + name + ".txt")) {
            if (in == null) throw new IllegalStateException("no traceback of " + name);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
