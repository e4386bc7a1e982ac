package io.twokeys.story;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a person picks and fills in where a client draws the commands, from what they would have typed: words after {@code on},
 * {@code at}, {@code to}, {@code for}, {@code by} or {@code because} go into the option of that name, all others into the first.
 *
 * @param path {@code odoo incident resolve}
 */
record SlashCommand(String path, Map<String, String> options) {
    private static final Set<String> KEYWORDS = Set.of("on", "at", "to", "for", "by", "because");
    private static final int SUBCOMMAND = 1;

    static SlashCommand of(String typed, List<JsonNode> commands) {
        String[] words = typed.substring(1).split(" ");
        JsonNode at = named(commands, words[0], typed);
        StringBuilder path = new StringBuilder(words[0]);
        int next = 1;
        while (at.path("type").asInt(0) != SUBCOMMAND || next == 1) {
            at = named(at.path("options"), words[next], typed);
            path.append(' ').append(words[next++]);
        }
        return new SlashCommand(path.toString(), filled(at, words, next));
    }

    private static JsonNode named(Iterable<JsonNode> nodes, String name, String typed) {
        for (JsonNode node : nodes) if (node.path("name").asText().equals(name)) return node;
        throw new AssertionError("the client offers no " + name + " for " + typed);
    }

    private static Map<String, String> filled(JsonNode command, String[] words, int from) {
        Map<String, String> options = new LinkedHashMap<>();
        String option = first(command);
        for (int i = from; i < words.length; i++) {
            if (KEYWORDS.contains(words[i]) && !option.equals("because")) option = words[i];
            else options.merge(option, words[i], (before, word) -> before + " " + word);
        }
        return options;
    }

    private static String first(JsonNode command) {
        for (JsonNode option : command.path("options")) {
            if (!KEYWORDS.contains(option.path("name").asText()))
                return option.path("name").asText();
        }
        return "";
    }
}
