package io.twokeys.command;

import io.twokeys.command.Line.Token;
import io.twokeys.command.Noun.Rule;
import io.twokeys.command.Parsed.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A run of words that belong to one slot, and the sentences about what may be wrong with them.
 *
 * @param slot whose words they are; empty if the verb takes nothing here
 * @param head what leads them as a person knows it: {@code /odoo upgrade} or {@code on}
 * @param end offset into the line where the head ends
 */
record Segment(Verb verb, Line line, Optional<Slot<?>> slot, String head, int end, List<Token> words) {
    private static final int SHOWN = 80;
    private static final String HARMLESS = "Nothing was sent to a host.";

    Problem missing(String noun) {
        String what = "`" + head + "` needs " + noun + ".";
        return new Problem(what, "", end + 1, Optional.empty(), verb.reminder());
    }

    /** The verb needs this slot, and nothing of it is there. */
    static Problem nothingFor(Slot<?> slot, Verb verb, Line line) {
        int end = line.tokens().getLast().end();
        var nothing = new Segment(verb, line, Optional.of(slot), "/odoo " + verb.phrase(), end, List.of());
        if (slot.keyword().isEmpty() && slot.read(nothing) instanceof Reading.Wrong<?>(var problem)) return problem;
        return nothing.missing("`" + slot.usage() + "`");
    }

    Problem tooMany(int expected) {
        Token word = words.get(expected);
        if (words.getFirst().opensQuote()) return openQuote(words.getFirst());
        if (word.looksLikeOption()) return unknownOption(word);
        Stream<String> before =
                Stream.concat(Stream.of(head), words.stream().limit(expected).map(Token::text));
        String after = shown(before.collect(Collectors.joining(" ")));
        String what = "`%s` is one word too many after `%s`.".formatted(shown(word.text()), after);
        return problem(what, word, near(word), verb.reminder());
    }

    Problem unknownOption(Token word) {
        String what = "`%s` is not an option of `/odoo %s`.".formatted(shown(word.text()), verb.phrase());
        return problem(what, word, near(word), verb.reminder());
    }

    private Optional<String> near(Token word) {
        List<String> keywords = verb.shape().slots().stream().map(Slot::keyword).toList();
        return Grammar.nearest(word.folded().replaceFirst("^-{1,2}", ""), keywords);
    }

    Problem twice(Token word) {
        String what = "`%s` is given twice.".formatted(shown(word.text()));
        return problem(what, word, Optional.empty(), "Name it once. " + HARMLESS);
    }

    Problem headTwice() {
        String next = "Keep the one you mean. " + HARMLESS;
        return new Problem("`" + head + "` is given twice.", head, end - head.length() + 1, Optional.empty(), next);
    }

    Problem tooLong(int length, int longest) {
        String what =
                "The text after `%s` is %,d characters long; at most %d are kept.".formatted(head, length, longest);
        String next = "Put the details in the thread and send a shorter one. " + HARMLESS;
        return problem(what, words.getFirst(), Optional.empty(), next);
    }

    Problem malformed(Token word, Rule rule) {
        String near = word.text().toLowerCase(Locale.ROOT).replace('-', '_');
        boolean perhaps = rule == Rule.MODULE && rule.holds(near);
        return malformed(word, rule.noun(), rule.sentence(), perhaps ? Optional.of(near) : Optional.empty());
    }

    Problem malformed(Token word, String noun, String rule, Optional<String> near) {
        if (word.opensQuote()) return openQuote(word);
        boolean wordOnly = word.quoted() || word.text().matches("[\\w.-]+");
        String typed = wordOnly
                ? word.text()
                : line.text().substring(word.start(), words.getLast().end());
        return problem("`%s` is not %s: %s.".formatted(shown(typed), noun, rule), word, near, HARMLESS);
    }

    Problem openQuote(Token word) {
        String what = "The quote before `%s` is never closed."
                .formatted(shown(word.text().substring(1)));
        return problem(what, word, Optional.empty(), "Close it, or leave it out. " + HARMLESS);
    }

    private static Problem problem(String what, Token word, Optional<String> near, String next) {
        return new Problem(what, shown(word.text()), word.start() + 1, near, next);
    }

    /** Fit to stand between backticks in a chat: short, on one line, without backticks of its own. */
    static String shown(String typed) {
        String line = typed.replaceAll("(?U)\\s+", " ").replace('`', '\'');
        if (line.length() <= SHOWN) return line;
        int cut = Character.isHighSurrogate(line.charAt(SHOWN - 1)) ? SHOWN - 1 : SHOWN;
        return line.substring(0, cut) + "…";
    }
}
