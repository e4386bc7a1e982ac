package io.twokeys.odoo.diagnosis;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of a run, and why. Immutable. In JSON it is one flat object, as {@code diagnosis.schema.json} describes it.
 *
 * @param findings what somebody has to look at although all was committed
 * @param notes worth saying, nothing to do
 * @param retryAllowed the database is unchanged: the same command may run again once the cause is removed
 * @param why one sentence
 * @param advice what to do next
 * @param evidence what this was concluded from
 */
public record Diagnosis(
        Judgement judgement,
        Place place,
        Remarks remarks,
        boolean retryAllowed,
        String why,
        String advice,
        List<String> evidence)
        implements JsonSerializable {

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

    @Override
    public void serialize(JsonGenerator json, SerializerProvider anything) throws IOException {
        json.writeStartObject();
        writeTo(json);
        json.writeEndObject();
    }

    @Override
    public void serializeWithType(JsonGenerator json, SerializerProvider anything, TypeSerializer types)
            throws IOException {
        serialize(json, anything);
    }

    /** Writes its fields, field by field: to find them out by reflection takes longer than to read a log of 20 MB. */
    public void writeTo(JsonGenerator json) throws IOException {
        json.writeStringField("verdict", verdict().code());
        json.writeStringField("database", database().code());
        json.writeStringField("cause", cause().code());
        json.writeStringField("causeNeedsEvidence", judgement.causeNeedsEvidence());
        json.writeStringField("databaseNeedsEvidence", judgement.databaseNeedsEvidence());
        json.writeStringField("module", place.module());
        json.writeStringField("script", place.script());
        json.writeStringField("file", place.file());
        json.writeFieldName("firstFailure");
        write(json, place.firstFailure());
        json.writeFieldName("exceptionLine");
        write(json, place.exceptionLine());
        json.writeStringField("sqlstateOrException", place.sqlstateOrException());
        write(json, "findings", remarks.findings());
        json.writeObjectFieldStart("findingLines");
        for (var finding : remarks.findingLines().entrySet())
            json.writeNumberField(finding.getKey(), finding.getValue());
        json.writeEndObject();
        write(json, "notes", remarks.notes());
        json.writeBooleanField("retryAllowed", retryAllowed);
        json.writeStringField("why", why);
        json.writeStringField("advice", advice);
        write(json, "evidence", evidence);
    }

    private static void write(JsonGenerator json, @Nullable FirstFailure failure) throws IOException {
        if (failure == null) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeNumberField("line", failure.line());
        json.writeStringField("text", failure.text());
        json.writeFieldName("recordLine");
        write(json, failure.recordLine());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, @Nullable Long line) throws IOException {
        if (line == null) json.writeNull();
        else json.writeNumber(line);
    }

    private static void write(JsonGenerator json, String field, List<String> texts) throws IOException {
        json.writeArrayFieldStart(field);
        for (String text : texts) json.writeString(text);
        json.writeEndArray();
    }
}
