package io.twokeys.chat.slack;

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
import io.twokeys.chat.Message.Style;
import io.twokeys.chat.Message.Text;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A message in Block Kit, and as the plain text that notifications and screen readers show. Within every limit of Slack's. */
final class SlackMessages {
    /** {@code chat.update} refuses more than 4,000. */
    static final int FALLBACK = 3_900;

    private static final int HEADER = 150;
    private static final int SECTION = 3_000;
    private static final int FIELD = 2_000;
    private static final int FIELDS = 10;
    private static final int BUTTONS = 25;
    private static final int BUTTON = 75;
    private static final int QUESTION = 300;
    /** Of 50; one is kept for the buttons and one for the mark. */
    private static final int BLOCKS = 48;
    /** All blocks together are refused from about 13,200 characters. */
    private static final int ALL_TEXT = 11_500;

    private static final String CUT = "… cut here: the rest does not fit into one Slack message.";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Function<String, Optional<String>> links;

    /** @param links the address of the message behind an outbox key */
    SlackMessages(Function<String, Optional<String>> links) {
        this.links = links;
    }

    /** The {@code blocks} of the message as JSON. */
    String blocks(Message message) {
        Sheet sheet = new Sheet(JSON.createArrayNode());
        sheet.add(
                JSON.createObjectNode()
                        .put("type", "header")
                        .set("text", plain(SlackText.cutPlain(message.title().strip(), HEADER))),
                message.title().length());
        message.parts().stream().filter(part -> !(part instanceof Folded)).forEach(part -> part(sheet, part));
        buttons(sheet, message.buttons());
        message.parts().stream().filter(Folded.class::isInstance).forEach(part -> part(sheet, part));
        sheet.end();
        return sheet.blocks.toString();
    }

    private void part(Sheet sheet, Part part) {
        switch (part) {
            case Text(List<Span> spans) -> sections(sheet, SlackText.line(spans, links));
            case Context(List<Span> spans) -> context(sheet, SlackText.line(spans, links));
            case Preformatted(String text) -> preformatted(sheet, text);
            case Fields(List<Message.Field> fields) -> fields(sheet, fields);
            case Checklist list -> sections(sheet, checklist(list));
            case Folded(String title, List<Part> parts) -> {
                sections(sheet, SlackText.bold(title));
                parts.forEach(each -> part(sheet, each));
            }
        }
    }

    private static void sections(Sheet sheet, String mrkdwn) {
        for (String piece : SlackText.pieces(mrkdwn, SECTION)) {
            sheet.add(JSON.createObjectNode().put("type", "section").set("text", mrkdwn(piece)), piece.length());
        }
    }

    private static void context(Sheet sheet, String mrkdwn) {
        if (mrkdwn.isBlank()) {
            return;
        }
        String text = SlackText.cut(mrkdwn, FIELD);
        ObjectNode block = JSON.createObjectNode().put("type", "context");
        block.putArray("elements").add(mrkdwn(text));
        sheet.add(block, text.length());
    }

    /** Rich text knows no markup, so foreign text cannot break out of it. */
    private static void preformatted(Sheet sheet, String text) {
        String shown = text.replace("\u0000", "");
        if (shown.isEmpty()) {
            return;
        }
        int room = ALL_TEXT - sheet.length;
        boolean whole = shown.length() <= room;
        if (!whole && room < 2) {
            sheet.cut = true;
            return;
        }
        shown = SlackText.cutPlain(shown, room);
        ObjectNode block = JSON.createObjectNode().put("type", "rich_text");
        ObjectNode inner = block.putArray("elements").addObject().put("type", "rich_text_preformatted");
        inner.putArray("elements").addObject().put("type", "text").put("text", shown);
        sheet.add(block, shown.length());
        sheet.cut |= !whole;
    }

    private static void fields(Sheet sheet, List<Message.Field> fields) {
        for (int from = 0; from < fields.size(); from += FIELDS) {
            ObjectNode block = JSON.createObjectNode().put("type", "section");
            ArrayNode all = block.putArray("fields");
            int length = 0;
            for (Message.Field field : fields.subList(from, Math.min(fields.size(), from + FIELDS))) {
                String text = SlackText.cut(
                        SlackText.bold(field.label() + ":") + " " + SlackText.escape(field.value()), FIELD);
                all.add(mrkdwn(text));
                length += text.length();
            }
            sheet.add(block, length);
        }
    }

    private static String checklist(Checklist list) {
        return Stream.concat(
                        Stream.of(SlackText.bold(list.title())),
                        list.items().stream().map(SlackMessages::item))
                .filter(line -> !line.isBlank())
                .collect(Collectors.joining("\n"));
    }

    private static String item(Message.Item item) {
        String line = SlackText.mark(item.mark()) + " " + SlackText.escape(item.text());
        return item.note().isEmpty() ? line : line + " (" + SlackText.escape(item.note()) + ")";
    }

    /** Slack has no disabled buttons: those are left out. */
    private static void buttons(Sheet sheet, List<Button> buttons) {
        ObjectNode block = JSON.createObjectNode().put("type", "actions");
        ArrayNode elements = block.putArray("elements");
        buttons.stream()
                .filter(Button::enabled)
                .limit(BUTTONS)
                .map(SlackMessages::button)
                .forEach(elements::add);
        if (!elements.isEmpty()) {
            sheet.blocks.add(block);
        }
    }

    private static ObjectNode button(Button button) {
        ObjectNode node = JSON.createObjectNode()
                .put("type", "button")
                .put("action_id", button.id())
                .put("value", button.id());
        node.set("text", plain(SlackText.cutPlain(button.label(), BUTTON)));
        switch (button.style()) {
            case PRIMARY -> node.put("style", "primary");
            case DANGER -> node.put("style", "danger");
            case PLAIN -> {}
        }
        if (!button.confirm().isEmpty()) {
            ObjectNode confirm = node.putObject("confirm");
            confirm.set("title", plain("Sure?"));
            confirm.set("text", plain(SlackText.cutPlain(button.confirm(), QUESTION)));
            confirm.set("confirm", plain(SlackText.cutPlain(button.label(), 30)));
            confirm.set("deny", plain("Back"));
            if (button.style() == Style.DANGER) confirm.put("style", "danger");
        }
        return node;
    }

    private static ObjectNode plain(String text) {
        return JSON.createObjectNode()
                .put("type", "plain_text")
                .put("text", text.isBlank() ? "–" : text)
                .put("emoji", false);
    }

    /** Verbatim: Slack shall not make links or pings out of what looks like one. */
    private static ObjectNode mrkdwn(String text) {
        return JSON.createObjectNode().put("type", "mrkdwn").put("text", text).put("verbatim", true);
    }

    /** The plain {@code text} of the message, escaped, short enough for an edit. */
    String fallback(Message message) {
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
            case Checklist list -> checklist(list);
            case Folded(String title, List<Part> parts) ->
                Stream.concat(Stream.of(SlackText.escape(title)), parts.stream().map(this::words))
                        .collect(Collectors.joining("\n"));
        };
    }

    /** The blocks so far, and whether there was room for all. */
    private static final class Sheet {
        private final ArrayNode blocks;
        private int length;
        private boolean cut;

        Sheet(ArrayNode blocks) {
            this.blocks = blocks;
        }

        void add(com.fasterxml.jackson.databind.JsonNode block, int characters) {
            if (cut || blocks.size() >= BLOCKS || length + characters > ALL_TEXT) {
                cut = true;
                return;
            }
            blocks.add(block);
            length += characters;
        }

        void end() {
            if (cut) {
                ObjectNode mark = JSON.createObjectNode().put("type", "context");
                mark.putArray("elements").add(mrkdwn(CUT));
                blocks.add(mark);
            }
        }
    }
}
