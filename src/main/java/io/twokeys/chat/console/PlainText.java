package io.twokeys.chat.console;

import io.twokeys.chat.Message;
import io.twokeys.chat.Message.Checklist;
import io.twokeys.chat.Message.Context;
import io.twokeys.chat.Message.Fields;
import io.twokeys.chat.Message.Folded;
import io.twokeys.chat.Message.Part;
import io.twokeys.chat.Message.Preformatted;
import io.twokeys.chat.Message.Span;
import io.twokeys.chat.Message.Text;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A message as text without markup: everything a person reads in it, line by line. */
final class PlainText {
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    private PlainText() {}

    static String of(Message message) {
        return Stream.concat(
                        Stream.of(message.title()), message.parts().stream().map(PlainText::part))
                .filter(block -> !block.isBlank())
                .collect(Collectors.joining("\n"))
                .replace("\u0000", "");
    }

    private static String part(Part part) {
        return switch (part) {
            case Text(List<Span> spans) -> line(spans);
            case Context(List<Span> spans) -> line(spans);
            case Preformatted(String text) -> text;
            case Folded(String title, List<Part> parts) ->
                Stream.concat(Stream.of(title), parts.stream().map(PlainText::part))
                        .collect(Collectors.joining("\n"));
            case Fields(List<Message.Field> fields) ->
                fields.stream()
                        .map(field -> field.label() + ": " + field.value())
                        .collect(Collectors.joining("\n"));
            case Checklist(String title, List<Message.Item> items) ->
                Stream.concat(Stream.of(title), items.stream().map(PlainText::item))
                        .filter(line -> !line.isBlank())
                        .collect(Collectors.joining("\n"));
        };
    }

    private static String item(Message.Item item) {
        String line = item.mark().sign() + " " + item.text();
        return item.note().isEmpty() ? line : line + " (" + item.note() + ")";
    }

    private static String line(List<Span> spans) {
        return spans.stream().map(PlainText::span).collect(Collectors.joining());
    }

    private static String span(Span span) {
        return switch (span) {
            case Span.Plain(String text) -> text;
            case Span.Bold(String text) -> text;
            case Span.Code(String text) -> text;
            case Span.Moment(var at) -> UTC.format(at);
            case Span.Mention(var user, String name) -> "@" + name;
            case Span.Jump(String key, String label) -> label;
        };
    }
}
