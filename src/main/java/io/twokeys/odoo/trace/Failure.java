package io.twokeys.odoo.trace;

import io.twokeys.odoo.log.LogLine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The error that ended a run.
 *
 * @param line the line that states it
 * @param recordLine the log record that it belongs to; null if the interpreter wrote it
 * @param repeatedAt line of the traceback that repeats the error of a bad query
 * @param type class of the exception
 * @param message all it says
 * @param query the record with the SQL, empty if it was none
 * @param block its part of the traceback
 */
public record Failure(
        LogLine line,
        @Nullable Long recordLine,
        @Nullable Long repeatedAt,
        @Nullable String type,
        String message,
        String query,
        @Nullable Traceback traceback,
        Traceback.@Nullable Block block) {

    public List<Traceback.Frame> frames() {
        return block == null ? List.of() : block.frames();
    }

    /** The error and what wraps it. */
    public String told() {
        String head = (type == null ? "" : type + ": ") + message;
        return traceback == null ? head : head + "\n" + traceback.told();
    }
}
