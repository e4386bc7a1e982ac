package io.twokeys.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.command.Grammar.FilledIn;
import io.twokeys.command.Grammar.Parameter;
import io.twokeys.command.Parsed.Refused;
import io.twokeys.command.Parsed.Understood;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;

class FilledInPropertyTest {
    private final CommandParser parser = new CommandParser(Grammar.whole());

    /** What stands in a field can neither become another option nor another verb, whatever it holds. */
    @Property(tries = 2_000)
    void what_was_filled_in_is_that_command_or_refused(@ForAll("forms") FilledIn form) {
        Parsed parsed = parser.parse(form.text());
        switch (parsed) {
            case Understood(var command) -> {
                assertThat(command.verb()).isEqualTo(form.verb());
                assertThat(command).isEqualTo(new Expected(form).command());
            }
            case Refused(var problem) -> assertThat(problem.sentence()).endsWith(".");
        }
        Statistics.label("understood")
                .collect(parsed instanceof Understood)
                .coverage(share -> share.check(true).percentage(percent -> percent > 10));
    }

    @Test
    void a_reason_that_looks_like_options_stays_a_reason() {
        var form = new FilledIn(
                Verb.ROLLBACK, Map.of("on", "prod", "because", "it broke on staging at \"noon\" to be sure"));

        assertThat(form.text())
                .isEqualTo("rollback on prod because \"it broke on staging at \\\"noon\\\" to be sure\"");
        assertThat(parser.parse(form.text()))
                .isInstanceOfSatisfying(
                        Understood.class,
                        it -> assertThat(it.command())
                                .isEqualTo(new Command.Rollback(
                                        java.util.Optional.empty(),
                                        java.util.Optional.of(new io.twokeys.fleet.TargetName("prod")),
                                        java.util.Optional.of("it broke on staging at \"noon\" to be sure"))));
    }

    @Test
    void modules_may_be_divided_as_people_do() {
        assertThat(new FilledIn(Verb.UPGRADE, Map.of("modules", " sale_custom, crm_custom  hr ")).text())
                .isEqualTo("upgrade sale_custom,crm_custom,hr");
    }

    @Test
    void an_option_smuggled_into_a_module_is_refused() {
        var form = new FilledIn(Verb.UPGRADE, Map.of("modules", "sale_custom on prod", "at", "--upload-pack=x"));

        assertThat(parser.parse(form.text())).isInstanceOf(Refused.class);
    }

    /** The values as the slots read them one by one, without any line. */
    private record Expected(FilledIn form) {
        Command command() {
            var values = new Slot.Values();
            form.verb().shape().slots().forEach(slot -> put(values, slot));
            return form.verb().command(values);
        }

        private <T> void put(Slot.Values values, Slot<T> slot) {
            String value = form.values().getOrDefault(slot.name(), "");
            if (value.isBlank() || (slot.form() == Slot.Form.FLAG && !value.equals("true"))) return;
            Reading<T> reading = form.read(slot);
            assertThat(reading).isInstanceOf(Reading.Value.class);
            if (reading instanceof Reading.Value<T>(T read)) values.put(slot, read);
        }
    }

    @Provide
    Arbitrary<FilledIn> forms() {
        Arbitrary<String> value = Arbitraries.oneOf(
                Arbitraries.of("", "prod", "sale_custom", "crm, hr", "on", "at", "\"on\" prod", "v1.4", "true", "help"),
                Arbitraries.of("CP-1", "up-42", "MW-3", "IN-7", "30m", "22:00", "tomorrow 22:00  UTC", "@ann", "<@U1>"),
                Arbitraries.of(
                        "because \"x\" on prod", "x\" on staging because \"y", "--on prod", "upgrade sale", "\\"),
                Arbitraries.strings()
                        .withChars("ab1_-., /\"'\\“”’;$`—\u00a0\u2028\n\u0000")
                        .ofMaxLength(8));
        return Arbitraries.of(Verb.class).flatMap(verb -> {
            List<String> names =
                    Grammar.parameters(verb).stream().map(Parameter::name).toList();
            return Combinators.combine(value.list().ofSize(names.size()), Arbitraries.of(verb))
                    .as((values, it) -> new FilledIn(it, zip(names, values)));
        });
    }

    private static Map<String, String> zip(List<String> names, List<String> values) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < names.size(); i++) all.put(names.get(i), values.get(i));
        return all;
    }
}
