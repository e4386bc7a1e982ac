package io.twokeys.chat.slack.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twokeys.chat.Message.Button;
import io.twokeys.chat.Message.Style;
import java.util.List;
import java.util.Optional;

/** The buttons of a message. Slack has no disabled buttons: those are left out. */
final class ActionsRow {
    private static final int BUTTONS = 25;
    private static final int LABEL = 75;
    private static final int QUESTION = 300;
    private static final int ANSWER = 30;

    private ActionsRow() {}

    static Optional<ObjectNode> of(List<Button> buttons) {
        ObjectNode block = Blocks.block("actions");
        ArrayNode elements = block.putArray("elements");
        buttons.stream()
                .filter(Button::enabled)
                .limit(BUTTONS)
                .map(ActionsRow::button)
                .forEach(elements::add);
        return elements.isEmpty() ? Optional.empty() : Optional.of(block);
    }

    private static ObjectNode button(Button button) {
        ObjectNode node = Blocks.block("button").put("action_id", button.id()).put("value", button.id());
        node.set("text", Blocks.plain(SlackText.cutPlain(button.label(), LABEL)));
        switch (button.style()) {
            case PRIMARY -> node.put("style", "primary");
            case DANGER -> node.put("style", "danger");
            case PLAIN -> {}
        }
        if (!button.confirm().isEmpty()) confirm(node.putObject("confirm"), button);
        return node;
    }

    private static void confirm(ObjectNode confirm, Button button) {
        confirm.set("title", Blocks.plain("Sure?"));
        confirm.set("text", Blocks.plain(SlackText.cutPlain(button.confirm(), QUESTION)));
        confirm.set("confirm", Blocks.plain(SlackText.cutPlain(button.label(), ANSWER)));
        confirm.set("deny", Blocks.plain("Back"));
        if (button.style() == Style.DANGER) confirm.put("style", "danger");
    }
}
