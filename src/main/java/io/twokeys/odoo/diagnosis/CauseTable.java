package io.twokeys.odoo.diagnosis;

import io.twokeys.odoo.trace.Failure;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which cause an exception has, by its class and words. What the environment did comes first, since any code may be hit
 * by it; what the code did comes after.
 *
 * <p>Sources: Odoo 14 to 19, {@code sql_db.py}, {@code tools/convert.py}, {@code base/models/ir_module.py}, {@code
 * base/models/ir_ui_view.py}; psycopg2's classes are PostgreSQL's SQLSTATEs.
 */
final class CauseTable {

    /** @param type matched in the class, {@code says} in all that the exception says; null matches all */
    private record Row(
            Cause cause, @Nullable Pattern type, @Nullable Pattern says) {
        boolean fits(String exception, String text) {
            return (type == null || type.matcher(exception).find())
                    && (says == null || says.matcher(text).find());
        }
    }

    private static final List<Row> ENVIRONMENT = List.of(
            says(Cause.DISK_FULL, "No space left on device|Disk quota exceeded"),
            type(Cause.DISK_FULL, "DiskFull$"),
            type(Cause.MEMORY_LIMIT, "(?:^|\\.)MemoryError$"),
            says(Cause.MEMORY_LIMIT, "Cannot allocate memory|cannot allocate memory"),
            type(Cause.MEMORY_LIMIT, "psycopg2\\.errors\\.OutOfMemory$"),
            type(Cause.INTERRUPTED, "(?:^|\\.)KeyboardInterrupt$"),
            type(Cause.LOCK_TIMEOUT, "LockNotAvailable$"),
            says(Cause.LOCK_TIMEOUT, "canceling statement due to lock timeout|could not obtain lock on"),
            says(Cause.TIME_LIMIT, "canceling statement due to statement timeout"),
            type(Cause.SERIALIZATION_CONFLICT, "SerializationFailure$|DeadlockDetected$|TransactionRollbackError$"),
            says(Cause.SERIALIZATION_CONFLICT, "could not serialize access|deadlock detected"),
            says(Cause.PORT_IN_USE, "Address already in use"),
            type(Cause.CONNECTION_LOST, "AdminShutdown$|CrashShutdown$|PoolError$"),
            says(
                    Cause.CONNECTION_LOST,
                    "server closed the connection|terminating connection due to|connection already closed|cursor already closed"
                            + "|SSL connection has been closed|could not receive data from server|could not send data to server"
                            + "|connection not open|no connection to the server|Connection reset by peer|the connection is closed"),
            new Row(
                    Cause.DATABASE_UNREACHABLE,
                    Pattern.compile("OperationalError$|psycopg2\\."),
                    Pattern.compile(
                            "connection to server|could not connect to server|could not translate host name"
                                    + "|authentication failed|no pg_hba\\.conf entry|too many clients|remaining connection slots"
                                    + "|the database system is|role \".*\" does not exist|database \".*\" does not exist|fe_sendauth")));

    private static final List<Row> START = List.of(
            says(
                    Cause.USAGE_ERROR,
                    "Permission denied: '[^']*\\.(?:conf|cfg|ini|odoorc)'|Permission denied: '[^']*odoo\\.conf[^']*'"),
            type(Cause.USAGE_ERROR, "^configparser\\.|MissingSectionHeaderError$|DuplicateOptionError$"));

    private static final List<Row> CODE = List.of(
            says(Cause.MODULE_NOT_INSTALLED, "Can ?not upgrade module .*\\. It is not installed"),
            says(Cause.DEPENDENCY_MISSING, "that depends on the module: |depends on module .* which is not available"),
            says(Cause.PYTHON_PACKAGE_MISSING, "external dependency is not met|External dependency .* not installed"),
            type(Cause.PYTHON_PACKAGE_MISSING, "PackageNotFoundError$|DistributionNotFound$|MissingDependency$"),
            new Row(
                    Cause.PYTHON_PACKAGE_MISSING,
                    Pattern.compile("ModuleNotFoundError$|ImportError$"),
                    Pattern.compile("No module named '?+(?!odoo(?:[.']|$))")),
            says(Cause.VERSION_INCOMPATIBLE, "invalid manifest|Invalid version|has an incompatible version"),
            says(
                    Cause.REFERENCE_MISSING,
                    "External ID not found in the system|Cannot update missing record"
                            + "|No matching record found for external id|references an unknown external id"),
            type(Cause.XML_INVALID, "XMLSyntaxError$|etree\\.\\w*(?:Error|Invalid)$|ExpatError$"),
            says(
                    Cause.XML_INVALID,
                    "does not fit the required schema|failed: file .* could not be processed|Element odoo has extra content"
                            + "|Did not expect element|Invalid attribute .* for element"),
            says(
                    Cause.VIEW_INVALID,
                    "Error while (?:parsing or )?validating view|cannot be located in parent view"
                            + "|Field .* does not exist in model|\"attrs\" and \"states\" attributes are no longer used"
                            + "|View inheritance may not use|Invalid view .* definition|Invalid composed field"
                            + "|is not a valid action on|View error context:\\s*\\{|Invalid view type"),
            says(Cause.DATA_VIOLATION, "View error context:\\s*'-no context-'"),
            type(Cause.DATA_VIOLATION, "(?:Unique|NotNull|ForeignKey|Check|Exclusion)Violation$|IntegrityError$"),
            new Row(Cause.DATA_VIOLATION, Pattern.compile("exceptions\\.(?:ValidationError|UserError)$"), null),
            new Row(Cause.DATA_VIOLATION, Pattern.compile("ParseError$"), Pattern.compile("constraint|duplicate key")),
            type(
                    Cause.PYTHON_ERROR,
                    "(?:^|\\.)(?:Syntax|Indentation|Tab|Import|ModuleNotFound|Attribute|Name|Type|Key|Index|Value"
                            + "|Assertion|Recursion|Runtime|NotImplemented|Unicode\\w*|ZeroDivision|Lookup|OS|FileNotFound|Permission)Error$|^Exception$|StopIteration$"),
            type(Cause.PYTHON_ERROR, "^psycopg2\\."),
            type(Cause.REFERENCE_MISSING, "MissingError$"),
            type(Cause.XML_INVALID, "convert\\.ParseError$"));

    private CauseTable() {}

    /** The environment's doing; null if it was none of it. */
    static @Nullable Cause environment(Failure failure) {
        return first(ENVIRONMENT, failure, failure.message());
    }

    /** Odoo could not even read its configuration. */
    static @Nullable Cause start(Failure failure) {
        return first(START, failure, failure.message());
    }

    /** The doing of code or data outside migration scripts. */
    static Cause code(Failure failure) {
        Cause cause = first(CODE, failure, failure.told());
        return cause == null ? Cause.UNKNOWN : cause;
    }

    private static @Nullable Cause first(List<Row> rows, Failure failure, String text) {
        String type = failure.type() == null ? "" : failure.type();
        return rows.stream()
                .filter(row -> row.fits(type, text))
                .map(Row::cause)
                .findFirst()
                .orElse(null);
    }

    private static Row says(Cause cause, String regex) {
        return new Row(cause, null, Pattern.compile(regex));
    }

    private static Row type(Cause cause, String regex) {
        return new Row(cause, Pattern.compile(regex), null);
    }
}
