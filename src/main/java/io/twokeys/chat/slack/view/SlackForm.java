package io.twokeys.chat.slack.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twokeys.chat.Form;
import io.twokeys.chat.Form.Field;
import java.util.List;

/** A form as a modal (docs.slack.dev/reference/views/modal-views), and the names that one of its fields offers. */
public final class SlackForm {
    /** The {@code callback_id} of every form. */
    public static final String CALLBACK = "twokeys_form";

    private static final int HINT = 150;
    private static final int TYPED = 3_000;
    private static final int OPTIONS = 100;
    private static final int OPTION = 75;
    private static final int VALUE = 150;

    private SlackForm() {}

    /** @param metadata comes back with what is filled in; at most 3,000 characters */
    public static String view(Form form, String metadata) {
        ObjectNode view = Blocks.block("modal").put("callback_id", CALLBACK).put("private_metadata", metadata);
        view.set("title", Blocks.plain(form.title()));
        view.set("submit", Blocks.plain(form.submit()));
        view.set("close", Blocks.plain("Back"));
        ArrayNode blocks = view.putArray("blocks");
        form.fields().forEach(field -> blocks.add(input(field)));
        return view.toString();
    }

    private static ObjectNode input(Field field) {
        ObjectNode element = element(field);
        element.put("action_id", field.name());
        if (!field.hint().isEmpty()) element.set("placeholder", Blocks.plain(SlackText.cutPlain(field.hint(), HINT)));
        ObjectNode block = Blocks.block("input").put("block_id", field.name()).put("optional", !field.required());
        block.set("label", Blocks.plain(field.label()));
        block.set("element", element);
        return block;
    }

    private static ObjectNode element(Field field) {
        return switch (field.kind()) {
            case LINE -> Blocks.block("plain_text_input").put("max_length", TYPED);
            case PARAGRAPH ->
                Blocks.block("plain_text_input").put("max_length", TYPED).put("multiline", true);
            case PICK -> Blocks.block("external_select").put("min_query_length", 0);
        };
    }

    /** The answer to a {@code block_suggestion}: what was typed can be taken as well, since a name may be newer than our lists. */
    public static String options(List<String> names, String typed) {
        ObjectNode answer = Blocks.JSON.createObjectNode();
        ArrayNode options = answer.putArray("options");
        names.stream()
                .filter(name -> !name.isBlank() && name.length() <= VALUE)
                .limit(OPTIONS - 1)
                .forEach(name -> options.add(option(name)));
        String own = typed.strip();
        if (!own.isEmpty() && own.length() <= VALUE && !names.contains(own)) options.add(option(own));
        return answer.toString();
    }

    private static ObjectNode option(String name) {
        ObjectNode option = Blocks.JSON.createObjectNode().put("value", name);
        option.set("text", Blocks.plain(SlackText.cutPlain(name, OPTION)));
        return option;
    }
}
