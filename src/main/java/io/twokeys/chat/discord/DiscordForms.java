package io.twokeys.chat.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twokeys.chat.Form;
import io.twokeys.chat.Message.Button;
import java.util.LinkedHashMap;
import java.util.Map;

/** Forms as modals, and questions before a press. */
final class DiscordForms {
    private static final int ROW = 1;
    private static final int BUTTON = 2;
    private static final int INPUT = 4;
    private static final int LABEL_ROW = 18;
    private static final int TITLE = 45;
    private static final int HINT = 100;
    private static final int VALUE = 4_000;

    private DiscordForms() {}

    /** Discord names the button that sends it by itself, and draws no pick list here: a pick is typed. */
    static ObjectNode modal(Form form, CustomId id) {
        ObjectNode modal = DiscordMessages.object()
                .put("title", DiscordText.cut(form.title(), TITLE))
                .put("custom_id", id.text());
        ArrayNode rows = modal.putArray("components");
        for (Form.Field field : form.fields()) {
            ObjectNode input = rows.addObject()
                    .put("type", ROW)
                    .putArray("components")
                    .addObject()
                    .put("type", INPUT)
                    .put("custom_id", field.name())
                    .put("label", DiscordText.cut(field.label(), TITLE))
                    .put("style", field.kind() == Form.Kind.PARAGRAPH ? 2 : 1)
                    .put("required", field.required())
                    .put("max_length", VALUE);
            if (!field.hint().isBlank()) input.put("placeholder", DiscordText.cut(field.hint(), HINT));
        }
        return modal;
    }

    /** What was filled in; fields left empty are left out. */
    static Map<String, String> values(JsonNode data) {
        Map<String, String> values = new LinkedHashMap<>();
        for (JsonNode row : data.path("components")) {
            JsonNode input = row.path("type").asInt() == LABEL_ROW
                    ? row.path("component")
                    : row.path("components").path(0);
            String value = input.path("value").asText("");
            if (!value.isBlank()) values.put(input.path("custom_id").asText(), value);
        }
        return values;
    }

    /**
     * Asks one person whether the press shall count, and carries on with a button of the same name. The question's own words are
     * not in the press; the card's title and the button's label are.
     */
    static ObjectNode question(JsonNode message, JsonNode pressed, CustomId carriesOn) {
        String label = pressed.path("label").asText("Yes");
        String title = message.at("/embeds/0/title").asText("");
        ObjectNode body = DiscordMessages.words(
                DiscordText.bold(label) + (title.isEmpty() ? "" : ": " + title) + "\nIs that what you want?");
        body.putArray("components")
                .addObject()
                .put("type", ROW)
                .putArray("components")
                .addObject()
                .put("type", BUTTON)
                .put("style", pressed.path("style").asInt(2))
                .put("label", label)
                .put("custom_id", carriesOn.text());
        return body;
    }

    /**
     * What a component says when it is used. It is all the state there is, so a button works after any restart: its own id; with a
     * question mark in front if a question comes first; and on what the question or the form carries, the message it belongs to.
     */
    sealed interface CustomId {
        /** Discord's limit. */
        int LONGEST = 100;

        String text();

        /** The press counts. */
        record Press(String button) implements CustomId {
            @Override
            public String text() {
                return button;
            }
        }

        /** The press is asked about first. */
        record Ask(String button) implements CustomId {
            @Override
            public String text() {
                return "?" + button;
            }
        }

        /** The press counts for another message, the card. */
        record For(String message, String button) implements CustomId {
            @Override
            public String text() {
                return "!" + message + ":" + button;
            }
        }

        /** The form of a command. */
        record Command(String phrase) implements CustomId {
            @Override
            public String text() {
                return "/" + phrase;
            }
        }

        /** A question needs room for the card's id later on; without it the button presses at once. */
        static String of(Button button) {
            boolean room = button.id().length() <= LONGEST - "!18446744073709551615:".length();
            return (button.confirm().isEmpty() || !room ? new Press(button.id()) : new Ask(button.id())).text();
        }

        static CustomId read(String text) {
            if (text.startsWith("?")) return new Ask(text.substring(1));
            if (text.startsWith("/")) return new Command(text.substring(1));
            int colon = text.indexOf(':');
            if (text.startsWith("!") && colon > 0) return new For(text.substring(1, colon), text.substring(colon + 1));
            return new Press(text);
        }
    }
}
