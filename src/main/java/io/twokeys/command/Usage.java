package io.twokeys.command;

import io.twokeys.command.Verb.Right;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Help in words: only verbs that are enabled, and only those a person may run. Code stands between backticks. */
public record Usage(Grammar grammar) {

    /** The verbs a person with these rights may run, in the order to tell them. */
    public List<Verb> verbs(Predicate<Right> may) {
        return grammar.verbs().stream().filter(verb -> may.test(verb.right())).toList();
    }

    /** A line for every verb a person with these rights may run. */
    public String all(Predicate<Right> may) {
        List<Verb> verbs = verbs(may);
        if (verbs.isEmpty()) return "You may run nothing here. Ask who looks after this target for a role.";
        return verbs.stream().map(Usage::line).collect(Collectors.joining("\n"));
    }

    /**
     * A verb with its examples, or a family of verbs.
     *
     * @param topic as {@link Command.Help} holds it
     */
    public String about(String topic, Predicate<Right> may) {
        List<Verb> meant = grammar.about(topic);
        if (meant.isEmpty()) return "`" + Segment.shown(topic) + "` is not a verb I know. `/odoo help` lists them.";
        List<Verb> verbs = meant.stream().filter(verb -> may.test(verb.right())).toList();
        if (verbs.isEmpty()) {
            return "You may not run `/odoo " + topic + "` here. `/odoo help` lists what you may.";
        }
        return verbs.stream().map(Usage::withExamples).collect(Collectors.joining("\n"));
    }

    private static String line(Verb verb) {
        return "`" + verb.usage() + "`: " + verb.summary();
    }

    private static String withExamples(Verb verb) {
        return verb.examples().stream()
                .map(example -> "    `/odoo " + example + "`")
                .collect(Collectors.joining("\n", line(verb) + "\n", ""));
    }
}
