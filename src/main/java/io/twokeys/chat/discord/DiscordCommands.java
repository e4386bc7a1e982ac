package io.twokeys.chat.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twokeys.chat.Menu;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The menu as Discord's commands: one, {@code /odoo}, with a subcommand per verb; verbs of two words form groups. And back again:
 * what a person filled in, as the text they would have typed.
 */
@Singleton
public final class DiscordCommands {
    /** In the menu of a message: takes what a person wrote in a thread over to the other platforms. */
    static final String CARRY_OVER = "Carry over";

    private static final String ROOT = "odoo";
    private static final int SUBCOMMAND = 1;
    private static final int GROUP = 2;
    private static final int STRING = 3;
    private static final int BOOLEAN = 5;
    private static final int OF_A_MESSAGE = 3;
    /** Options and subcommands per level, and characters over all (Discord, Application Commands). */
    private static final int MOST = 25;

    private static final int CHARACTERS = 8_000;
    private static final int[] SUMMARIES = {100, 60, 30, 10};

    private final Menu menu;

    @Inject
    public DiscordCommands(Menu menu) {
        this.menu = menu;
    }

    /** A command as it was filled in. */
    record Filled(String phrase, Map<String, String> options, String focused) {}

    /** The body that replaces all commands of the application. */
    ArrayNode tree() {
        ArrayNode commands = DiscordMessages.object().arrayNode();
        commands.add(root(SUMMARIES[0]));
        for (int i = 1; i < SUMMARIES.length && characters(commands.get(0)) > CHARACTERS; i++) {
            commands.set(0, root(SUMMARIES[i]));
        }
        ObjectNode carry = commands.addObject().put("name", CARRY_OVER).put("type", OF_A_MESSAGE);
        carry.putArray("contexts").add(0);
        return commands;
    }

    private static int characters(JsonNode node) {
        int all = node.path("name").asText("").length()
                + node.path("description").asText("").length();
        for (JsonNode below : node.path("options")) all += characters(below);
        return all;
    }

    private ObjectNode root(int longest) {
        ObjectNode root = described(ROOT, "Operate Odoo", longest).put("type", 1);
        root.putArray("contexts").add(0);
        ArrayNode top = root.putArray("options");
        Map<String, ArrayNode> groups = new LinkedHashMap<>();
        for (Menu.Verb verb : menu.verbs()) {
            List<String> path = path(verb.phrase());
            ObjectNode command =
                    described(path.getLast(), verb.summary(), longest).put("type", SUBCOMMAND);
            command.set("options", options(verb, longest));
            ArrayNode level =
                    path.size() == 1 ? top : groups.computeIfAbsent(path.getFirst(), name -> group(top, name, longest));
            if (level.size() < MOST) level.add(command);
        }
        return root;
    }

    private static ArrayNode group(ArrayNode top, String name, int longest) {
        ObjectNode group = described(name, name, longest).put("type", GROUP);
        top.add(group);
        return group.putArray("options");
    }

    private static ArrayNode options(Menu.Verb verb, int longest) {
        ArrayNode options = DiscordMessages.object().arrayNode();
        verb.options().stream()
                .sorted(Comparator.comparing((Menu.Option option) -> !option.required()))
                .limit(MOST)
                .forEach(option -> {
                    ObjectNode node = described(option.name(), option.summary(), longest)
                            .put("type", option.flag() ? BOOLEAN : STRING)
                            .put("required", option.required());
                    if (option.suggests() && !option.flag()) node.put("autocomplete", true);
                    options.add(node);
                });
        return options;
    }

    private static ObjectNode described(String name, String summary, int longest) {
        String words = summary.isBlank() ? name : summary;
        return DiscordMessages.object().put("name", name).put("description", DiscordText.cut(words, longest));
    }

    /** A command cannot be a group as well: where a first word is both, the bare verb goes into its own group. */
    private List<String> path(String phrase) {
        String[] words = phrase.split(" ", 2);
        if (words.length == 2) return List.of(words[0], words[1].replace(' ', '-'));
        return groupNames().contains(phrase) ? List.of(phrase, phrase) : List.of(phrase);
    }

    private Set<String> groupNames() {
        return menu.verbs().stream()
                .map(Menu.Verb::phrase)
                .filter(phrase -> phrase.contains(" "))
                .map(phrase -> phrase.substring(0, phrase.indexOf(' ')))
                .collect(Collectors.toSet());
    }

    /** @param data of the interaction */
    Filled filled(JsonNode data) {
        List<String> path = new ArrayList<>();
        JsonNode at = data.path("options").path(0);
        while (at.path("type").asInt() == SUBCOMMAND || at.path("type").asInt() == GROUP) {
            path.add(at.path("name").asText());
            if (at.path("type").asInt() == SUBCOMMAND) break;
            at = at.path("options").path(0);
        }
        Map<String, String> options = new LinkedHashMap<>();
        String focused = "";
        for (JsonNode option : at.path("options")) {
            String name = option.path("name").asText();
            if (option.path("focused").asBoolean()) focused = name;
            boolean off = option.path("type").asInt() == BOOLEAN
                    && !option.path("value").asBoolean();
            if (!off) options.put(name, option.path("value").asText(""));
        }
        return new Filled(phrase(path), options, focused);
    }

    private String phrase(List<String> path) {
        return menu.verbs().stream()
                .map(Menu.Verb::phrase)
                .filter(phrase -> path(phrase).equals(path))
                .findFirst()
                .orElse(String.join(" ", path));
    }

    /** As it would have been typed after {@code /odoo}. */
    String text(Filled filled) {
        return menu.text(filled.phrase(), filled.options());
    }
}
