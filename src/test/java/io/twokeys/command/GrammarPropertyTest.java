package io.twokeys.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.command.Parsed.Refused;
import io.twokeys.command.Parsed.Understood;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

class GrammarPropertyTest {
    private static final String SHELL = ";&|<>$`\\\"'(){}[]*?!#~ \t\n\r=%,@^:";

    private final CommandParser parser = new CommandParser(Grammar.whole());
    private final Completion completion = new Completion(Grammar.whole());

    @Property(tries = 2_000)
    void no_text_makes_it_throw(@ForAll String text) {
        holds(text);
    }

    @Property(tries = 2_000)
    void whatever_is_understood_prints_back_to_itself(@ForAll("sentences") String text) {
        holds(text);
        Statistics.label("understood")
                .collect(parser.parse(text) instanceof Understood)
                .coverage(share -> share.check(true).percentage(percent -> percent > 10));
    }

    /** Understood and printable, or refused in a sentence; completed within bounds either way. */
    private void holds(String text) {
        switch (parser.parse(text)) {
            case Understood understood -> {
                assertThat(parser.parse(understood.command().text())).isEqualTo(understood);
                assertThat(names(understood.command()))
                        .allMatch(name -> SHELL.chars().noneMatch(it -> name.indexOf(it) >= 0));
            }
            case Refused(var problem) -> {
                assertThat(problem.sentence()).endsWith(".").doesNotContain("\n");
                assertThat(problem.position()).isPositive();
            }
        }
        assertThat(completion.suggest(text, CompletionTest.NAMES)).hasSizeLessThanOrEqualTo(Completion.MOST);
    }

    private static List<String> names(Command command) {
        Stream<String> modules = switch (command) {
            case Command.Upgrade(var names, var on, var at) ->
                Stream.concat(names.stream().map(Noun::value), at.stream().map(Noun::value));
            case Command.MakePlan(var names, var on, var at) ->
                Stream.concat(names.stream().map(Noun::value), at.stream().map(Noun::value));
            case Command.DryRun(var names, var on, var at) ->
                Stream.concat(names.stream().map(Noun::value), at.stream().map(Noun::value));
            case Command other -> Stream.of();
        };
        return Stream.concat(modules, command.target().stream().map(Object::toString))
                .toList();
    }

    /** Words of the grammar, names good and bad, and quotes, in any order after a verb or an example of it. */
    @Provide
    Arbitrary<String> sentences() {
        Arbitrary<String> example = Arbitraries.of(Verb.class).flatMap(verb -> Arbitraries.of(verb.examples()));
        Arbitrary<String> verb = Arbitraries.oneOf(Arbitraries.of(Verb.class).map(Verb::phrase), example);
        Arbitrary<String> word = Arbitraries.oneOf(
                Arbitraries.of("on", "at", "to", "for", "by", "since", "grep", "follow", "because", "note", "--on"),
                Arbitraries.of(
                        "sale_custom", "crm,hr", "\"on\"", "'at'", "prod", "Prod", "v1.4", "a..b", "-x", "on,at"),
                Arbitraries.of("CP-1", "up-42", "MW-3", "IN-7", "30m", "90s", "1h5m", "22:00", "tomorrow", "UTC", "+2"),
                Arbitraries.of("2026-02-30T10:00", "2026-11-21T22:00", "@ann", "<@U1>", "“it is”", "\"a \\\" b\\\\\""),
                Arbitraries.strings()
                        .withChars("ab_-.,/\"'\\“”’;$`—\u00a0\u2028")
                        .ofMaxLength(6));
        return verb.flatMap(start -> word.list().ofMaxSize(5).map(words -> start + " " + String.join(" ", words)));
    }
}
