package io.twokeys.bot.card;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.twokeys.chat.Message;
import io.twokeys.chat.Message.Button;
import io.twokeys.chat.Message.Checklist;
import io.twokeys.chat.Message.Field;
import io.twokeys.chat.Message.Fields;
import io.twokeys.chat.Message.Item;
import io.twokeys.chat.Message.Kind;
import io.twokeys.chat.Message.Mark;
import io.twokeys.chat.Message.Preformatted;
import io.twokeys.chat.Message.Span.Bold;
import io.twokeys.chat.Message.Style;
import io.twokeys.chat.Message.Text;
import io.twokeys.operation.Operation;
import io.twokeys.operation.Operation.StepRun;
import io.twokeys.operation.OperationState;
import io.twokeys.plan.Plan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

/** How an operation ended, from what evidence, and what to do next. */
public final class VerdictCard {
    private VerdictCard() {}

    /** Closes the operation's thread. */
    public static Message of(Operation operation, List<StepRun> runs) {
        var card = Message.of(
                Kind.VERDICT,
                operation.id() + " " + words(operation.state()) + ": "
                        + operation.plan().title(),
                outcome(operation));
        if (undone(runs)) card = card.with(Text.of(asBefore(operation.plan())));
        return details(findings(card, diagnosisOf(runs)), operation, runs, next(operation, diagnosisOf(runs)));
    }

    private static String asBefore(Plan plan) {
        return plan instanceof Plan.DryRun dryRun
                ? "The copy is dropped and " + dryRun.target() + " is as it was before; "
                        + dryRun.source().target() + " was not touched."
                : "Its steps were undone: the target is as it was before.";
    }

    /** What Odoo said and went on after: somebody has to look at it. */
    private static Message findings(Message card, JsonNode diagnosis) {
        List<Item> items = new ArrayList<>();
        diagnosis.path("findings").forEach(finding -> {
            JsonNode line = diagnosis.path("findingLines").path(finding.asText());
            items.add(new Item(
                    Mark.WARNED, finding.asText(), line.asLong() > 0 ? "line " + line.asLong() + " of the log" : ""));
        });
        return items.isEmpty() ? card : card.with(new Checklist("Findings", items));
    }

    /**
     * Opens the incident's thread, and answers {@code /odoo diagnose}.
     *
     * @param open whether a rollback is still the way out
     */
    public static Message diagnosis(Operation operation, List<StepRun> runs, boolean open) {
        var card = Message.of(Kind.DIAGNOSIS, "Diagnosis of " + operation.id(), outcome(operation));
        boolean since = open && operation.state() == OperationState.SUCCEEDED;
        String next = since
                ? "Look at what was seen since, in the thread of the incident."
                : next(operation, diagnosisOf(runs));
        var full = details(card, operation, runs, next);
        return open
                ? full.withButtons(Button.of("rollback:" + operation.target(), "Ask for a rollback", Style.DANGER))
                : full;
    }

    /** One line with the mark that tells from afar how it ended. */
    private static Checklist outcome(Operation operation) {
        Mark mark = switch (operation.state()) {
            case SUCCEEDED -> Mark.DONE;
            case FAILED -> Mark.FAILED;
            case UNKNOWN -> Mark.WARNED;
            case CANCELLED -> Mark.SKIPPED;
            case QUEUED, RUNNING -> Mark.RUNNING;
        };
        var times = operation.times();
        String took = times.started() == null || times.ended() == null
                ? ""
                : "took " + Times.of(Duration.between(times.started(), times.ended()));
        return new Checklist("", List.of(new Item(mark, sentence(reason(operation)), took)));
    }

    private static boolean undone(List<StepRun> runs) {
        return runs.stream().anyMatch(run -> run.state() == Operation.StepState.UNDONE);
    }

    /** Why it ended as it did, without the word for how, which stands beside it. */
    static String reason(Operation operation) {
        String verdict = operation.verdict();
        if (verdict.isEmpty()) return words(operation.state());
        return verdict.startsWith(words(operation.state()) + ": ")
                ? verdict.substring(words(operation.state()).length() + 2)
                : verdict;
    }

    private static Message details(Message card, Operation operation, List<StepRun> runs, String next) {
        JsonNode diagnosis = diagnosisOf(runs);
        var told = diagnosis.isMissingNode() ? card : facts(card, diagnosis, operation.plan());
        var full = smokeTest(told, runs);
        return next.isEmpty() ? full : full.with(Text.of(new Bold("Next:"), " " + next));
    }

    /** The modules may be well and what was asked afterwards not. */
    private static String next(Operation operation, JsonNode diagnosis) {
        boolean upgraded = diagnosis.path("verdict").asText().startsWith("succeeded");
        return upgraded && operation.state() == OperationState.FAILED && operation.plan() instanceof Plan.Upgrade
                ? "The modules are upgraded, traffic is frozen. Correct what failed and upgrade again, or ask for a rollback. "
                        + "`/odoo thaw on " + operation.target() + "` lets people in as it is."
                : diagnosis.path("advice").asText("");
    }

    private static Message smokeTest(Message card, List<StepRun> runs) {
        List<Item> items = runs.stream()
                .flatMap(run -> StreamSupport.stream(run.result().path("smoke").spliterator(), false))
                .map(line -> new Item(
                        mark(line.path("result").asText()),
                        line.path("what").asText(),
                        line.path("evidence").asText()))
                .toList();
        return items.isEmpty() ? card : card.with(new Checklist("Smoke test", items));
    }

    private static Mark mark(String result) {
        return switch (result) {
            case "passed" -> Mark.DONE;
            case "skipped" -> Mark.SKIPPED;
            default -> Mark.FAILED;
        };
    }

    private static Message facts(Message card, JsonNode diagnosis, Plan plan) {
        var full = firstFailure(card, diagnosis);
        List<Field> fields = new ArrayList<>();
        boolean copy = plan instanceof Plan.DryRun;
        if (!copy) add(fields, "Database", diagnosis.path("database"));
        add(fields, "Cause", diagnosis.path("cause"));
        add(fields, "Module", diagnosis.path("module"));
        String file = diagnosis.path("file").asText("");
        if (!file.startsWith(diagnosis.path("script").asText("none"))) add(fields, "Script", diagnosis.path("script"));
        add(fields, "File", diagnosis.path("file"));
        add(fields, "Exception", diagnosis.path("sqlstateOrException"));
        boolean failed = !diagnosis.path("verdict").asText().startsWith("succeeded");
        if (failed && !copy)
            fields.add(new Field("Retry", diagnosis.path("retryAllowed").asBoolean() ? "allowed" : "not allowed"));
        return full.with(new Fields(fields));
    }

    private static Message firstFailure(Message card, JsonNode diagnosis) {
        JsonNode first = diagnosis.path("firstFailure");
        return first.hasNonNull("text")
                ? card.with(
                        Text.of(
                                new Bold("First failure"),
                                ", line " + first.path("line").asLong() + " of the log:"),
                        new Preformatted(first.path("text").asText()))
                : card;
    }

    private static void add(List<Field> fields, String label, JsonNode value) {
        if (value.isTextual() && !value.asText().equals("none")) fields.add(new Field(label, value.asText()));
    }

    /** What it left of the database, as judged; empty if it was not. */
    public static String database(List<StepRun> runs) {
        return diagnosisOf(runs).path("database").asText("");
    }

    /** What broke in one line, {@code migration-script in sale_custom/…/post-migrate.py:9}; empty if nothing did. */
    public static String cause(List<StepRun> runs) {
        JsonNode diagnosis = diagnosisOf(runs);
        String cause = told(diagnosis.path("cause"));
        String where = told(diagnosis.path("file"));
        if (where.isEmpty()) where = told(diagnosis.path("module"));
        return cause.isEmpty() || where.isEmpty() ? cause : cause + " in " + where;
    }

    private static String told(JsonNode value) {
        return value.asText("none").equals("none") ? "" : value.asText();
    }

    private static JsonNode diagnosisOf(List<StepRun> runs) {
        return runs.stream()
                .map(run -> run.result().path("diagnosis"))
                .filter(JsonNode::isObject)
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    private static String sentence(String verdict) {
        String begun = Character.toUpperCase(verdict.charAt(0)) + verdict.substring(1);
        return begun.endsWith(".") ? begun : begun + ".";
    }

    private static String words(OperationState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
