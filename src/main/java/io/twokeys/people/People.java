package io.twokeys.people;

import io.twokeys.fleet.TargetName;
import io.twokeys.people.Recognition.Ambiguous;
import io.twokeys.people.Recognition.Known;
import io.twokeys.people.Recognition.Unknown;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everybody there is. */
public final class People {
    private final Map<PersonId, Person> persons = new LinkedHashMap<>();

    /** @throws IllegalArgumentException if two persons have the same id */
    public People(Collection<Person> persons) {
        for (var person : persons) {
            if (this.persons.put(person.id(), person) != null) {
                throw new IllegalArgumentException("two persons are " + person.id());
            }
        }
    }

    /** In the order of the file. */
    public List<Person> all() {
        return List.copyOf(persons.values());
    }

    /** Who acts when {@code userId} acts on a platform. */
    public Recognition whoIs(String platformKey, String userId) {
        var matches = persons.values().stream()
                .filter(person -> userId.equals(person.identities().get(platformKey)))
                .toList();
        return switch (matches.size()) {
            case 0 -> new Unknown(platformKey, userId);
            case 1 -> new Known(matches.getFirst());
            default ->
                new Ambiguous(
                        platformKey, userId, matches.stream().map(Person::id).toList());
        };
    }

    public Optional<Person> find(PersonId id) {
        return Optional.ofNullable(persons.get(id));
    }

    /** Whether {@code person} still exists and has {@code role} on {@code target}. */
    public boolean may(PersonId person, Role role, TargetName target) {
        return find(person).map(found -> found.may(role, target)).orElse(false);
    }

    /** Everybody with {@code role} on {@code target}, in the order of the file. */
    public List<Person> with(Role role, TargetName target) {
        return persons.values().stream()
                .filter(person -> person.may(role, target))
                .toList();
    }
}
