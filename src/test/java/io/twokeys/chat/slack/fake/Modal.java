package io.twokeys.chat.slack.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A modal in front of a person: they read it, fill it in and send it. */
public final class Modal {
    private final FakeSlack slack;
    private final Person person;
    private final Workspace.View view;
    private final Map<String, ObjectNode> filled = new HashMap<>();

    Modal(FakeSlack slack, Person person, Workspace.View view) {
        this.slack = slack;
        this.person = person;
        this.view = view;
    }

    /**
     * What became of a submission.
     *
     * @param errors below which field, by its label
     */
    public record Sent(boolean closed, Map<String, String> errors, Ack ack) {}

    public String title() {
        return view.json.at("/title/text").asText();
    }

    public String text() {
        return Reading.of(view.json.path("blocks"));
    }

    public boolean isOpen() {
        return view.open;
    }

    public JsonNode json() {
        return ViewMethods.json(view);
    }

    public List<String> labels() {
        List<String> labels = new ArrayList<>();
        for (JsonNode block : view.json.path("blocks"))
            if (block.path("type").asText().equals("input"))
                labels.add(block.at("/label/text").asText());
        return labels;
    }

    public Modal fill(String label, String text) {
        JsonNode input = input(label);
        if (!input.at("/element/type").asText().equals("plain_text_input"))
            throw new AssertionError(label + " is not typed into");
        filled.put(label, state("plain_text_input").put("value", text));
        return this;
    }

    /** What is offered for what was typed so far. */
    public List<String> searches(String label, String typed) {
        JsonNode input = input(label);
        ObjectNode payload = person.payload("block_suggestion");
        payload.putObject("container").put("type", "view").put("view_id", view.id);
        payload.set("view", withState());
        payload.put("action_id", input.at("/element/action_id").asText())
                .put("block_id", input.path("block_id").asText())
                .put("value", typed);
        Ack ack = slack.transport().interaction(payload);
        if (!ack.ok()) throw new AssertionError("no options: " + ack);
        List<String> options = new ArrayList<>();
        for (JsonNode option : ack.json().path("options")) {
            BlockLimits.between(option.at("/text/text").asText().length(), 1, 75, "characters of an option");
            options.add(option.at("/text/text").asText());
        }
        BlockLimits.between(options.size(), 0, 100, "options");
        return options;
    }

    /** Takes what is offered under that name. */
    public Modal picks(String label, String option) {
        if (!searches(label, option).contains(option)) throw new AssertionError("not offered: " + option);
        ObjectNode state = state("external_select");
        ObjectNode selected = state.putObject("selected_option").put("value", option);
        selected.putObject("text").put("type", "plain_text").put("text", option);
        filled.put(label, state);
        return this;
    }

    /** Sends it; what is required must be there. */
    public Sent submit() {
        for (JsonNode block : view.json.path("blocks"))
            if (block.path("type").asText().equals("input")
                    && !block.path("optional").asBoolean()
                    && !filled.containsKey(block.at("/label/text").asText()))
                return new Sent(
                        false,
                        Map.of(block.at("/label/text").asText(), "Please complete"),
                        Ack.none("", java.time.Duration.ZERO));
        ObjectNode payload = person.payload("view_submission");
        payload.set("view", withState());
        Ack ack = slack.transport().interaction(payload);
        Map<String, String> errors = errors(ack.json());
        boolean closed = ack.ok() && !ack.json().has("response_action");
        if (closed || ack.json().path("response_action").asText().equals("clear")) view.open = false;
        if (ack.json().path("response_action").asText().equals("update")) {
            ViewLimits.check(ack.json().path("view"), "modal");
            view.json = ack.json().path("view");
        }
        return new Sent(closed, errors, ack);
    }

    /** Without sending it. */
    public void close() {
        view.open = false;
    }

    private Map<String, String> errors(JsonNode answer) {
        Map<String, String> errors = new HashMap<>();
        for (JsonNode block : view.json.path("blocks")) {
            JsonNode error = answer.path("errors").path(block.path("block_id").asText());
            if (!error.isMissingNode()) errors.put(block.at("/label/text").asText(), error.asText());
        }
        if (answer.path("errors").size() != errors.size()) throw new AssertionError("errors nowhere: " + answer);
        return errors;
    }

    private ObjectNode withState() {
        ObjectNode json = ViewMethods.json(view);
        ObjectNode values = json.putObject("state").putObject("values");
        for (JsonNode block : view.json.path("blocks")) {
            if (!block.path("type").asText().equals("input")) continue;
            String type = block.at("/element/type").asText();
            ObjectNode empty = state(type);
            if (type.equals("plain_text_input")) empty.putNull("value");
            else empty.putNull("selected_option");
            values.putObject(block.path("block_id").asText())
                    .set(
                            block.at("/element/action_id").asText(),
                            filled.getOrDefault(block.at("/label/text").asText(), empty));
        }
        return json;
    }

    private JsonNode input(String label) {
        for (JsonNode block : view.json.path("blocks"))
            if (block.at("/label/text").asText().equals(label)) return block;
        throw new AssertionError("no field " + label + " in " + labels());
    }

    private static ObjectNode state(String type) {
        return FakeSlack.JSON.createObjectNode().put("type", type);
    }
}
