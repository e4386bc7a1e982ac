package io.twokeys.chat.discord;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** What Discord refuses as an invalid form body. */
final class DiscordLimits {
    private static final Pattern COMMAND_NAME = Pattern.compile("[-_'\\p{L}\\p{N}]{1,32}");
    private static final Pattern CONTEXT_NAME = Pattern.compile("[-_' \\p{L}\\p{N}]{1,32}");

    private DiscordLimits() {}

    /** @param files how many come along; a message may be nothing but a file */
    static void message(JsonNode body, int files) {
        JsonNode content = body.path("content");
        atMost("content", content.asText(""), 2000);
        JsonNode embeds = body.path("embeds");
        require(embeds.size() <= 10, "embeds: " + embeds.size() + " of 10");
        int all = 0;
        for (JsonNode embed : embeds) all += embed(embed);
        require(all <= 6000, "embeds: " + all + " characters of 6000 over all embeds");
        components(body.path("components"));
        require(body.path("nonce").asText("").length() <= 25, "nonce: longer than 25");
        boolean empty = content.asText("").isBlank() && embeds.isEmpty() && files == 0;
        if (empty && body.path("sticker_ids").isEmpty()) {
            throw new DiscordError(400, 50006, "Cannot send an empty message");
        }
    }

    private static int embed(JsonNode embed) {
        int length = atMost("embed title", embed.path("title").asText(""), 256)
                + atMost("embed description", embed.path("description").asText(""), 4096)
                + atMost("embed footer", embed.at("/footer/text").asText(""), 2048)
                + atMost("embed author", embed.at("/author/name").asText(""), 256);
        JsonNode fields = embed.path("fields");
        require(fields.size() <= 25, "embed fields: " + fields.size() + " of 25");
        for (JsonNode field : fields) {
            require(!field.path("name").asText("").isBlank(), "embed field name: this field is required");
            require(!field.path("value").asText("").isBlank(), "embed field value: this field is required");
            length += atMost("embed field name", field.path("name").asText(), 256)
                    + atMost("embed field value", field.path("value").asText(), 1024);
        }
        return length;
    }

    private static void components(JsonNode rows) {
        require(rows.size() <= 5, "components: " + rows.size() + " rows of 5");
        Set<String> ids = new HashSet<>();
        for (JsonNode row : rows) {
            require(row.path("type").asInt() == 1, "components: only action rows on the outside");
            require(!row.path("components").isEmpty(), "components: an empty row");
            require(row.path("components").size() <= 5, "components: more than 5 in a row");
            for (JsonNode component : row.path("components")) {
                String id = component.path("custom_id").asText("");
                require(!id.isEmpty() && id.length() <= 100, "custom_id: 1 to 100 characters, not " + id.length());
                require(ids.add(id), "custom_id: twice " + id);
                String label = component.path("label").asText("");
                require(!label.isBlank() && label.length() <= 80, "label: 1 to 80 characters, not " + label);
                int style = component.path("style").asInt();
                require(component.path("type").asInt() != 2 || (style >= 1 && style <= 4), "style: " + style);
            }
        }
    }

    static void modal(JsonNode modal) {
        require(length(modal, "title", 45) > 0, "modal title: required");
        require(length(modal, "custom_id", 100) > 0, "modal custom_id: required");
        JsonNode rows = modal.path("components");
        require(!rows.isEmpty() && rows.size() <= 5, "modal components: 1 to 5");
        for (JsonNode row : rows) {
            JsonNode input = row.path("type").asInt() == 18
                    ? row.path("component")
                    : row.path("components").path(0);
            require(input.path("type").asInt() == 4, "modal: only text inputs here");
            require(length(input, "custom_id", 100) > 0, "text input custom_id: required");
            String label = row.path("type").asInt() == 18
                    ? row.path("label").asText("")
                    : input.path("label").asText("");
            require(!label.isBlank() && label.length() <= 45, "text input label: 1 to 45 characters");
            length(input, "placeholder", 100);
            length(input, "value", 4000);
        }
    }

    static void choices(JsonNode data) {
        require(
                data.path("choices").size() <= 25,
                "choices: " + data.path("choices").size() + " of 25");
        for (JsonNode choice : data.path("choices")) {
            require(length(choice, "name", 100) > 0 && length(choice, "value", 100) > 0, "choice: 1 to 100 characters");
        }
    }

    static void commands(JsonNode commands) {
        require(commands.isArray() && commands.size() <= 110, "commands: a list");
        for (JsonNode command : commands) {
            boolean context = command.path("type").asInt(1) != 1;
            String name = command.path("name").asText("");
            require((context ? CONTEXT_NAME : COMMAND_NAME).matcher(name).matches(), "name: " + name);
            require(context || name.equals(name.toLowerCase(java.util.Locale.ROOT)), "name: not lower case " + name);
            if (!context) {
                int all = option(command);
                require(all <= 8000, "command " + name + ": " + all + " characters of 8000");
            }
        }
    }

    /** @return how many characters it has with everything below it */
    private static int option(JsonNode option) {
        String name = option.path("name").asText("");
        String description = option.path("description").asText("");
        require(COMMAND_NAME.matcher(name).matches(), "option name: " + name);
        require(name.equals(name.toLowerCase(java.util.Locale.ROOT)), "option name: not lower case " + name);
        require(!description.isBlank() && description.length() <= 100, "description of " + name + ": 1 to 100");
        require(
                option.path("options").size() <= 25,
                name + ": " + option.path("options").size() + " options of 25");
        require(
                !option.path("autocomplete").asBoolean()
                        || option.path("choices").isEmpty(),
                name + ": autocomplete and choices");
        int length = name.length() + description.length();
        boolean optional = false;
        Set<String> names = new HashSet<>();
        for (JsonNode below : option.path("options")) {
            require(names.add(below.path("name").asText()), name + ": twice " + below.path("name"));
            boolean value = below.path("type").asInt() > 2;
            boolean required = below.path("required").asBoolean();
            require(!value || !required || !optional, name + ": required options come before optional ones");
            optional |= value && !required;
            length += option(below);
        }
        return length;
    }

    private static int length(JsonNode node, String key, int max) {
        return atMost(key, node.path(key).asText(""), max);
    }

    private static int atMost(String what, String text, int max) {
        require(text.length() <= max, what + ": " + text.length() + " characters of " + max);
        return text.length();
    }

    static void require(boolean holds, String otherwise) {
        if (!holds) throw DiscordError.invalid(otherwise);
    }
}
