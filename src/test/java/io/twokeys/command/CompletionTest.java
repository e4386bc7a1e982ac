package io.twokeys.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.command.Completion.Candidates;
import io.twokeys.command.Completion.Suggestion;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CompletionTest {
    static final Candidates NAMES = new Candidates() {
        @Override
        public List<String> targets() {
            return List.of("prod", "staging");
        }

        @Override
        public List<String> modules() {
            return List.of("custom_sale", "sale_custom", "crm_custom");
        }

        @Override
        public List<String> operations() {
            return List.of("UP-42", "UP-41");
        }

        @Override
        public List<String> checkpoints() {
            return IntStream.range(1, 40).mapToObj(n -> "CP-" + n).toList();
        }
    };

    private final Completion completion = new Completion(Grammar.whole());

    @Test
    void verbs_come_first() {
        assertThat(words("upg")).containsExactly("upgrade");
        assertThat(words("/odoo dr")).containsExactly("dry-run", "drill");
        assertThat(words("maint")).containsExactly("maintenance");
        assertThat(words("maintenance e")).startsWith("extend", "end");
        assertThat(words("help au")).containsExactly("audit");
    }

    @Test
    void names_that_begin_as_typed_stand_before_names_that_contain_it() {
        assertThat(words("upgrade sale")).containsExactly("sale_custom", "custom_sale");
    }

    @Test
    void a_module_is_not_offered_twice() {
        assertThat(words("upgrade sale_custom,")).containsExactly("custom_sale", "crm_custom");
        assertThat(words("upgrade sale_custom ")).containsExactly("custom_sale", "crm_custom", "on", "at");
    }

    @Test
    void after_a_keyword_come_its_names_and_then_the_other_keywords() {
        assertThat(words("upgrade sale_custom on ")).containsExactly("prod", "staging");
        assertThat(words("upgrade sale_custom on prod ")).containsExactly("at");
        assertThat(words("cancel up")).containsExactly("UP-42", "UP-41");
        assertThat(words("rollback because it ")).isEmpty();
        assertThat(words("logs follow s")).containsExactly("since");
    }

    @Test
    void at_most_twenty_five_are_shown() {
        assertThat(words("rollback to ")).hasSize(25);
    }

    @Test
    void a_suggestion_carries_the_whole_text() {
        assertThat(completion.suggest("/odoo upgrade sale_custom,crm", NAMES))
                .containsExactly(new Suggestion("crm_custom", "/odoo upgrade sale_custom,crm_custom"));
    }

    @Test
    void names_are_asked_for_only_when_their_slot_is_reached() {
        var untouchable = new Completion(new Grammar(EnumSet.of(Verb.UPGRADE)));
        Stream.of("", "upg", "help ")
                .forEach(text ->
                        assertThat(untouchable.suggest(text, new Unasked())).isNotNull());
    }

    private List<String> words(String partial) {
        return completion.suggest(partial, NAMES).stream().map(Suggestion::word).toList();
    }

    private static final class Unasked implements Candidates {
        @Override
        public List<String> targets() {
            throw new AssertionError("asked for targets");
        }

        @Override
        public List<String> modules() {
            throw new AssertionError("asked for modules");
        }

        @Override
        public List<String> operations() {
            throw new AssertionError("asked for operations");
        }

        @Override
        public List<String> checkpoints() {
            throw new AssertionError("asked for checkpoints");
        }
    }
}
