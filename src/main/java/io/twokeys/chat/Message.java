package io.twokeys.chat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What the bot says, free of any platform's markup: every adapter lays it out and escapes it in its own way. Nothing in it can
 * ping anyone except a {@link Span.Mention}.
 *
 * @param kind what sort of card it is; adapters may choose colour and icon by it
 * @param title one line, at most 150 characters
 * @param reactions emoji the bot itself puts under the message, so that people only need to tap
 * @param files attachments, delivered after the message
 */
public record Message(
        Kind kind, String title, List<Part> parts, List<Button> buttons, List<String> reactions, List<File> files) {

    public Message {
        parts = List.copyOf(parts);
        buttons = List.copyOf(buttons);
        reactions = List.copyOf(reactions);
        files = List.copyOf(files);
    }

    public static Message of(Kind kind, String title, Part... parts) {
        return new Message(kind, title, List.of(parts), List.of(), List.of(), List.of());
    }

    public Message with(Part... more) {
        List<Part> all = new ArrayList<>(parts);
        all.addAll(List.of(more));
        return new Message(kind, title, all, buttons, reactions, files);
    }

    public Message withButtons(Button... all) {
        return new Message(kind, title, parts, List.of(all), reactions, files);
    }

    public Message withReactions(String... all) {
        return new Message(kind, title, parts, buttons, List.of(all), files);
    }

    public Message withFiles(File... all) {
        return new Message(kind, title, parts, buttons, reactions, List.of(all));
    }

    /** What sort of card it is. */
    public enum Kind {
        PLAN,
        PROGRESS,
        LOG,
        WARNING,
        /** The final outcome of an operation; a platform may show it outside of the thread as well. */
        VERDICT,
        DIAGNOSIS,
        INCIDENT,
        /** The announcement of a maintenance window. */
        MAINTENANCE,
        APPROVAL,
        NOTICE,
        REFUSAL,
        HELP,
        STATUS,
        HISTORY
    }

    /** A piece of a message, in reading order. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "part")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Text.class, name = "text"),
        @JsonSubTypes.Type(value = Fields.class, name = "fields"),
        @JsonSubTypes.Type(value = Checklist.class, name = "checklist"),
        @JsonSubTypes.Type(value = Preformatted.class, name = "preformatted"),
        @JsonSubTypes.Type(value = Context.class, name = "context"),
        @JsonSubTypes.Type(value = Folded.class, name = "folded")
    })
    public sealed interface Part {}

    /** A paragraph. */
    public record Text(List<Span> spans) implements Part {
        public static Text of(Object... pieces) {
            return new Text(Span.all(pieces));
        }
    }

    /** Label and value pairs, laid out in two columns where there is room. */
    public record Fields(List<Field> fields) implements Part {
        public static Fields of(Field... fields) {
            return new Fields(List.of(fields));
        }
    }

    public record Field(String label, String value) {}

    /** Steps or gates with their marks. */
    public record Checklist(String title, List<Item> items) implements Part {}

    /** @param note what was found or how long it took; empty if nothing */
    public record Item(Mark mark, String text, String note) {}

    public enum Mark {
        WAITING("○"),
        RUNNING("▶"),
        DONE("✔"),
        WARNED("⚠"),
        FAILED("✘"),
        SKIPPED("–");

        private final String sign;

        Mark(String sign) {
            this.sign = sign;
        }

        /** The same on every platform, so that people may quote each other. */
        public String sign() {
            return sign;
        }
    }

    /** Foreign text, a log or a plan as JSON: shown letter by letter, nothing in it is markup. */
    public record Preformatted(String text) implements Part {}

    /** Small print. */
    public record Context(List<Span> spans) implements Part {
        public static Context of(Object... pieces) {
            return new Context(Span.all(pieces));
        }
    }

    /** What only some readers want: closed below the actions where a platform can, else left at the end. */
    public record Folded(String title, List<Part> parts) implements Part {
        public Folded {
            parts = List.copyOf(parts);
        }

        public static Folded of(String title, Part... parts) {
            return new Folded(title, List.of(parts));
        }
    }

    /** A piece of a line. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "span")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Span.Plain.class, name = "plain"),
        @JsonSubTypes.Type(value = Span.Bold.class, name = "bold"),
        @JsonSubTypes.Type(value = Span.Code.class, name = "code"),
        @JsonSubTypes.Type(value = Span.Moment.class, name = "moment"),
        @JsonSubTypes.Type(value = Span.Mention.class, name = "mention"),
        @JsonSubTypes.Type(value = Span.Jump.class, name = "jump")
    })
    public sealed interface Span {
        record Plain(String text) implements Span {}

        record Bold(String text) implements Span {}

        record Code(String text) implements Span {}

        /** A time, shown in each reader's own zone. */
        record Moment(Instant at) implements Span {}

        /** Pings one person; the only thing that can. */
        record Mention(ChatUser user, String name) implements Span {}

        /** A link to the message that was posted under this outbox key. */
        record Jump(String key, String label) implements Span {}

        /** Strings become {@link Plain}, instants {@link Moment}, spans stay. */
        static List<Span> all(Object... pieces) {
            List<Span> spans = new ArrayList<>();
            for (Object piece : pieces) {
                spans.add(
                        switch (piece) {
                            case Span span -> span;
                            case Instant at -> new Moment(at);
                            default -> new Plain(piece.toString());
                        });
            }
            return List.copyOf(spans);
        }
    }

    /**
     * @param id what comes back in {@link ChatEvent.ButtonPressed}; at most 100 characters
     * @param confirm a question asked before the press counts; empty for none
     */
    public record Button(String id, String label, Style style, boolean enabled, String confirm) {
        public static Button of(String id, String label, Style style) {
            return new Button(id, label, style, true, "");
        }
    }

    public enum Style {
        PRIMARY,
        DANGER,
        PLAIN
    }

    /**
     * A file to attach; its content is fetched from {@code source} when it is delivered.
     *
     * @param source names the content for a {@link FileSource}, {@code log:UP-42}
     */
    public record File(String name, String source) {}
}
