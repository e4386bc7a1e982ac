package io.twokeys.odoo.trace;

import io.twokeys.odoo.log.Level;
import io.twokeys.odoo.log.LogLine;
import io.twokeys.odoo.log.LogRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Errors that nothing has recovered from so far, in the order of the log. Progress clears them: a query that failed within
 * a savepoint, or an exception that was only logged, is no failure of the run. Bounded.
 */
final class Candidates {
    private static final int MAX = 50;

    /** @param error the line of PostgreSQL below the SQL, {@code ERROR: …} */
    private record BadQuery(LogRecord record, LogLine error) {
        String message() {
            return error.text().replaceFirst("^[A-Z]+:\\s+", "").strip();
        }
    }

    private record Raised(@Nullable LogRecord record, Traceback traceback, boolean end) {}

    private final List<BadQuery> queries = new ArrayList<>();
    private final List<Raised> raised = new ArrayList<>();
    private @Nullable LogRecord recovered;

    void accept(LogRecord record) {
        if (record.level() == Level.ERROR && record.logger().equals("odoo.sql_db") && record.says("bad query")) {
            LogLine error = record.more().stream()
                    .filter(line ->
                            line.text().startsWith("ERROR:") || line.text().startsWith("FATAL:"))
                    .findFirst()
                    .orElse(null);
            if (error != null && queries.size() < MAX) queries.add(new BadQuery(record, error));
        }
        Traceback traceback = record.more().isEmpty() ? null : Traceback.in(lines(record));
        if (traceback == null || raised.size() >= MAX) return;
        boolean interpreter = traceback.byInterpreter();
        if (!interpreter && !record.level().atLeast(Level.ERROR)) return;
        boolean end =
                interpreter || record.says("Failed to initialize database") || record.says("Failed to load registry");
        raised.add(new Raised(interpreter ? null : record, traceback, end));
    }

    private static List<LogLine> lines(LogRecord record) {
        if (record.prefixed()) return record.more();
        List<LogLine> all = new ArrayList<>(List.of(new LogLine(record.line(), record.text())));
        all.addAll(record.more());
        return all;
    }

    /** The run went on. */
    void recover() {
        if (queries.isEmpty() && raised.isEmpty()) return;
        if (recovered == null && !raised.isEmpty())
            recovered = raised.getFirst().record();
        queries.clear();
        raised.clear();
    }

    /** The first record with a traceback that the run survived. */
    @Nullable
    LogRecord recovered() {
        return recovered;
    }

    /** The root error that ended the run; null if none is pending. */
    @Nullable
    Failure failure() {
        Raised last =
                raised.stream().filter(Raised::end).findFirst().orElse(raised.isEmpty() ? null : raised.getLast());
        if (last == null) return queries.isEmpty() ? null : ofQuery(queries.getFirst(), null, null);
        for (BadQuery query : queries) {
            Traceback.Block repeats = repeating(query, last.traceback());
            if (repeats != null) return ofQuery(origin(query), last.traceback(), repeats);
        }
        return ofException(last);
    }

    /** "current transaction is aborted" is always a follow-up of an earlier query. */
    private BadQuery origin(BadQuery query) {
        return query.message().startsWith("current transaction is aborted") ? queries.getFirst() : query;
    }

    private static Traceback.@Nullable Block repeating(BadQuery query, Traceback traceback) {
        return traceback.blocks().stream()
                .filter(block ->
                        block.message().lines().findFirst().orElse("").strip().equals(query.message()))
                .findFirst()
                .orElse(null);
    }

    private static Failure ofQuery(BadQuery query, @Nullable Traceback traceback, Traceback.@Nullable Block repeats) {
        List<String> below = query.record().more().stream().map(LogLine::text).toList();
        Long repeatedAt = repeats != null && repeats.message().startsWith(query.message())
                ? Long.valueOf(repeats.line().number())
                : null;
        return new Failure(
                query.error(),
                query.record().line(),
                repeatedAt,
                repeats == null ? null : repeats.type(),
                String.join("\n", below),
                query.record().message(),
                traceback,
                repeats);
    }

    private Failure ofException(Raised last) {
        Traceback.Block root = last.traceback().root();
        for (Raised earlier : raised) {
            Traceback.Block same = earlier.traceback().root();
            if (same.type().equals(root.type())
                    && same.message().strip().equals(root.message().strip())) {
                return failure(earlier, same);
            }
        }
        return failure(last, root);
    }

    private static Failure failure(Raised raised, Traceback.Block root) {
        LogRecord record = raised.record();
        return new Failure(
                root.line(),
                record == null ? null : record.line(),
                null,
                root.type(),
                root.message(),
                "",
                raised.traceback(),
                root);
    }
}
