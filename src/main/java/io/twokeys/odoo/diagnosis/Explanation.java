package io.twokeys.odoo.diagnosis;

import io.twokeys.odoo.diagnosis.Diagnosis.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A diagnosis as a colleague would write it: what happened, what of the database, where, how one knows, what next. */
public final class Explanation {
    private static final int LABEL = 10;

    private static final Map<String, String> FINDINGS = Map.of(
            "not-null-not-set", "a column that should be required still holds empty values",
            "constraint-not-applied", "a constraint could not be put on a table: rows there break it",
            "access-rule-missing", "a model has no access rule: nobody but the superuser can use it",
            "field-label-duplicate", "two fields of a model have the same label",
            "error-logged", "an error was logged, and the upgrade went on",
            "exit-status-not-odoos", "the exit status is that of a launcher which died, not Odoo's own");

    private final StringBuilder text = new StringBuilder();

    private Explanation() {}

    public static String of(Diagnosis diagnosis) {
        Explanation explanation = new Explanation();
        explanation.text.append(opening(diagnosis)).append(diagnosis.why()).append("\n\n");
        explanation.add("Database", List.of(database(diagnosis)));
        explanation.add("Where", where(diagnosis.place()));
        explanation.add("Log", log(diagnosis.place()));
        explanation.add("Look at", findings(diagnosis));
        explanation.add("Note", diagnosis.remarks().notes());
        explanation.add("Evidence", evidence(diagnosis));
        explanation.add("Next", List.of(diagnosis.advice()));
        return explanation.text.toString().stripTrailing();
    }

    private static String opening(Diagnosis diagnosis) {
        return switch (diagnosis.verdict()) {
            case SUCCEEDED -> "It succeeded. ";
            case SUCCEEDED_WITH_FINDINGS -> "It succeeded, but somebody has to look at what it left. ";
            case FAILED -> "It failed. ";
            case UNKNOWN -> "Nobody can say yet what became of it. ";
        };
    }

    private static String database(Diagnosis diagnosis) {
        String state = diagnosis.database().code().replace('-', ' ');
        return diagnosis.retryAllowed() ? state + "; the same command may run again once the cause is removed" : state;
    }

    private static List<String> where(Place place) {
        List<String> lines = new ArrayList<>();
        if (place.file() != null) lines.add(place.file());
        else if (place.script() != null) lines.add(place.script());
        if (place.module() != null) lines.add("module " + place.module());
        return lines;
    }

    private static List<String> log(Place place) {
        List<String> lines = new ArrayList<>();
        if (place.firstFailure() != null) {
            lines.add("line " + place.firstFailure().line() + " says it first: "
                    + place.firstFailure().text().strip());
        }
        if (place.exceptionLine() != null) lines.add("line " + place.exceptionLine() + " repeats it in the traceback");
        if (place.sqlstateOrException() != null) lines.add("raised as " + place.sqlstateOrException());
        return lines;
    }

    private static List<String> findings(Diagnosis diagnosis) {
        var lines = diagnosis.remarks().findingLines();
        return diagnosis.remarks().findings().stream()
                .map(finding -> {
                    long line = lines.getOrDefault(finding, 0L);
                    return (line > 0 ? "line " + line + ": " : "") + words(finding) + " (" + finding + ")";
                })
                .toList();
    }

    /** A finding as a colleague would say it. */
    static String words(String finding) {
        return FINDINGS.getOrDefault(finding, finding);
    }

    /** The line of the log stands above. */
    private static List<String> evidence(Diagnosis diagnosis) {
        return diagnosis.evidence().stream()
                .filter(line -> !line.startsWith("log line "))
                .toList();
    }

    private void add(String label, List<String> lines) {
        String margin = label;
        for (String line : lines) {
            text.append(margin)
                    .append(" ".repeat(LABEL - margin.length()))
                    .append(line)
                    .append('\n');
            margin = "";
        }
    }
}
