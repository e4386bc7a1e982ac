package io.twokeys.odoo.diagnosis;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of a run, and why. Immutable; Jackson writes it as one flat object.
 *
 * @param findings what somebody has to look at although all was committed
 * @param notes worth saying, nothing to do
 * @param retryAllowed the database is unchanged: the same command may run again once the cause is removed
 * @param why one sentence
 * @param advice what to do next
 * @param evidence what this was concluded from
 */
public record Diagnosis(
        @JsonUnwrapped Judgement judgement,
        @JsonUnwrapped Place place,
        @JsonUnwrapped Remarks remarks,
        boolean retryAllowed,
        String why,
        String advice,
        List<String> evidence) {

    /**
     * The three answers.
     *
     * @param causeNeedsEvidence what was needed beyond the log: {@code states}, {@code journal}, {@code postgresql-log},
     *     {@code exit-code}; null if nothing
     * @param databaseNeedsEvidence the same for the database
     */
    public record Judgement(
            Verdict verdict,
            DatabaseState database,
            Cause cause,
            @Nullable String causeNeedsEvidence,
            @Nullable String databaseNeedsEvidence) {}

    /**
     * Where it failed.
     *
     * @param module that the failure belongs to, or that was being worked on when the log ends
     * @param script {@code module/migrations/version/file.py} that failed or was running
     * @param file {@code path in the addons checkout:line}
     * @param firstFailure the line that states the root error
     * @param exceptionLine where the traceback repeats the error of a bad query
     * @param sqlstateOrException class of the exception as the traceback names it
     */
    public record Place(
            @Nullable String module,
            @Nullable String script,
            @Nullable String file,
            @Nullable FirstFailure firstFailure,
            @Nullable Long exceptionLine,
            @Nullable String sqlstateOrException) {}

    /**
     * Line numbers start at 1.
     *
     * @param text its first 200 characters
     * @param recordLine the log record it belongs to; null if it was written outside the logger
     */
    public record FirstFailure(
            long line, String text, @Nullable Long recordLine) {}

    /** @param findingLines finding to the line that says it */
    public record Remarks(List<String> findings, Map<String, Long> findingLines, List<String> notes) {}

    /** What became of what was asked for. */
    public enum Verdict {
        SUCCEEDED,
        SUCCEEDED_WITH_FINDINGS,
        FAILED,
        UNKNOWN;

        @JsonValue
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** What became of the target database. */
    public enum DatabaseState {
        UNCHANGED,
        UPGRADED,
        HALF_UPGRADED,
        OTHER_DATABASE_CREATED,
        UNKNOWN;

        @JsonValue
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public Verdict verdict() {
        return judgement.verdict();
    }

    public DatabaseState database() {
        return judgement.database();
    }

    public Cause cause() {
        return judgement.cause();
    }
}
