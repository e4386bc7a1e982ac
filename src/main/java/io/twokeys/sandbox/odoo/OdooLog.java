package io.twokeys.sandbox.odoo;

import java.io.PrintStream;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Log records as Odoo 19 writes them: UTC time, process number, level, database, logger, message, and a space at the end
 * where Odoo's performance fields would stand.
 */
final class OdooLog {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss,SSS").withZone(ZoneOffset.UTC);

    private final PrintStream out;
    private final InstantSource clock;
    private final long pid = ProcessHandle.current().pid();
    private volatile String database = "?";

    OdooLog(PrintStream out, InstantSource clock) {
        this.out = out;
        this.clock = clock;
    }

    /** The database that later records name. */
    void database(String name) {
        database = name;
    }

    boolean isDatabaseChosen() {
        return !database.equals("?");
    }

    void info(String logger, String message) {
        write("INFO", logger, message + " ");
    }

    void warning(String logger, String message) {
        write("WARNING", logger, message + " ");
    }

    void error(String logger, String message) {
        write("ERROR", logger, message + " ");
    }

    /** A record with a traceback below it, which ends the record without a space. */
    void critical(String logger, String message, String traceback) {
        write("CRITICAL", logger, message + " \n" + traceback);
    }

    /** An ERROR record with a traceback below it. */
    void error(String logger, String message, String traceback) {
        write("ERROR", logger, message + " \n" + traceback);
    }

    /** A line of the interpreter, not of the logger. */
    void bare(String text) {
        synchronized (out) {
            out.println(text);
            out.flush();
        }
    }

    private void write(String level, String logger, String message) {
        bare(TIME.format(clock.instant()) + " " + pid + " " + level + " " + database + " " + logger + ": " + message);
    }
}
