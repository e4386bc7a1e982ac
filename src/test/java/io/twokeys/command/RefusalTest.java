package io.twokeys.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.command.Parsed.Problem;
import io.twokeys.command.Parsed.Refused;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalTest {
    private static final String UPGRADE_USAGE =
            "Usage: `/odoo upgrade MODULE[,MODULE…] [on TARGET] [at REV]`, for example `/odoo upgrade sale_custom`.";

    private final CommandParser parser = new CommandParser(Grammar.whole());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "upgrde sale | `upgrde` is not a verb I know. Did you mean `/odoo upgrade`? `/odoo help` lists them.",
                "make coffee | `make` is not a verb I know. `/odoo help` lists them.",
                "maintenance strat | `maintenance strat` is not a verb I know. Did you mean `/odoo maintenance start`?"
                        + " `/odoo help maintenance` explains.",
                "audit | `audit` alone says too little: `audit verify`, `audit export`. `/odoo help audit` explains.",
                "help upgade | `upgade` is not a verb I know. Did you mean `/odoo help upgrade`? `/odoo help` lists them.",
                "upgrade sale;rm -rf / | `sale;rm -rf /` is not a module name: a module name starts with a letter and"
                        + " holds only a–z, 0–9 and _ (at most 63). Nothing was sent to a host.",
                "upgrade $(reboot) on prod | `$(reboot)` is not a module name: a module name starts with a letter and"
                        + " holds only a–z, 0–9 and _ (at most 63). Nothing was sent to a host.",
                "upgrade sale,Sale-Custom | `Sale-Custom` is not a module name: a module name starts with a letter and"
                        + " holds only a–z, 0–9 and _ (at most 63). Did you mean `sale_custom`? Nothing was sent to a"
                        + " host.",
                "upgrade sale on prod;ls | `prod;ls` is not a target name: a target name starts with a letter and holds"
                        + " only a–z, 0–9 and - (at most 32). Nothing was sent to a host.",
                "upgrade sale at --upload-pack=x | `--upload-pack=x` is not a git revision: a git revision is a branch,"
                        + " tag or commit of letters, digits and . _ / - that starts with a letter or digit and holds"
                        + " no `..` (at most 100). Nothing was sent to a host.",
                "upgrade sale,crm,sale | `sale` is given twice. Name it once. Nothing was sent to a host.",
                "upgrade sale on a on b | `on` is given twice. Keep the one you mean. Nothing was sent to a host.",
                "cancel CP-12 | `CP-12` is not an operation id: an operation id looks like UP-42. Nothing was sent to a"
                        + " host.",
                "rollback to UP-1 | `UP-1` is not a checkpoint id: a checkpoint id looks like CP-12. Nothing was sent to"
                        + " a host.",
                "logs since yesterday | `yesterday` is not a duration: a duration looks like 30m, 2h, 1h30m or 45s (at"
                        + " most 168h). Nothing was sent to a host.",
                "logs since 169h | `169h` is not a duration: a duration looks like 30m, 2h, 1h30m or 45s (at most"
                        + " 168h). Nothing was sent to a host.",
                "maintenance schedule tonight for 1h | `tonight` is not a time: a time looks like 22:00, tomorrow 22:00"
                        + " or 2026-11-21T22:00 Europe/Paris. Nothing was sent to a host.",
                "logs grep \"out | The quote before `out` is never closed. Close it, or leave it out. Nothing was sent to a"
                        + " host.",
                "logs grep \"out of memory | The quote before `out` is never closed. Close it, or leave it out. Nothing"
                        + " was sent to a host.",
            })
    void every_refusal_says_what_where_and_the_next_move(String text, String sentence) {
        assertThat(refused(text).sentence()).isEqualTo(sentence);
    }

    @Test
    void what_is_missing_is_named_with_the_usage() {
        assertThat(refused("upgrade").sentence()).isEqualTo("`/odoo upgrade` needs a module name. " + UPGRADE_USAGE);
        assertThat(refused("upgrade , on prod").sentence())
                .isEqualTo("`/odoo upgrade` needs a module name. " + UPGRADE_USAGE);
        assertThat(refused("upgrade sale on").sentence()).isEqualTo("`on` needs a target name. " + UPGRADE_USAGE);
        assertThat(refused("upgrade sale on at v1").sentence()).isEqualTo("`on` needs a target name. " + UPGRADE_USAGE);
        assertThat(refused("lock on prod").sentence())
                .isEqualTo("`/odoo lock` needs `because REASON`. Usage: `/odoo lock [on TARGET] because REASON`, for"
                        + " example `/odoo lock on prod because \"month-end closing\"`.");
        assertThat(refused("rollback because").sentence()).startsWith("`because` needs words. Usage: ");
    }

    @Test
    void unknown_options_and_words_too_many_are_told_apart() {
        assertThat(refused("upgrade sale --force").sentence())
                .isEqualTo("`--force` is not an option of `/odoo upgrade`. " + UPGRADE_USAGE);
        assertThat(refused("rollback becuse it failed").sentence())
                .startsWith("`becuse` is one word too many after `/odoo rollback`. Did you mean `because`? Usage: ");
        assertThat(refused("upgrade sale on prod now").sentence())
                .isEqualTo("`now` is one word too many after `on prod`. " + UPGRADE_USAGE);
    }

    @Test
    void the_offending_word_is_shown_with_its_place() {
        Problem problem = refused("/odoo upgrade sale,Sale-Custom on prod");
        assertThat(problem.word()).isEqualTo("Sale-Custom");
        assertThat(problem.position()).isEqualTo(20);
        assertThat(refused("upgrade " + "x".repeat(90)).word()).isEqualTo("x".repeat(80) + "…");
        assertThat(refused("upgrade `id`").sentence()).startsWith("`'id'` is not a module name");
    }

    @Test
    void what_cannot_be_read_is_refused_before_it_is_read() {
        assertThat(refused("rollback because " + "x".repeat(2_000)).sentence())
                .isEqualTo("The command is 2,017 characters long; at most 2,000 are read. Put the details in the thread"
                        + " and send a shorter command. Nothing was done.");
        assertThat(refused("rollback because " + "x".repeat(501)).sentence())
                .isEqualTo("The text after `because` is 501 characters long; at most 500 are kept. Put the details in"
                        + " the thread and send a shorter one. Nothing was sent to a host.");
        assertThat(refused("upgrade sale\u0007").sentence())
                .isEqualTo("Character 13 is a control or invisible character (U+0007). Type the command again without"
                        + " it. Nothing was done.");
        assertThat(refused("rollback because \u202Eeslaf").word()).isEqualTo("U+202E");
        assertThat(refused("rollback because \uD800").word()).isEqualTo("U+D800");
    }

    @Test
    void a_verb_that_is_not_enabled_is_unknown_to_parser_help_and_completion() {
        var grammar = new Grammar(EnumSet.of(Verb.UPGRADE));
        var small = new CommandParser(grammar);
        assertThat(small.parse("drill"))
                .isInstanceOfSatisfying(
                        Refused.class,
                        it -> assertThat(it.problem().what()).isEqualTo("`drill` is not a verb I know."));
        assertThat(small.parse("help drill")).isInstanceOf(Refused.class);
        assertThat(small.parse("maintenance")).isInstanceOf(Refused.class);
        assertThat(new Usage(grammar).all(right -> true)).doesNotContain("drill");
        assertThat(new Completion(grammar).suggest("dr", CompletionTest.NAMES)).isEmpty();
    }

    private Problem refused(String text) {
        return ((Refused) parser.parse(text)).problem();
    }
}
