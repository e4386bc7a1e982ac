package io.twokeys.odoo.diagnosis;

import io.twokeys.odoo.diagnosis.Diagnosis.DatabaseState;
import io.twokeys.odoo.diagnosis.Diagnosis.FirstFailure;
import io.twokeys.odoo.diagnosis.Diagnosis.Judgement;
import io.twokeys.odoo.diagnosis.Diagnosis.Place;
import io.twokeys.odoo.diagnosis.Diagnosis.Remarks;
import io.twokeys.odoo.diagnosis.Diagnosis.Verdict;
import io.twokeys.odoo.trace.Warnings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says what became of a run. Reads the evidence once, in bounded memory. Never says "succeeded" unless the log goes to its
 * end, the module rows agree and nothing contradicts. Immutable and thread-safe.
 */
public final class Diagnostician {
    private final List<Rule> rules =
            List.of(new OtherDatabase(), new NeverStarted(), new Finished(), new Raised(), new Vanished());

    /** @throws IOException if a stream cannot be read */
    public Diagnosis diagnose(Evidence evidence) throws IOException {
        Case c = Case.read(evidence);
        for (Rule rule : rules) {
            Draft draft = rule.judge(c);
            if (draft == null) continue;
            if (draft.verdict == Verdict.FAILED && draft.database == DatabaseState.UNKNOWN) Raised.database(c, draft);
            return finish(c, draft);
        }
        throw new IllegalStateException("the last rule always answers");
    }

    private static Diagnosis finish(Case c, Draft draft) {
        if (draft.cause == Cause.NONE) draft.module(null);
        Map<String, Long> lines = new LinkedHashMap<>(draft.findings);
        lines.values().removeIf(line -> line == 0);
        boolean retry = draft.verdict == Verdict.FAILED
                && (draft.database == DatabaseState.UNCHANGED
                        || draft.database == DatabaseState.OTHER_DATABASE_CREATED);
        return new Diagnosis(
                new Judgement(draft.verdict, draft.database, draft.cause, draft.causeNeeds, draft.databaseNeeds),
                new Place(
                        draft.module,
                        draft.script,
                        draft.file,
                        draft.firstFailure,
                        draft.exceptionLine,
                        draft.exception),
                new Remarks(List.copyOf(draft.findings.keySet()), lines, List.copyOf(draft.notes)),
                retry,
                why(draft),
                advice(c, draft, retry),
                evidence(c, draft));
    }

    private static String why(Draft draft) {
        StringBuilder why = new StringBuilder(sentence(draft));
        if (draft.script != null) why.append(" in ").append(draft.script);
        else if (draft.module != null) why.append(" (").append(draft.module).append(')');
        if (!draft.details.isEmpty()) why.append(": ").append(draft.details.getFirst());
        return Character.toUpperCase(why.charAt(0)) + why.substring(1) + "; " + database(draft.database) + ".";
    }

    private static String sentence(Draft draft) {
        if (noRuleKnows(draft)) return "it failed, and no cause that is known here fits";
        return draft.cause == Cause.NONE ? "everything that was asked for was done" : draft.cause.sentence();
    }

    private static String database(DatabaseState state) {
        return switch (state) {
            case UNCHANGED -> "the database is as it was";
            case UPGRADED -> "everything that Odoo had marked was loaded and committed";
            case HALF_UPGRADED -> "a part was committed, the database is half-upgraded";
            case OTHER_DATABASE_CREATED -> "the target is as it was, but another database was created";
            case UNKNOWN -> "the state of the database is not known";
        };
    }

    private static boolean noRuleKnows(Draft draft) {
        return draft.cause == Cause.UNKNOWN && draft.verdict == Verdict.FAILED;
    }

    private static String advice(Case c, Draft draft, boolean retry) {
        String advice = noRuleKnows(draft)
                ? "Read the log at the line that is named here, and what stands around it."
                : draft.cause.advice();
        if (draft.verdict == Verdict.UNKNOWN) return "Do not start it again yet. " + Cause.UNKNOWN.advice();
        if (retry) return advice + " The database is unchanged: the same command may then run again.";
        if (draft.verdict == Verdict.FAILED && draft.database == DatabaseState.HALF_UPGRADED) {
            return "Restore the checkpoint before anything else: a second run would skip what is already committed. "
                    + advice;
        }
        if (draft.verdict == Verdict.FAILED) return "Restore the checkpoint or correct what was deployed. " + advice;
        return draft.findings.isEmpty()
                ? whatScriptsWarnOf(c.run().warnings())
                : advice + " Look at: "
                        + draft.findings.keySet().stream()
                                .map(Explanation::words)
                                .collect(Collectors.joining("; ")) + ".";
    }

    private static String whatScriptsWarnOf(Warnings warnings) {
        String where = "line " + warnings.firstOfScripts() + " of the log";
        return switch (warnings.ofScripts()) {
            case 0 -> "Nothing to do.";
            case 1 -> "Read what a migration script warns of in " + where + ".";
            default ->
                "Read the " + warnings.ofScripts() + " warnings of migration scripts, the first in " + where + ".";
        };
    }

    private static List<String> evidence(Case c, Draft draft) {
        List<String> evidence = new ArrayList<>();
        FirstFailure first = draft.firstFailure;
        if (first != null)
            evidence.add("log line " + first.line() + ": " + first.text().strip());
        evidence.add(c.exit() == null ? "exit status not known" : "exit status " + c.exit());
        evidence.add(extent(c));
        evidence.add(c.run().loaded().size() + " modules loaded" + (c.inJournal() ? ", by the journal" : ""));
        evidence.add(rows(c));
        add(evidence, "kernel: ", c.host().oomKilledOdoo());
        add(evidence, "PostgreSQL: ", c.host().noSpace());
        add(evidence, "PostgreSQL: ", c.host().postgresReason());
        for (String detail : draft.details) {
            if (evidence.stream().noneMatch(line -> line.contains(detail))) evidence.add(detail);
        }
        return List.copyOf(evidence);
    }

    private static String extent(Case c) {
        if (c.run().complete()) return "the log goes to its end";
        return c.failure() != null ? "the log goes as far as the failure" : "the log does not go to its end";
    }

    private static String rows(Case c) {
        if (!c.statesKnown()) return "module states not known";
        return "module rows: " + c.moved().size() + " written, "
                + c.leftInBetween().size() + " in between";
    }

    private static void add(List<String> evidence, String source, @Nullable String line) {
        if (line != null) evidence.add(source + line);
    }
}
