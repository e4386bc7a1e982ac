package io.twokeys.command;

import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** A word of a command that names something, well-formed by construction. None can hold a character a shell would act on. */
public sealed interface Noun {
    String value();

    /** An Odoo module's technical name, as Odoo's manifest rule has it: {@code sale_custom}. */
    record ModuleName(String value) implements Noun {
        public ModuleName {
            Rule.MODULE.require(value);
        }
    }

    /** A branch, tag or commit of the addons checkout: {@code v1.4.2}. Never an option of git, never a range. */
    record Revision(String value) implements Noun {
        public Revision {
            Rule.REVISION.require(value);
        }
    }

    /** One preflight or health check: {@code disk}. */
    record CheckName(String value) implements Noun {
        public CheckName {
            Rule.CHECK.require(value);
        }
    }

    /** Who is meant, as typed: {@code @manager-1}, or a platform's mention such as {@code <@U0123>}. */
    record Mention(String value) implements Noun {
        public Mention {
            Rule.MENTION.require(value);
        }
    }

    /** {@code UP-42}, {@code RB-7}. */
    record OperationId(String value) implements Noun {
        public OperationId {
            Rule.OPERATION.require(value);
        }
    }

    /** {@code CP-12}. */
    record CheckpointId(String value) implements Noun {
        public CheckpointId {
            Rule.CHECKPOINT.require(value);
        }
    }

    /** A maintenance window: {@code MW-3}. */
    record WindowId(String value) implements Noun {
        public WindowId {
            Rule.WINDOW.require(value);
        }
    }

    /** {@code IN-7}. */
    record IncidentId(String value) implements Noun {
        public IncidentId {
            Rule.INCIDENT.require(value);
        }
    }

    /** How a kind of word is written. */
    enum Rule {
        MODULE(
                "a module name",
                "a module name starts with a letter and holds only a–z, 0–9 and _ (at most 63)",
                "[a-z][a-z0-9_]{0,62}",
                UnaryOperator.identity()),
        TARGET(
                "a target name",
                "a target name starts with a letter and holds only a–z, 0–9 and - (at most 32)",
                "[a-z][a-z0-9-]{0,31}",
                Rule::lower),
        REVISION(
                "a git revision",
                "a git revision is a branch, tag or commit of letters, digits and . _ / - that starts with a letter or"
                        + " digit and holds no `..` (at most 100)",
                "(?!.*\\.\\.)[A-Za-z0-9][A-Za-z0-9._/-]{0,99}",
                UnaryOperator.identity()),
        CHECK(
                "a check name",
                "a check name starts with a letter and holds only a–z, 0–9 and - (at most 32)",
                "[a-z][a-z0-9-]{0,31}",
                Rule::lower),
        MENTION(
                "a person",
                "a person is a mention, or a name such as @manager-1",
                "@?[A-Za-z0-9][A-Za-z0-9._-]{0,63}|<@!?[A-Za-z0-9]{1,32}(\\|[A-Za-z0-9._-]{1,64})?>",
                UnaryOperator.identity()),
        OPERATION(
                "an operation id",
                "an operation id looks like UP-42",
                "(?!CP-|MW-|IN-)[A-Z]{2}-[0-9]{1,9}",
                Rule::upper),
        CHECKPOINT("a checkpoint id", "a checkpoint id looks like CP-12", "CP-[0-9]{1,9}", Rule::upper),
        WINDOW("a window id", "a window id looks like MW-3", "MW-[0-9]{1,9}", Rule::upper),
        INCIDENT("an incident id", "an incident id looks like IN-7", "IN-[0-9]{1,9}", Rule::upper);

        private final String noun;
        private final String sentence;
        private final Pattern pattern;

        @SuppressWarnings("ImmutableEnumChecker")
        private final UnaryOperator<String> fold;

        Rule(String noun, String sentence, String regex, UnaryOperator<String> fold) {
            this.noun = noun;
            this.sentence = sentence;
            this.pattern = Pattern.compile(regex);
            this.fold = fold;
        }

        /** {@code a module name}. */
        public String noun() {
            return noun;
        }

        /** The rule in words, as a clause without a full stop. */
        public String sentence() {
            return sentence;
        }

        public boolean holds(String value) {
            return pattern.matcher(value).matches();
        }

        /** The word as it is kept: ids in capitals, names of ours in small letters, names of others untouched. */
        String folded(String typed) {
            return fold.apply(typed);
        }

        private void require(String value) {
            if (!holds(value)) throw new IllegalArgumentException("not " + noun + ": " + value);
        }

        private static String lower(String word) {
            return word.toLowerCase(Locale.ROOT);
        }

        private static String upper(String word) {
            return word.toUpperCase(Locale.ROOT);
        }
    }
}
