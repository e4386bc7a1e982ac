package io.twokeys.bot.card;

import io.twokeys.chat.ChatUser;
import io.twokeys.command.Verb.Right;
import io.twokeys.fleet.Target;
import io.twokeys.people.People;
import io.twokeys.people.Person;
import io.twokeys.people.Role;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Sentences that more than one desk says: what, where, and the next move. */
public final class Wording {
    private Wording() {}

    public static String unlinked(ChatUser user) {
        return "The " + user.platform().key() + " account " + user.id()
                + " belongs to nobody Twokeys knows. Ask whoever keeps config/people.yaml to add it to your entry.";
    }

    public static String ambiguous(ChatUser user) {
        return "The " + user.platform().key() + " account " + user.id()
                + " is claimed by two people, so it is nobody's. Ask whoever keeps config/people.yaml to settle it.";
    }

    public static String noRight(Person person, Role role, Target target, People people) {
        String who = people.with(role, target.name()).stream().map(Person::name).collect(Collectors.joining(", "));
        return person.name() + " is not " + article(role) + " on " + target.name() + ". "
                + (who.isEmpty() ? "Nobody is." : "Ask " + who + ".");
    }

    public static String noRole(Person person) {
        return person.name() + " has no role on any target. Ask whoever keeps config/people.yaml for one.";
    }

    public static String noTarget(String asked, Collection<Target> targets) {
        String names = names(targets);
        return asked.isEmpty()
                ? "This channel is bound to no target. Say which with `on`: " + names + "."
                : "There is no target " + asked + ". Targets: " + names + ".";
    }

    public static Role role(Right right) {
        return switch (right) {
            case READ -> Role.VIEWER;
            case OPERATE -> Role.OPERATOR;
            case APPROVE -> Role.APPROVER;
        };
    }

    private static String article(Role role) {
        return switch (role) {
            case VIEWER -> "a viewer";
            case OPERATOR -> "an operator";
            case APPROVER -> "an approver";
        };
    }

    private static String names(Collection<Target> targets) {
        List<String> names =
                targets.stream().map(target -> target.name().value()).toList();
        return String.join(", ", names);
    }
}
