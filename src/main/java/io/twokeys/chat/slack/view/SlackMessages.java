package io.twokeys.chat.slack.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twokeys.chat.Message;
import io.twokeys.chat.Message.Checklist;
import io.twokeys.chat.Message.Context;
import io.twokeys.chat.Message.Fields;
import io.twokeys.chat.Message.Folded;
import io.twokeys.chat.Message.Part;
import io.twokeys.chat.Message.Preformatted;
import io.twokeys.chat.Message.Span;
import io.twokeys.chat.Message.Text;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A message in Block Kit, and as the plain text that notifications and screen readers show. Within every limit of Slack's
 * (docs.slack.dev/reference/block-kit/blocks).
 */
public final class SlackMessages {
    /** {@code chat.update} refuses more than 4,000. */
    static final int FALLBACK = 3_900;

    private static final int MESSAGE_BLOCKS = 50;
    private static final int HOME_BLOCKS = 100;
    private static final int HEADER = 150;
    private static final int FIELD = 2_000;
    private static final int FIELDS = 10;

    private final Function<String, Optional<String>> links;

    /** @param links the address of the message behind an outbox key */
    public SlackMessages(Function<String, Optional<String>> links) {
        this.links = links;
    }

    /** How steps are drawn. */
    public enum Steps {
        /** {@code plan} and {@code task_card} blocks, which not every Slack takes. */
        AS_PLAN,
        AS_TEXT
    }

    /** Whether the message looks different with plan blocks. */
    public static boolean hasPlan(Message message) {
        return message.kind() == Message.Kind.PROGRESS
                && message.parts().stream()
                        .anyMatch(part ->
                                part instanceof Checklist list && !list.items().isEmpty());
    }

    /** The {@code blocks} of the message as JSON. */
    public String blocks(Message message, Steps steps) {
        return sheet(message, MESSAGE_BLOCKS, steps == Steps.AS_PLAN && hasPlan(message));
    }

    /** The view of a person's home page as JSON. */
    public String home(Message message) {
        return "{\"type\":\"home\",\"blocks\":" + sheet(message, HOME_BLOCKS, false) + "}";
    }

    private String sheet(Message message, int most, boolean plan) {
        Sheet sheet = new Sheet(most);
        String title = SlackText.cutPlain(message.title().strip(), HEADER);
        sheet.add(Blocks.block("header").set("text", Blocks.plain(title)), title.length());
        message.parts().stream().filter(part -> !(part instanceof Folded)).forEach(part -> part(sheet, part, plan));
        ActionsRow.of(message.buttons()).ifPresent(sheet::addActions);
        message.parts().stream().filter(Folded.class::isInstance).forEach(part -> part(sheet, part, plan));
        return sheet.end();
    }

    private void part(Sheet sheet, Part part, boolean plan) {
        switch (part) {
            case Text(List<Span> spans) -> line(sheet, spans);
            case Context(List<Span> spans) -> context(sheet, SlackText.line(spans, links));
            case Preformatted(String text) -> preformatted(sheet, text);
            case Fields(List<Message.Field> fields) -> fields(sheet, fields);
            case Checklist list -> {
                if (plan) PlanBlock.of(list).ifPresent(block -> sheet.add(block, PlanBlock.length(list)));
                else line(sheet, checklist(list));
            }
            case Folded(String title, List<Part> parts) -> {
                line(sheet, List.of(new Span.Bold(title)));
                parts.forEach(each -> part(sheet, each, plan));
            }
        }
    }

    private void line(Sheet sheet, List<Span> spans) {
        int whole = spans.stream().mapToInt(SlackMessages::length).sum();
        rich(sheet, "rich_text_section", Blocks.pieces(spans, sheet.room(), links), whole);
    }

    private static int length(Span span) {
        return switch (span) {
            case Span.Plain(String text) -> text.length();
            case Span.Bold(String text) -> text.length();
            case Span.Code(String text) -> text.length();
            case Span.Moment moment -> 1;
            case Span.Mention(var user, String name) -> name.length() + 1;
            case Span.Jump(String key, String label) -> label.length();
        };
    }

    private static void preformatted(Sheet sheet, String text) {
        List<Span> whole = List.of(new Span.Plain(text));
        rich(
                sheet,
                "rich_text_preformatted",
                Blocks.pieces(whole, sheet.room(), key -> Optional.empty()),
                text.length());
    }

    /** @param whole characters that there were before they were cut to the room */
    private static void rich(Sheet sheet, String kind, ArrayNode pieces, int whole) {
        boolean tooLong = whole > sheet.room();
        if (!pieces.isEmpty()) sheet.add(Blocks.rich(kind, pieces), Math.min(whole, sheet.room()));
        if (tooLong) sheet.markCut();
    }

    private static void context(Sheet sheet, String mrkdwn) {
        if (mrkdwn.isBlank()) {
            return;
        }
        String text = SlackText.cut(mrkdwn, FIELD);
        ObjectNode block = Blocks.block("context");
        block.putArray("elements").add(Blocks.mrkdwn(text));
        sheet.add(block, text.length());
    }

    private static void fields(Sheet sheet, List<Message.Field> fields) {
        for (int from = 0; from < fields.size(); from += FIELDS) {
            ObjectNode block = Blocks.block("section");
            ArrayNode all = block.putArray("fields");
            int length = 0;
            for (Message.Field field : fields.subList(from, Math.min(fields.size(), from + FIELDS))) {
                ObjectNode text = field(field);
                all.add(text);
                length += text.path("text").asText().length();
            }
            sheet.add(block, length);
        }
    }

    /** A value that would format itself is shown without any format. */
    private static ObjectNode field(Message.Field field) {
        if (SlackText.formatsItself(field.value()))
            return Blocks.plain(SlackText.cutPlain(field.label() + ": " + field.value(), FIELD));
        String label = SlackText.bold(field.label() + ":");
        return Blocks.mrkdwn(SlackText.cut(label + " " + SlackText.escape(field.value()), FIELD));
    }

    private static List<Span> checklist(Checklist list) {
        String items = list.items().stream().map(SlackMessages::item).collect(Collectors.joining("\n"));
        if (list.title().isBlank()) return List.of(new Span.Plain(items));
        return List.of(new Span.Bold(list.title()), new Span.Plain(items.isEmpty() ? "" : "\n" + items));
    }

    private static String item(Message.Item item) {
        return item.mark().sign() + " " + PlanBlock.withNote(item);
    }

    /** The plain {@code text} of the message, escaped, short enough for an edit. */
    public String fallback(Message message) {
        String whole = Stream.concat(
                        Stream.of(SlackText.escape(message.title())),
                        message.parts().stream().map(this::words))
                .filter(block -> !block.isBlank())
                .collect(Collectors.joining("\n"));
        return SlackText.cut(whole, FALLBACK);
    }

    private String words(Part part) {
        return switch (part) {
            case Text(List<Span> spans) -> SlackText.line(spans, links);
            case Context(List<Span> spans) -> SlackText.line(spans, links);
            case Preformatted(String text) -> SlackText.escape(text);
            case Fields(List<Message.Field> fields) ->
                fields.stream()
                        .map(field -> SlackText.escape(field.label() + ": " + field.value()))
                        .collect(Collectors.joining("\n"));
            case Checklist list -> SlackText.line(checklist(list), links);
            case Folded(String title, List<Part> parts) ->
                Stream.concat(Stream.of(SlackText.escape(title)), parts.stream().map(this::words))
                        .collect(Collectors.joining("\n"));
        };
    }
}
