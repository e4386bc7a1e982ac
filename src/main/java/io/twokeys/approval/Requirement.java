package io.twokeys.approval;

import io.twokeys.fleet.TargetName;
import io.twokeys.people.People;
import io.twokeys.people.Person;
import io.twokeys.people.PersonId;
import io.twokeys.people.Role;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How many must agree, and who is asked. Frozen when a request opens: a later change of roles adds nobody, but whoever has
 * lost the role by then no longer counts.
 *
 * @param keys how many different persons
 * @param eligible those who are asked
 */
public record Requirement(int keys, Set<PersonId> eligible, Mode mode) {
    public Requirement {
        eligible = Set.copyOf(eligible);
        if (keys < 1) {
            throw new IllegalArgumentException("nothing is approved by nobody");
        }
    }

    /** Who turns the keys. */
    public enum Mode {
        /** Approvers of the target other than the requester. A countdown follows. */
        TWO_KEYS(Role.APPROVER),
        /** The requester alone, who presses Start. */
        CONFIRMATION(Role.OPERATOR);

        private final Role role;

        Mode(Role role) {
            this.role = role;
        }

        /** What a person must be, when they vote and when it begins. */
        Role role() {
            return role;
        }
    }

    /** {@code keys} approvers of {@code target}, none of them the requester. */
    public static Requirement ofApprovers(int keys, People people, TargetName target, PersonId requester) {
        var eligible = people.with(Role.APPROVER, target).stream()
                .map(Person::id)
                .filter(id -> !id.equals(requester))
                .collect(Collectors.toSet());
        return new Requirement(keys, eligible, Mode.TWO_KEYS);
    }

    /** The requester's own confirmation. */
    public static Requirement ofRequester(PersonId requester) {
        return new Requirement(1, Set.of(requester), Mode.CONFIRMATION);
    }
}
