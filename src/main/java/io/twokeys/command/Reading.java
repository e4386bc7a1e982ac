package io.twokeys.command;

import io.twokeys.command.Line.Token;
import io.twokeys.command.Noun.Rule;
import io.twokeys.command.Parsed.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the words of one slot turned out to be: a value, or the problem with them. */
sealed interface Reading<T> {

    record Value<T>(T value) implements Reading<T> {}

    record Wrong<T>(Problem problem) implements Reading<T> {}

    /** Reads the words that belong to one slot. */
    interface Reader<T> {
        Reading<T> read(Segment segment);
    }

    /** Exactly one name. */
    static <T> Reader<T> word(Rule rule, Function<String, T> make) {
        return segment -> {
            if (segment.words().isEmpty()) return new Wrong<>(segment.missing(rule.noun()));
            Token word = segment.words().getFirst();
            String name = rule.folded(word.text());
            if (!rule.holds(name)) return new Wrong<>(segment.malformed(word, rule));
            if (segment.words().size() > 1) return new Wrong<>(segment.tooMany(1));
            return new Value<>(make.apply(name));
        };
    }

    /** One name or more, divided by commas or blanks, each once. */
    static <T> Reader<List<T>> words(Rule rule, Function<String, T> make) {
        return segment -> {
            List<Token> names =
                    segment.words().stream().flatMap(Reading::byComma).toList();
            if (names.isEmpty()) return new Wrong<>(segment.missing(rule.noun()));
            var seen = new HashSet<String>();
            for (Token name : names) {
                if (name.looksLikeOption()) return new Wrong<>(segment.unknownOption(name));
                if (!rule.holds(rule.folded(name.text()))) return new Wrong<>(segment.malformed(name, rule));
                if (!seen.add(rule.folded(name.text()))) return new Wrong<>(segment.twice(name));
            }
            return new Value<>(
                    names.stream().map(Token::text).map(rule::folded).map(make).toList());
        };
    }

    private static Stream<Token> byComma(Token word) {
        List<Token> parts = new ArrayList<>();
        int start = word.start() + (word.quoted() ? 1 : 0);
        for (String part : word.text().split(",", -1)) {
            if (!part.isBlank()) parts.add(new Token(part.strip(), start, start + part.length(), word.quoted()));
            start += part.length() + 1;
        }
        return parts.stream();
    }

    Pattern DURATION = Pattern.compile("(?=.)(?:(\\d{1,4})h)?(?:(\\d{1,5})m)?(?:(\\d{1,6})s)?");
    Duration LONGEST = Duration.ofDays(7);

    static Reading<Duration> duration(Segment segment) {
        if (segment.words().isEmpty()) return new Wrong<>(segment.missing("a duration such as 30m"));
        if (segment.words().size() > 1) return new Wrong<>(segment.tooMany(1));
        Token word = segment.words().getFirst();
        var matcher = DURATION.matcher(word.text().toLowerCase(Locale.ROOT));
        if (matcher.matches()) {
            var length = Duration.ofHours(number(matcher.group(1)))
                    .plusMinutes(number(matcher.group(2)))
                    .plusSeconds(number(matcher.group(3)));
            if (length.isPositive() && length.compareTo(LONGEST) <= 0) return new Value<>(length);
        }
        String rule = "a duration looks like 30m, 2h, 1h30m or 45s (at most 168h)";
        return new Wrong<>(segment.malformed(word, "a duration", rule, Optional.empty()));
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    static Reading<When> when(Segment segment) {
        if (segment.words().isEmpty()) return new Wrong<>(segment.missing("a time such as 22:00"));
        String words = segment.words().stream().map(Token::text).collect(Collectors.joining(" "));
        return When.parse(words)
                .<Reading<When>>map(Value::new)
                .orElseGet(() -> new Wrong<>(
                        segment.malformed(segment.words().getFirst(), "a time", When.SENTENCE, Optional.empty())));
    }

    /** Text to look for: one word, or several in quotes. */
    static Reading<String> pattern(Segment segment) {
        if (segment.words().size() > 1) return new Wrong<>(segment.tooMany(1));
        Optional<Token> open =
                segment.words().stream().filter(Token::opensQuote).findFirst();
        if (open.isPresent()) return new Wrong<>(segment.openQuote(open.get()));
        return text(segment, 200);
    }

    static Reading<String> text(Segment segment) {
        return text(segment, 500);
    }

    private static Reading<String> text(Segment segment, int longest) {
        String text = segment.words().stream()
                .map(Token::text)
                .collect(Collectors.joining(" "))
                .replaceAll("(?U)\\s+", " ")
                .strip();
        if (text.isEmpty()) return new Wrong<>(segment.missing("words"));
        if (text.length() > longest) return new Wrong<>(segment.tooLong(text.length(), longest));
        return new Value<>(text);
    }

    static Reading<Boolean> flag(Segment segment) {
        return segment.words().isEmpty() ? new Value<>(true) : new Wrong<>(segment.tooMany(0));
    }

    /** The words of a verb; whether there is such a verb is the grammar's to say. */
    static Reading<String> topic(Segment segment) {
        return new Value<>(segment.words().stream().map(Token::folded).collect(Collectors.joining(" ")));
    }
}
