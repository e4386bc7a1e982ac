package io.twokeys.chat.discord;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A message as a person sees it.
 *
 * @param kind the small label above the title, {@code Approval}; empty for none
 * @param text everything below the title, without markup
 * @param buttons those that can be seen, also the disabled ones
 * @param reactions who reacted with what, the bot included
 * @param pings whom it pinged, and whom an edit of it would have
 * @param raw the embeds and components as they were sent
 */
public record ShownMessage(
        String id,
        String channel,
        String author,
        String kind,
        String title,
        String text,
        List<Button> buttons,
        List<File> files,
        Map<String, Set<String>> reactions,
        Set<String> pings,
        boolean edited,
        JsonNode raw) {

    public record Button(String label, String id, boolean enabled) {}

    public record File(String name, byte[] content) {}

    static ShownMessage of(DiscordWorld world, FakeMessage message) {
        JsonNode first = message.embeds().path(0);
        return new ShownMessage(
                message.id,
                message.channel,
                message.author,
                first.at("/author/name").asText(""),
                Markdown.read(first.path("title").asText(""), world),
                text(message, world),
                buttons(message),
                message.files.stream()
                        .map(file -> new File(file.name(), file.content()))
                        .toList(),
                reactions(message),
                Set.copyOf(message.pings),
                message.edited,
                message.body.deepCopy());
    }

    private static String text(FakeMessage message, DiscordWorld world) {
        List<String> lines = new ArrayList<>();
        lines.add(Markdown.read(message.content(), world));
        boolean first = true;
        for (JsonNode embed : message.embeds()) {
            if (!first) lines.add(Markdown.read(embed.path("title").asText(""), world));
            first = false;
            lines.add(Markdown.read(embed.path("description").asText(""), world));
            for (JsonNode field : embed.path("fields")) {
                lines.add(Markdown.read(field.path("name").asText(), world) + ": "
                        + Markdown.read(field.path("value").asText(), world));
            }
            lines.add(embed.at("/footer/text").asText(""));
        }
        lines.removeIf(String::isBlank);
        return String.join("\n", lines);
    }

    private static List<Button> buttons(FakeMessage message) {
        List<Button> all = new ArrayList<>();
        for (JsonNode row : message.body.path("components")) {
            for (JsonNode button : row.path("components")) {
                all.add(new Button(
                        button.path("label").asText(),
                        button.path("custom_id").asText(),
                        !button.path("disabled").asBoolean()));
            }
        }
        return all;
    }

    private static Map<String, Set<String>> reactions(FakeMessage message) {
        Map<String, Set<String>> all = new java.util.LinkedHashMap<>();
        message.reactions.forEach((emoji, reaction) -> all.put(emoji, Pings.both(reaction.normal(), reaction.burst())));
        return all;
    }

    /** The button a person would press for {@code label}. */
    public Optional<Button> button(String label) {
        return buttons.stream().filter(button -> button.label().equals(label)).findFirst();
    }

    /** Title and text. */
    public String whole() {
        return title + "\n" + text;
    }
}
