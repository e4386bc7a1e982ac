package io.twokeys.chat.slack.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/** What Slack takes at most in blocks: docs.slack.dev/reference/block-kit/blocks, and the total that is not documented. */
public final class BlockLimits {
    private static final int TOTAL = 13_000;

    private final Set<String> ids = new HashSet<>();
    private final boolean plans;
    private int text;

    private BlockLimits(boolean plans) {
        this.plans = plans;
    }

    /** Refuses as {@code chat.postMessage} would, in a workspace that knows plan blocks. */
    public static void check(JsonNode blocks) {
        check(blocks, 50, true);
    }

    /** @param plans whether {@code plan} and {@code task_card} are known here */
    static void check(JsonNode blocks, int most, boolean plans) {
        if (!blocks.isArray()) throw new SlackError("invalid_blocks_format");
        BlockLimits limits = new BlockLimits(plans);
        between(blocks.size(), 0, most, "blocks");
        blocks.forEach(limits::block);
        if (limits.text > TOTAL) throw new SlackError("msg_blocks_too_long", limits.text + " characters in all");
    }

    private void block(JsonNode block) {
        id(block.path("block_id"));
        switch (block.path("type").asText()) {
            case "header" -> text(block.path("text"), 150, "plain_text");
            case "section" -> section(block);
            case "context" -> {
                between(block.path("elements").size(), 1, 10, "context elements");
                block.path("elements").forEach(element -> text(element, 3000, ""));
            }
            case "actions" -> {
                between(block.path("elements").size(), 1, 25, "actions");
                block.path("elements").forEach(this::element);
            }
            case "rich_text" -> rich(block);
            case "divider" -> {}
            case "input" -> input(block);
            case "plan" -> plan(block);
            case "task_card" -> task(block);
            default -> throw invalid("no such block: " + block.path("type"));
        }
    }

    private void section(JsonNode block) {
        if (!block.has("text") && !block.has("fields")) throw invalid("an empty section");
        if (block.has("text")) text(block.path("text"), 3000, "");
        if (block.has("fields")) between(block.path("fields").size(), 1, 10, "fields");
        block.path("fields").forEach(field -> text(field, 2000, ""));
        if (block.has("accessory")) element(block.path("accessory"));
    }

    private void rich(JsonNode block) {
        between(block.path("elements").size(), 1, 1000, "rich text elements");
        for (JsonNode element : block.path("elements")) {
            if (!element.path("type").asText().startsWith("rich_text_")) throw invalid("not rich text: " + element);
            if (element.path("elements").isEmpty()) throw invalid("rich text with nothing in it");
            element.path("elements").forEach(this::piece);
        }
    }

    private void piece(JsonNode piece) {
        switch (piece.path("type").asText()) {
            case "text" -> {
                int length = piece.path("text").asText().length();
                between(length, 1, TOTAL, "characters of rich text");
                text += length;
            }
            case "link" -> {
                between(piece.path("url").asText().length(), 1, 3000, "characters of a link");
                text += piece.path("text").asText().length();
            }
            case "user" -> required(piece, "user_id");
            case "date" -> {
                if (!piece.path("timestamp").isIntegralNumber()) throw invalid("a date without a timestamp");
                required(piece, "format");
            }
            case "rich_text_section" -> piece.path("elements").forEach(this::piece);
            default -> throw invalid("not in rich text: " + piece);
        }
    }

    private void input(JsonNode block) {
        text(block.path("label"), 2000, "plain_text");
        if (block.has("hint")) text(block.path("hint"), 2000, "plain_text");
        element(block.path("element"));
    }

    private void plan(JsonNode block) {
        if (!plans) throw invalid("unsupported block type: plan");
        required(block, "title");
        between(block.path("tasks").size(), 1, 50, "tasks");
        block.path("tasks").forEach(this::task);
    }

    private void task(JsonNode task) {
        if (!plans) throw invalid("unsupported block type: task_card");
        required(task, "task_id");
        between(task.path("title").asText().length(), 1, 256, "characters of a task");
        if (!Set.of("pending", "in_progress", "complete", "error")
                .contains(task.path("status").asText())) throw invalid("a task is " + task.path("status"));
        text += task.path("title").asText().length();
        for (String part : new String[] {"details", "output"}) if (task.has(part)) rich(task.path(part));
    }

    private void element(JsonNode element) {
        between(element.path("action_id").asText().length(), element.has("action_id") ? 1 : 0, 255, "action_id");
        switch (element.path("type").asText()) {
            case "button" -> button(element);
            case "plain_text_input" -> {
                between(element.path("max_length").asInt(1), 1, 3000, "max_length");
                placeholder(element);
            }
            case "external_select", "static_select" -> {
                placeholder(element);
                if (element.has("options")) between(element.path("options").size(), 1, 100, "options");
                element.path("options").forEach(option -> text(option.path("text"), 75, ""));
            }
            case "overflow" -> between(element.path("options").size(), 2, 5, "overflow options");
            default -> throw invalid("no such element: " + element.path("type"));
        }
    }

    private void button(JsonNode button) {
        text(button.path("text"), 75, "plain_text");
        between(button.path("value").asText().length(), 0, 2000, "value");
        between(button.path("url").asText().length(), 0, 3000, "url");
        if (button.has("style")
                && !Set.of("primary", "danger").contains(button.path("style").asText()))
            throw invalid("a button's style is " + button.path("style"));
        JsonNode confirm = button.path("confirm");
        if (confirm.isMissingNode()) return;
        text(confirm.path("title"), 100, "plain_text");
        text(confirm.path("text"), 300, "");
        text(confirm.path("confirm"), 30, "plain_text");
        text(confirm.path("deny"), 30, "plain_text");
    }

    private void placeholder(JsonNode element) {
        if (element.has("placeholder")) text(element.path("placeholder"), 150, "plain_text");
    }

    private void id(JsonNode id) {
        if (id.isMissingNode()) return;
        between(id.asText().length(), 1, 255, "block_id");
        if (!ids.add(id.asText())) throw invalid("block_id must be unique: " + id.asText());
    }

    private void text(JsonNode object, int most, String type) {
        String kind = object.path("type").asText();
        if (!Set.of("plain_text", "mrkdwn").contains(kind) || (!type.isEmpty() && !kind.equals(type)))
            throw invalid("not " + (type.isEmpty() ? "a text" : type) + ": " + object);
        int length = object.path("text").asText().length();
        between(length, 1, most, "characters");
        text += length;
    }

    private static void required(JsonNode node, String name) {
        if (node.path(name).asText().isEmpty()) throw invalid("missing required field: " + name);
    }

    static void between(int number, int least, int most, String what) {
        if (number < least || number > most) throw invalid(number + " " + what + ", not " + least + " to " + most);
    }

    private static SlackError invalid(String what) {
        return new SlackError("invalid_blocks", what);
    }
}
