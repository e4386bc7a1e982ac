package io.twokeys.command;

import io.twokeys.command.Slot.Form;
import io.twokeys.command.Slot.Values;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The verbs that can be said here; any other is unknown to parser, help and completion alike. {@link Verb#HELP} always
 * belongs to them. Immutable.
 */
public record Grammar(Set<Verb> enabled) {
    private static final Map<Verb, List<String>> WORDS = Arrays.stream(Verb.values())
            .collect(Collectors.toUnmodifiableMap(
                    verb -> verb, verb -> List.of(verb.phrase().split(" ", -1))));

    private static final Map<List<String>, Verb> VERBS =
            WORDS.keySet().stream().collect(Collectors.toUnmodifiableMap(WORDS::get, verb -> verb));

    public Grammar {
        var verbs = EnumSet.of(Verb.HELP);
        verbs.addAll(enabled);
        enabled = Collections.unmodifiableSet(verbs);
    }

    /** Everything that was ever thought of. */
    public static Grammar whole() {
        return new Grammar(EnumSet.allOf(Verb.class));
    }

    /** The verbs in the order help tells them. */
    public List<Verb> verbs() {
        return List.copyOf(enabled);
    }

    /** What a verb can carry, what it needs first. */
    public static List<Parameter> parameters(Verb verb) {
        List<Slot<?>> needed = verb.shape().needed();
        Stream<Slot<?>> optional = verb.shape().slots().stream().filter(slot -> !needed.contains(slot));
        return Stream.concat(needed.stream(), optional)
                .map(slot -> Parameter.of(slot, needed.contains(slot)))
                .toList();
    }

    /** The verb with this phrase. */
    public Optional<Verb> verb(String phrase) {
        return verbs().stream().filter(verb -> verb.phrase().equals(phrase)).findFirst();
    }

    /** The verb that a text holds alone, nothing with it. */
    public Optional<Verb> bare(String text) {
        if (Line.unreadable(text).isPresent()) return Optional.empty();
        List<String> words = Line.of(text).withoutAddress().tokens().stream()
                .map(Line.Token::folded)
                .toList();
        return Optional.ofNullable(VERBS.get(words)).filter(enabled::contains);
    }

    /** The verb that these words begin with. */
    Optional<Verb> verb(List<String> words) {
        for (Verb verb : enabled) {
            List<String> phrase = wordsOf(verb);
            if (words.size() >= phrase.size() && words.subList(0, phrase.size()).equals(phrase))
                return Optional.of(verb);
        }
        return Optional.empty();
    }

    /** The verbs meant by a whole phrase or by the first word of several: {@code maintenance} means six. */
    List<Verb> about(String topic) {
        return verbs().stream()
                .filter(verb -> verb.phrase().equals(topic) || verb.phrase().startsWith(topic + " "))
                .toList();
    }

    /** The verb a person perhaps meant. */
    Optional<String> nearestVerb(String words) {
        return nearest(words, verbs().stream().map(Verb::phrase).toList());
    }

    static List<String> wordsOf(Verb verb) {
        return Objects.requireNonNull(WORDS.get(verb));
    }

    /** The choice that needs the fewest edits, if these are at most a third of its letters, and one for the shortest. */
    static Optional<String> nearest(String typed, Collection<String> choices) {
        if (typed.length() > 40) return Optional.empty();
        return choices.stream()
                .filter(choice -> !choice.isEmpty() && edits(typed, choice) <= Math.max(1, choice.length() / 3))
                .min(Comparator.comparingInt(choice -> edits(typed, choice)));
    }

    /** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
    private static int edits(String from, String to) {
        int[][] cost = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : edit(cost, from, to, i, j);
            }
        }
        return cost[from.length()][to.length()];
    }

    private static int edit(int[][] cost, String from, String to, int i, int j) {
        int replaced = cost[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        boolean swapped =
                i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return swapped ? Math.min(best, 1 + cost[i - 2][j - 2]) : best;
    }

    /**
     * One thing a command may carry, for those who fill commands in by name instead of typing a line.
     *
     * @param name a-z and -, unique in its verb: {@code modules}, {@code on}
     * @param summary what it is, at most 45 characters
     * @param suggests whether {@link Completion#fill} knows names for it
     */
    public record Parameter(String name, String summary, boolean required, Kind kind, boolean suggests) {
        /** What is filled in. */
        public enum Kind {
            WORDS,
            /** It is there or not. */
            FLAG,
            /** Words of one's own. */
            TEXT
        }

        static Parameter of(Slot<?> slot, boolean required) {
            return new Parameter(slot.name(), slot.summary(), required, kind(slot.form()), slot.suggests());
        }

        private static Kind kind(Form form) {
            return switch (form) {
                case WORDS -> Kind.WORDS;
                case FLAG -> Kind.FLAG;
                case TEXT -> Kind.TEXT;
            };
        }
    }

    /**
     * A verb whose parameters were filled in by name: on a form, or in the picker of a platform.
     *
     * @param values by {@link Parameter#name()}; blank ones are as if they were not there
     */
    public record FilledIn(Verb verb, Map<String, String> values) {
        public FilledIn {
            values = Map.copyOf(values);
        }

        /**
         * As a person would type it. What {@link CommandParser} makes of the text is the command that was filled in, or a refusal
         * of what is wrong with it, and never another command.
         */
        public String text() {
            var read = new Values();
            List<Slot<?>> wrong = filled().filter(slot -> !fill(read, slot)).toList();
            boolean whole = wrong.isEmpty() && verb.shape().needed().stream().allMatch(read::has);
            return whole ? verb.command(read).text() : raw();
        }

        private Stream<Slot<?>> filled() {
            return verb.shape().slots().stream().filter(slot -> !value(slot).isBlank());
        }

        private String value(Slot<?> slot) {
            String value = values.getOrDefault(slot.name(), "");
            return slot.form() == Form.FLAG && !value.equals("true") ? "" : value;
        }

        private <T> boolean fill(Values read, Slot<T> slot) {
            if (!(read(slot) instanceof Reading.Value<T>(T value))) return false;
            read.put(slot, value);
            return true;
        }

        /** Whole, or else as the several names that people write with blanks between them. */
        <T> Reading<T> read(Slot<T> slot) {
            if (slot.form() == Form.FLAG) return slot.apart(verb, List.of());
            String value = value(slot).strip();
            Reading<T> whole = slot.apart(verb, List.of(value));
            if (whole instanceof Reading.Value<T> || slot.form() == Form.TEXT) return whole;
            return slot.apart(
                    verb,
                    Stream.of(value.split("[,\\s]+"))
                            .filter(word -> !word.isEmpty())
                            .toList());
        }

        /** With what cannot be read in quotes, so that it is refused where it stands. */
        private String raw() {
            Stream<String> words = filled().map(slot -> slot.form() == Form.FLAG
                    ? slot.keyword()
                    : (slot.keyword() + " " + Line.quote(value(slot).strip())).strip());
            return Stream.concat(Stream.of(verb.phrase()), words).collect(Collectors.joining(" "));
        }
    }
}
