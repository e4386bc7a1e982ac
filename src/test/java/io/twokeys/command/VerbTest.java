package io.twokeys.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.command.Parsed.Understood;
import io.twokeys.command.Verb.Right;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VerbTest {
    private final CommandParser parser = new CommandParser(Grammar.whole());
    private final Usage usage = new Usage(Grammar.whole());

    @ParameterizedTest
    @EnumSource
    void every_example_reads_back_to_itself(Verb verb) {
        assertThat(verb.examples()).isNotEmpty();
        for (String example : verb.examples()) {
            assertThat(parser.parse(example)).isInstanceOfSatisfying(Understood.class, understood -> {
                assertThat(understood.command().verb()).isEqualTo(verb);
                assertThat(parser.parse(understood.command().text())).isEqualTo(understood);
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void every_slot_is_shown_by_an_example_and_survives_printing(Verb verb) {
        for (Slot<?> slot : verb.shape().slots()) {
            if (slot.keyword().isEmpty()) continue;
            assertThat(verb.examples())
                    .anySatisfy(example -> assertThat(textOf(example)).contains(" " + slot.keyword()));
        }
    }

    @Test
    void help_shows_only_what_a_person_may_run() {
        assertThat(usage.all(right -> right == Right.READ))
                .contains("`/odoo plan MODULE[,MODULE…] [on TARGET] [at REV]`: the plan alone; changes nothing")
                .contains("`/odoo logs [on TARGET] [grep TEXT] [since DURATION] [follow]`")
                .doesNotContain("/odoo upgrade")
                .doesNotContain("/odoo rollback");
        assertThat(usage.all(right -> true)).contains("`/odoo rollback [to CHECKPOINT] [on TARGET] [because REASON]`");
        assertThat(usage.all(right -> false))
                .isEqualTo("You may run nothing here. Ask who looks after this target for a role.");
    }

    @Test
    void help_for_one_verb_comes_with_examples() {
        assertThat(usage.about("upgrade", right -> true)).isEqualTo("""
                `/odoo upgrade MODULE[,MODULE…] [on TARGET] [at REV]`: shows the plan and its gates; runs once confirmed
                    `/odoo upgrade sale_custom`
                    `/odoo upgrade sale_custom,crm_custom on prod at v1.4.2`""");
        assertThat(usage.about("maintenance", right -> true).lines().filter(line -> !line.startsWith(" ")))
                .hasSize(6);
        assertThat(usage.about("upgrade", right -> right == Right.READ))
                .isEqualTo("You may not run `/odoo upgrade` here. `/odoo help` lists what you may.");
    }

    private String textOf(String example) {
        return ((Understood) parser.parse(example)).command().text();
    }
}
