package io.twokeys.bot.card;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.twokeys.chat.Message;
import io.twokeys.chat.Message.Button;
import io.twokeys.chat.Message.Field;
import io.twokeys.chat.Message.Fields;
import io.twokeys.chat.Message.Kind;
import io.twokeys.chat.Message.Preformatted;
import io.twokeys.chat.Message.Style;
import io.twokeys.chat.Message.Text;
import io.twokeys.operation.Operation;
import io.twokeys.operation.Operation.StepRun;
import io.twokeys.operation.OperationState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How an operation ended, from what evidence, and what to do next. */
public final class VerdictCard {
    private VerdictCard() {}

    /** Closes the operation's thread. */
    public static Message of(Operation operation, List<StepRun> runs) {
        var card = Message.of(
                Kind.VERDICT,
                operation.id() + " " + words(operation.state()) + ": "
                        + operation.plan().title(),
                Text.of(summary(operation, runs)));
        JsonNode diagnosis = diagnosisOf(runs);
        return diagnosis.isMissingNode() ? card : details(card, diagnosis);
    }

    /** Opens the incident's thread. */
    public static Message diagnosis(Operation operation, List<StepRun> runs) {
        JsonNode diagnosis = diagnosisOf(runs);
        var card = Message.of(Kind.VERDICT, "Diagnosis of " + operation.id(), Text.of(summary(operation, runs)));
        var full = diagnosis.isMissingNode() ? card : details(card, diagnosis);
        return operation.state() == OperationState.SUCCEEDED
                ? full
                : full.withButtons(Button.of("rollback:" + operation.target(), "Ask for a rollback", Style.DANGER));
    }

    private static String summary(Operation operation, List<StepRun> runs) {
        StringBuilder text = new StringBuilder();
        text.append(operation.verdict().isEmpty() ? words(operation.state()) + "." : sentence(operation.verdict()));
        if (operation.times().started() != null && operation.times().ended() != null) {
            text.append(" It took ")
                    .append(Times.of(Duration.between(
                            operation.times().started(), operation.times().ended())))
                    .append('.');
        }
        boolean undone = runs.stream().anyMatch(run -> run.state() == Operation.StepState.UNDONE);
        if (undone) text.append(" Its steps were undone: the target is as it was before.");
        return text.toString();
    }

    private static Message details(Message card, JsonNode diagnosis) {
        List<Field> fields = new ArrayList<>();
        add(fields, "Verdict", diagnosis.path("verdict"));
        add(fields, "Database", diagnosis.path("database"));
        add(fields, "Cause", diagnosis.path("cause"));
        add(fields, "Module", diagnosis.path("module"));
        add(fields, "Script", diagnosis.path("script"));
        add(fields, "File", diagnosis.path("file"));
        add(fields, "Exception", diagnosis.path("sqlstateOrException"));
        fields.add(new Field("Retry", diagnosis.path("retryAllowed").asBoolean() ? "allowed" : "not allowed"));
        var full = card.with(new Fields(fields));
        JsonNode first = diagnosis.path("firstFailure");
        if (first.hasNonNull("text")) {
            full = full.with(
                    Text.of("First failure, line " + first.path("line").asLong() + " of the log:"),
                    new Preformatted(first.path("text").asText()));
        }
        String advice = diagnosis.path("advice").asText("");
        return advice.isEmpty() ? full : full.with(Text.of("Next: " + advice));
    }

    private static void add(List<Field> fields, String label, JsonNode value) {
        if (value.isTextual() && !value.asText().equals("none")) fields.add(new Field(label, value.asText()));
    }

    private static JsonNode diagnosisOf(List<StepRun> runs) {
        return runs.stream()
                .map(run -> run.result().path("diagnosis"))
                .filter(JsonNode::isObject)
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    private static String sentence(String verdict) {
        return verdict.endsWith(".") ? verdict : verdict + ".";
    }

    private static String words(OperationState state) {
        return state.name().toLowerCase(java.util.Locale.ROOT);
    }
}
