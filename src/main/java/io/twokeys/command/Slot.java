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
 * @param name unique in its verb, for those who fill commands in by name; the keyword where there is one
 * @param summary what it is, at most 45 characters
 * @param keyword the word before it; empty for what follows the verb itself
 * @param placeholder how the usage shows it; empty for a flag
 */
record Slot<T>(
        String name,
        String summary,
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

    /** Nobody knows names for it. */
    private enum None implements Function<Candidates, List<String>> {
        AT_ALL;

        @Override
        public List<String> apply(Candidates all) {
            return List.of();
        }
    }

    static final Slot<List<Noun.ModuleName>> MODULES = names(
            "modules",
            "modules, divided by commas",
            "MODULE[,MODULE…]",
            Rule.MODULE,
            Noun.ModuleName::new,
            Candidates::modules);
    static final Slot<List<Noun.CheckName>> CHECKS =
            names("checks", "checks, divided by commas", "CHECK[,CHECK…]", Rule.CHECK, Noun.CheckName::new, none());
    static final Slot<Noun.CheckName> GATE =
            noun("gate", "gate, such as drill-fresh", "GATE", Rule.CHECK, Noun.CheckName::new, none());
    static final Slot<Noun.OperationId> OPERATION = noun(
            "operation",
            "operation, such as UP-42",
            "OP",
            Rule.OPERATION,
            Noun.OperationId::new,
            Candidates::operations);
    static final Slot<Noun.WindowId> WINDOW =
            noun("window", "maintenance window, such as MW-3", "WINDOW", Rule.WINDOW, Noun.WindowId::new, none());
    static final Slot<Noun.IncidentId> INCIDENT =
            noun("incident", "incident, such as IN-7", "INCIDENT", Rule.INCIDENT, Noun.IncidentId::new, none());
    static final Slot<Noun.CheckpointId> TO_CHECKPOINT = noun(
            "checkpoint to go back to, such as CP-12",
            "CHECKPOINT",
            Rule.CHECKPOINT,
            Noun.CheckpointId::new,
            Candidates::checkpoints);
    static final Slot<Noun.Mention> TO_PERSON =
            noun("person who leads it", "PERSON", Rule.MENTION, Noun.Mention::new, none());
    static final Slot<Noun.Revision> AT = new Slot<>(
            "at",
            "branch, tag or commit of the addons",
            Form.WORDS,
            "at",
            "REV",
            Reading.word(Rule.REVISION, Noun.Revision::new),
            it -> word(it.value()),
            none());
    static final Slot<TargetName> ON = new Slot<>(
            "on",
            "target",
            Form.WORDS,
            "on",
            "TARGET",
            Reading.word(Rule.TARGET, TargetName::new),
            name -> word(name.value()),
            Candidates::targets);
    static final Slot<When> WHEN = new Slot<>(
            "when",
            "time, such as tomorrow 22:00 Europe/Paris",
            Form.WORDS,
            "",
            "TIME",
            Reading::when,
            When::text,
            all -> List.of("22:00", "tomorrow 22:00"));
    static final Slot<Duration> FOR = duration("for", "how long, such as 1h30m");
    static final Slot<Duration> BY = duration("by", "how much longer, such as 30m");
    static final Slot<Duration> SINCE = duration("since", "how far back, such as 30m");
    static final Slot<String> GREP =
            new Slot<>("grep", "text to look for", Form.WORDS, "grep", "TEXT", Reading::pattern, Line::quote, none());
    static final Slot<Boolean> FOLLOW =
            new Slot<>("follow", "go on with new lines", Form.FLAG, "follow", "", Reading::flag, flag -> "", none());
    static final Slot<String> BECAUSE = text("because", "REASON", "reason");
    static final Slot<String> NOTE = text("note", "TEXT", "what is to be noted");
    static final Slot<String> TOPIC =
            new Slot<>("verb", "verb", Form.WORDS, "", "VERB", Reading::topic, Slot::topic, none());

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

    /** Whether there are names to offer for it. */
    boolean suggests() {
        return candidates != None.AT_ALL;
    }

    /** Reads words that stand apart from any line; none of them can announce another slot. */
    Reading<T> apart(Verb verb, List<String> words) {
        List<Line.Token> tokens = words.stream()
                .map(word -> new Line.Token(word, 0, word.length(), true))
                .toList();
        return read(new Segment(verb, new Line("", List.of()), Optional.of(this), name, 0, tokens));
    }

    private static <T extends Noun> Slot<T> noun(
            String name,
            String summary,
            String placeholder,
            Rule rule,
            Function<String, T> make,
            Function<Candidates, List<String>> candidates) {
        return new Slot<>(
                name,
                summary,
                Form.WORDS,
                "",
                placeholder,
                Reading.word(rule, make),
                it -> word(it.value()),
                candidates);
    }

    /** What follows {@code to}. */
    private static <T extends Noun> Slot<T> noun(
            String summary,
            String placeholder,
            Rule rule,
            Function<String, T> make,
            Function<Candidates, List<String>> candidates) {
        return new Slot<>(
                "to",
                summary,
                Form.WORDS,
                "to",
                placeholder,
                Reading.word(rule, make),
                it -> word(it.value()),
                candidates);
    }

    private static <T extends Noun> Slot<List<T>> names(
            String name,
            String summary,
            String placeholder,
            Rule rule,
            Function<String, T> make,
            Function<Candidates, List<String>> candidates) {
        return new Slot<>(
                name, summary, Form.WORDS, "", placeholder, Reading.words(rule, make), Slot::list, candidates);
    }

    private static Slot<Duration> duration(String keyword, String summary) {
        Function<Candidates, List<String>> usual = all -> List.of("15m", "30m", "1h", "2h");
        return new Slot<>(keyword, summary, Form.WORDS, keyword, "DURATION", Reading::duration, Slot::duration, usual);
    }

    private static Slot<String> text(String keyword, String placeholder, String summary) {
        return new Slot<>(keyword, summary, Form.TEXT, keyword, placeholder, Reading::text, Line::quote, none());
    }

    private static Function<Candidates, List<String>> none() {
        return None.AT_ALL;
    }

    private static String duration(Duration length) {
        return length.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
    }

    private static String list(List<? extends Noun> names) {
        return word(names.stream().map(Noun::value).collect(Collectors.joining(",")));
    }

    private static String topic(String verb) {
        return verb.matches("[a-z -]*") ? verb : Line.quote(verb);
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
