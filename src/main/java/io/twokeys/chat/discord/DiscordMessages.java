package io.twokeys.chat.discord;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twokeys.chat.Message;
import io.twokeys.chat.Message.Button;
import io.twokeys.chat.Message.Checklist;
import io.twokeys.chat.Message.Context;
import io.twokeys.chat.Message.Fields;
import io.twokeys.chat.Message.Folded;
import io.twokeys.chat.Message.Part;
import io.twokeys.chat.Message.Preformatted;
import io.twokeys.chat.Message.Span;
import io.twokeys.chat.Message.Text;
import io.twokeys.chat.Platform;
import io.twokeys.chat.discord.DiscordForms.CustomId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A message as embeds and buttons, within every limit of Discord's. All words stand in embeds, where nothing pings and nothing
 * unfurls; only a {@link Span.Mention} is repeated in the content, together with the list of who may be pinged, which is sent
 * with every post and every edit because an absent list allows everybody.
 */
final class DiscordMessages {
    private static final int TITLE = 256;
    private static final int LABEL = 80;
    private static final int BUTTONS = 25;
    private static final int IN_A_ROW = 5;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Function<String, Optional<String>> links;

    /** @param links the address of the message behind an outbox key */
    DiscordMessages(Function<String, Optional<String>> links) {
        this.links = links;
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /**
     * The body of a post or an edit.
     *
     * @param shade 0 to 4,095, goes unseen into the colour: tells messages that read the same apart
     */
    ObjectNode body(Message message, int shade) {
        Sheet sheet = new Sheet(JSON.createArrayNode(), colour(message.kind(), shade));
        sheet.open(
                kind(message.kind()),
                DiscordText.cutMarkup(DiscordText.escape(message.title().strip()), TITLE));
        message.parts().stream().filter(part -> !(part instanceof Folded)).forEach(part -> part(sheet, part));
        message.parts().stream().filter(Folded.class::isInstance).forEach(part -> part(sheet, part));
        ObjectNode body = object();
        Set<String> mentioned = mentioned(message.parts());
        body.put("content", mentioned.stream().map(id -> "<@" + id + ">").collect(Collectors.joining(" ")));
        body.set("embeds", sheet.end());
        body.set("components", rows(message.buttons()));
        ObjectNode allowed = body.putObject("allowed_mentions");
        allowed.putArray("parse");
        if (!mentioned.isEmpty()) mentioned.forEach(allowed.putArray("users")::add);
        return body;
    }

    /** A few words of the adapter's own, to one person. */
    static ObjectNode words(String words) {
        ObjectNode body = object().put("content", DiscordText.cutMarkup(words, 2000));
        body.putObject("allowed_mentions").putArray("parse");
        return body;
    }

    /** The small label above the title, by which a reader tells kinds apart. */
    static String kind(Message.Kind kind) {
        return kind.name().charAt(0) + kind.name().substring(1).toLowerCase(Locale.ROOT);
    }

    private static int colour(Message.Kind kind, int shade) {
        int colour = switch (kind) {
            case APPROVAL -> 0xF0B030;
            case INCIDENT, REFUSAL -> 0xD04040;
            case WARNING -> 0xE08020;
            case VERDICT -> 0x40A060;
            case PLAN, PROGRESS, MAINTENANCE -> 0x4080D0;
            case LOG, DIAGNOSIS, NOTICE, HELP, STATUS, HISTORY -> 0x706070;
        };
        return colour | (shade >> 8 & 0xF) << 16 | (shade >> 4 & 0xF) << 8 | (shade & 0xF);
    }

    private void part(Sheet sheet, Part part) {
        switch (part) {
            case Text(List<Span> spans) -> sheet.prose(DiscordText.line(spans, links));
            case Context(List<Span> spans) -> sheet.prose(small(DiscordText.line(spans, links)));
            case Preformatted(String text) -> sheet.code(text);
            case Fields(List<Message.Field> fields) -> sheet.prose(fields(fields));
            case Checklist list -> sheet.prose(checklist(list));
            case Folded(String title, List<Part> parts) -> {
                sheet.open("", DiscordText.cutMarkup(DiscordText.escape(title), TITLE));
                parts.forEach(each -> part(sheet, each));
            }
        }
    }

    private static String small(String text) {
        return text.isBlank() ? "" : "-# " + text.replace("\n", "\n-# ");
    }

    private static String fields(List<Message.Field> fields) {
        return fields.stream()
                .map(field -> DiscordText.bold(field.label()) + ": " + DiscordText.escape(field.value()))
                .collect(Collectors.joining("\n"));
    }

    private static String checklist(Checklist list) {
        return Stream.concat(
                        Stream.of(DiscordText.bold(list.title())),
                        list.items().stream().map(DiscordMessages::item))
                .filter(line -> !line.isBlank())
                .collect(Collectors.joining("\n"));
    }

    private static String item(Message.Item item) {
        String line = item.mark().sign() + " " + DiscordText.escape(item.text());
        return item.note().isEmpty() ? line : line + " (" + DiscordText.escape(item.note()) + ")";
    }

    private static Set<String> mentioned(List<Part> parts) {
        Set<String> ids = new LinkedHashSet<>();
        for (Part part : parts) {
            switch (part) {
                case Text(List<Span> spans) -> ids.addAll(mentionedIn(spans));
                case Context(List<Span> spans) -> ids.addAll(mentionedIn(spans));
                case Folded(String title, List<Part> below) -> ids.addAll(mentioned(below));
                case Preformatted code -> {}
                case Fields fields -> {}
                case Checklist list -> {}
            }
        }
        return ids;
    }

    private static List<String> mentionedIn(List<Span> spans) {
        return spans.stream()
                .filter(Span.Mention.class::isInstance)
                .map(span -> ((Span.Mention) span).user())
                .filter(user -> user.platform() == Platform.DISCORD)
                .map(user -> user.id())
                .filter(id -> DiscordText.ACCOUNT.matcher(id).matches())
                .limit(50)
                .toList();
    }

    private static ArrayNode rows(List<Button> buttons) {
        ArrayNode rows = JSON.createArrayNode();
        List<Button> shown = buttons.stream().limit(BUTTONS).toList();
        for (int from = 0; from < shown.size(); from += IN_A_ROW) {
            ArrayNode row = rows.addObject().put("type", 1).putArray("components");
            shown.subList(from, Math.min(shown.size(), from + IN_A_ROW)).forEach(button -> row.add(button(button)));
        }
        return rows;
    }

    private static ObjectNode button(Button button) {
        String label = DiscordText.cut(DiscordText.clean(button.label()), LABEL);
        return object().put("type", 2)
                .put("style", style(button.style()))
                .put("label", label.isBlank() ? "–" : label)
                .put("custom_id", CustomId.of(button))
                .put("disabled", !button.enabled());
    }

    static int style(Message.Style style) {
        return switch (style) {
            case PRIMARY -> 3;
            case DANGER -> 4;
            case PLAIN -> 2;
        };
    }
}
