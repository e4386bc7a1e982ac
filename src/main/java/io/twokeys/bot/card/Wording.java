package io.twokeys.bot.card;

import io.twokeys.chat.ChatUser;
import io.twokeys.chat.Platform;
import io.twokeys.chat.Standing;
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

    /** Told to whoever pressed a button that is not on the card it speaks of. */
    public static final String NOT_ITS_CARD =
            "This button does not stand on the message it belongs to, so nothing was done. Use the one that Twokeys posted.";

    /** Why the vote of an account that is linked does not count, and what to do about it. */
    public static String barred(ChatUser user, Standing standing) {
        return "On " + name(user.platform()) + " " + is(standing) + ", so your vote does not count. "
                + switch (standing) {
                    case MEMBER -> throw new IllegalArgumentException("a member's vote counts");
                    case GUEST -> "Ask an administrator of the workspace to make you a full member.";
                    case DEACTIVATED -> "Ask an administrator of the workspace to let you in again.";
                    case BOT -> "Vote with your own account, linked to you in config/people.yaml.";
                    case STRANGER -> "Vote with an account of this organisation, linked to you in config/people.yaml.";
                };
    }

    /** {@code the account is a guest's}. */
    public static String is(Standing standing) {
        return switch (standing) {
            case MEMBER -> "the account is a member's";
            case GUEST -> "the account is a guest's";
            case DEACTIVATED -> "the account is deactivated";
            case BOT -> "the account is a bot's";
            case STRANGER -> "the account belongs to another organisation";
        };
    }

    /** The platform did not say what sort of account it is. */
    public static String unasked(ChatUser user) {
        return "Your account cannot be looked up on " + name(user.platform())
                + " now, so your vote does not count yet. Turn your "
                + "key again in a minute; a reaction that stays is looked at again by itself.";
    }

    /** {@code Slack}. */
    public static String name(Platform platform) {
        return switch (platform) {
            case SLACK -> "Slack";
            case DISCORD -> "Discord";
            case CONSOLE -> "the console";
        };
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
