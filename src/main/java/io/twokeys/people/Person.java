package io.twokeys.people;

import io.twokeys.fleet.TargetName;
import java.util.Map;
import java.util.Set;

/**
 * One human, whatever platform they speak on.
 *
 * @param name as messages call them
 * @param identities chat platform ({@code slack}) to their account's id there
 * @param roles target, or {@value #EVERYWHERE}, to roles; both kinds add up
 */
public record Person(PersonId id, String name, Map<String, String> identities, Map<String, Set<Role>> roles) {
    /** Every target. */
    public static final String EVERYWHERE = "*";

    public Person {
        identities = Map.copyOf(identities);
        roles = Map.copyOf(roles);
    }

    /** Whether a role of theirs on {@code target} includes {@code role}. */
    public boolean may(Role role, TargetName target) {
        return has(role, target.value()) || has(role, EVERYWHERE);
    }

    private boolean has(Role role, String where) {
        return roles.getOrDefault(where, Set.of()).stream().anyMatch(own -> own.includes(role));
    }
}
