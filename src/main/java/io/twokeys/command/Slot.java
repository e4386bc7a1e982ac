package io.twokeys.command;

import io.twokeys.command.Completion.Candidates;
import io.twokeys.command.Noun.Rule;
import io.twokeys.fleet.TargetName;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One thing a command may carry: how it is announced, read, printed and completed.
 *
 * @param keyword the word before it; empty for what follows the verb itself
 * @param placeholder how the usage shows it; empty for a flag
 */
record Slot<T>(
        Form form,
        String keyword,
        String placeholder,
        Reading.Reader<T> reader,
        Function<T, String> printer,
        Function<Candidates, List<String>> candidates) {

    enum Form {
        WORDS,
        FLAG,
        /** The rest of the line, unless quoted. */
        TEXT
    }

    static final Slot<List<Noun.ModuleName>> MODULES =
            names("MODULE[,MODULE…]", Rule.MODULE, Noun.ModuleName::new, Candidates::modules);
    static final Slot<List<Noun.CheckName>> CHECKS =
            names("CHECK[,CHECK…]", Rule.CHECK, Noun.CheckName::new, none -> List.of());
    static final Slot<Noun.OperationId> OPERATION =
            noun("", "OP", Rule.OPERATION, Noun.OperationId::new, Candidates::operations);
    static final Slot<Noun.WindowId> WINDOW = noun("", "WINDOW", Rule.WINDOW, Noun.WindowId::new, none -> List.of());
    static final Slot<Noun.IncidentId> INCIDENT =
            noun("", "INCIDENT", Rule.INCIDENT, Noun.IncidentId::new, none -> List.of());
    static final Slot<Noun.CheckpointId> TO_CHECKPOINT =
            noun("to", "CHECKPOINT", Rule.CHECKPOINT, Noun.CheckpointId::new, Candidates::checkpoints);
    static final Slot<Noun.Mention> TO_PERSON =
            noun("to", "PERSON", Rule.MENTION, Noun.Mention::new, none -> List.of());
    static final Slot<Noun.Revision> AT = noun("at", "REV", Rule.REVISION, Noun.Revision::new, none -> List.of());
    static final Slot<TargetName> ON = new Slot<>(
            Form.WORDS,
            "on",
            "TARGET",
            Reading.word(Rule.TARGET, TargetName::new),
            name -> word(name.value()),
            Candidates::targets);
    static final Slot<When> WHEN =
            new Slot<>(Form.WORDS, "", "TIME", Reading::when, When::text, none -> List.of("22:00", "tomorrow 22:00"));
    static final Slot<Duration> FOR = duration("for");
    static final Slot<Duration> BY = duration("by");
    static final Slot<Duration> SINCE = duration("since");
    static final Slot<String> GREP =
            new Slot<>(Form.WORDS, "grep", "TEXT", Reading::pattern, Line::quote, none -> List.of());
    static final Slot<Boolean> FOLLOW =
            new Slot<>(Form.FLAG, "follow", "", Reading::flag, flag -> "", none -> List.of());
    static final Slot<String> BECAUSE =
            new Slot<>(Form.TEXT, "because", "REASON", Reading::text, Line::quote, none -> List.of());
    static final Slot<String> NOTE =
            new Slot<>(Form.TEXT, "note", "TEXT", Reading::text, Line::quote, none -> List.of());
    static final Slot<String> TOPIC =
            new Slot<>(Form.WORDS, "", "VERB", Reading::topic, topic -> topic, none -> List.of());

    /** {@code on TARGET}. */
    String usage() {
        return (keyword + " " + placeholder).strip();
    }

    /** As a command's text holds it: {@code on prod}. */
    String print(T value) {
        return (keyword + " " + printer.apply(value)).strip();
    }

    String print(Optional<T> value) {
        return value.map(this::print).orElse("");
    }

    Reading<T> read(Segment segment) {
        return reader.read(segment);
    }

    private static <T extends Noun> Slot<T> noun(
            String keyword,
            String placeholder,
            Rule rule,
            Function<String, T> make,
            Function<Candidates, List<String>> candidates) {
        return new Slot<>(
                Form.WORDS, keyword, placeholder, Reading.word(rule, make), it -> word(it.value()), candidates);
    }

    private static <T extends Noun> Slot<List<T>> names(
            String placeholder, Rule rule, Function<String, T> make, Function<Candidates, List<String>> candidates) {
        return new Slot<>(Form.WORDS, "", placeholder, Reading.words(rule, make), Slot::list, candidates);
    }

    private static Slot<Duration> duration(String keyword) {
        Function<Candidates, List<String>> usual = none -> List.of("15m", "30m", "1h", "2h");
        return new Slot<>(Form.WORDS, keyword, "DURATION", Reading::duration, Slot::duration, usual);
    }

    private static String duration(Duration length) {
        return length.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
    }

    private static String list(List<? extends Noun> names) {
        return word(names.stream().map(Noun::value).collect(Collectors.joining(",")));
    }

    /** A name that happens to be an option's keyword is quoted, or it would be read as that option. */
    private static String word(String name) {
        return KEYWORDS.contains(name) ? Line.quote(name) : name;
    }

    private static final List<String> KEYWORDS =
            List.of("to", "at", "on", "for", "by", "since", "grep", "follow", "because", "note");

    /** What a command carried, by slot. */
    static final class Values {
        private final Map<Slot<?>, Object> values = new HashMap<>();

        <T> void put(Slot<T> slot, T value) {
            values.put(slot, value);
        }

        boolean has(Slot<?> slot) {
            return values.containsKey(slot);
        }

        @SuppressWarnings("unchecked") // put is the only way in, and it pairs a slot with its own type
        <T> Optional<T> maybe(Slot<T> slot) {
            return Optional.ofNullable((T) values.get(slot));
        }

        /** What the verb requires; the parser has made sure it is there. */
        <T> T the(Slot<T> slot) {
            return maybe(slot).orElseThrow(() -> new NoSuchElementException(slot.usage()));
        }
    }

    /** The slots of one verb. */
    record Shape(List<Slot<?>> needed, List<Slot<?>> optional) {
        static Shape needs(Slot<?>... slots) {
            return new Shape(List.of(slots), List.of());
        }

        static Shape may(Slot<?>... slots) {
            return new Shape(List.of(), List.of(slots));
        }

        Shape and(Slot<?>... more) {
            return new Shape(needed, List.of(more));
        }

        /** In the order of speech: what follows the verb, the options, the text that takes the rest of the line. */
        List<Slot<?>> slots() {
            return Stream.concat(needed.stream(), optional.stream())
                    .sorted(Comparator.comparingInt(
                            slot -> slot.keyword().isEmpty() ? 0 : slot.form() == Form.TEXT ? 2 : 1))
                    .toList();
        }

        /** {@code MODULE[,MODULE…] [on TARGET] [at REV]}. */
        String usage() {
            return slots().stream()
                    .map(slot -> needed.contains(slot) ? slot.usage() : "[" + slot.usage() + "]")
                    .collect(Collectors.joining(" "));
        }

        /** The slot that follows the verb without a keyword. */
        Optional<Slot<?>> leading() {
            return slots().stream().filter(slot -> slot.keyword().isEmpty()).findFirst();
        }

        /** The slot that this word announces; dashes before it, as on a command line, are allowed. */
        Optional<Slot<?>> announced(Line.Token word) {
            if (word.quoted()) return Optional.empty();
            String keyword = word.folded().replaceFirst("^-{1,2}", "");
            if (keyword.isEmpty()) return Optional.empty();
            return slots().stream()
                    .filter(slot -> slot.keyword().equals(keyword))
                    .findFirst();
        }
    }
}
