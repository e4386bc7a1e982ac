package io.twokeys.odoo.diagnosis;

import io.twokeys.odoo.diagnosis.Diagnosis.DatabaseState;
import io.twokeys.odoo.diagnosis.Diagnosis.FirstFailure;
import io.twokeys.odoo.diagnosis.Diagnosis.Verdict;
import io.twokeys.odoo.log.LogLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A diagnosis in the making. Not thread-safe. */
final class Draft {
    private static final int MAX_TEXT = 200;

    Verdict verdict = Verdict.FAILED;
    DatabaseState database = DatabaseState.UNKNOWN;
    Cause cause;

    @Nullable
    String causeNeeds;

    @Nullable
    String databaseNeeds;

    @Nullable
    String module;

    @Nullable
    String script;

    @Nullable
    String file;

    @Nullable
    FirstFailure firstFailure;

    @Nullable
    Long exceptionLine;

    @Nullable
    String exception;

    final Map<String, Long> findings = new TreeMap<>();
    final List<String> notes = new ArrayList<>();
    final List<String> details = new ArrayList<>();

    Draft(Cause cause) {
        this.cause = cause;
    }

    Draft needs(@Nullable String evidence) {
        causeNeeds = evidence;
        return this;
    }

    Draft module(@Nullable String name) {
        module = name;
        return this;
    }

    Draft database(DatabaseState state) {
        database = state;
        return this;
    }

    /** A line written outside the logger. */
    Draft at(@Nullable LogLine line) {
        return line == null ? this : at(line, null);
    }

    Draft at(LogLine line, @Nullable Long recordLine) {
        String text = line.text();
        int end = text.offsetByCodePoints(0, Math.min(MAX_TEXT, text.codePointCount(0, text.length())));
        firstFailure = new FirstFailure(line.number(), text.substring(0, end), recordLine);
        return this;
    }

    /** A whole log record. */
    Draft atRecord(LogLine line) {
        return at(line, line.number());
    }

    Draft detail(@Nullable String sentence) {
        if (sentence != null) details.add(sentence);
        return this;
    }
}
