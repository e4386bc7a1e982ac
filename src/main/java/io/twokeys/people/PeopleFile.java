package io.twokeys.people;

import io.twokeys.fleet.Fleet;
import io.twokeys.fleet.Loaded;
import io.twokeys.fleet.Problem;
import io.twokeys.fleet.Section;
import io.twokeys.fleet.Section.Rule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code config/people.yaml}. Every key is explained in {@code config/people.example.yaml}. */
public final class PeopleFile {
    private static final Rule ID =
            Rule.of("[a-z][a-z0-9_-]{0,31}", "an id of a-z, 0-9, _ and -, at most 32 characters");
    private static final Rule NAME = Rule.of("[^\\p{Cntrl}]{1,80}", "a name of at most 80 characters");
    private static final Rule ROLE = Rule.of("viewer|operator|approver", "viewer, operator or approver");
    private static final Map<String, Rule> ACCOUNTS = Map.of(
            "slack",
                    Rule.of("[UW][A-Z0-9]{5,}", "the member's id as their Slack profile shows it, such as U0123456789"),
            "discord", Rule.of("[0-9]{15,20}", "the user's id (developer mode, Copy User ID), about 18 digits"),
            "console", Rule.of("[a-z0-9][a-z0-9_-]{0,63}", "a name of a-z, 0-9, _ and -"));

    /** Ids that the journal uses for what no person did. */
    private static final Set<String> RESERVED = Set.of("twokeys", "system");

    private final Set<String> targets;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, String> owners = new HashMap<>();

    private PeopleFile(Set<String> targets) {
        this.targets = targets;
    }

    /**
     * The people whom {@code file} describes, or all that is wrong with it.
     *
     * @param targets names of the targets there are; a role elsewhere is a problem
     */
    public static Loaded<People> load(Path file, Set<String> targets) {
        var reader = new PeopleFile(targets);
        var persons = reader.read(file);
        return reader.problems.isEmpty()
                ? new Loaded.Whole<>(new People(persons))
                : new Loaded.Refused<>(reader.problems);
    }

    private List<Person> read(Path file) {
        try (var root = Section.open(file, problems)) {
            if (!problems.isEmpty()) {
                return List.of();
            }
            var section = root.section("people");
            var persons = new ArrayList<Person>();
            section.sections()
                    .forEach((id, person) -> named(section, id, person).ifPresent(persons::add));
            if (persons.isEmpty() && problems.isEmpty()) {
                root.wrong("people", "there is nobody", "Describe at least one person");
            }
            return persons;
        }
    }

    private Optional<Person> named(Section people, String id, Section section) {
        if (!ID.allows(id) || RESERVED.contains(id)) {
            people.wrong(
                    id, "not a person's id", "Choose " + ID.meaning() + ", and none of " + String.join(", ", RESERVED));
            return Optional.empty();
        }
        try (section) {
            return Optional.of(
                    new Person(new PersonId(id), section.text("name", NAME), identities(id, section), roles(section)));
        }
    }

    private Map<String, String> identities(String id, Section section) {
        var found = new LinkedHashMap<String, String>();
        for (var platform : Fleet.PLATFORMS) {
            var account = section.text(platform, ACCOUNTS.getOrDefault(platform, ID), "");
            if (!account.isEmpty()) {
                found.put(platform, account);
                claim(id, section, platform, account);
            }
        }
        if (Fleet.PLATFORMS.stream().noneMatch(section.keys()::contains)) {
            section.wrong("", "no account on any chat platform", "Add one of " + String.join(", ", Fleet.PLATFORMS));
        }
        return found;
    }

    /** One human, one vote: an account that two persons share would make two of one. */
    private void claim(String id, Section section, String platform, String account) {
        var owner = owners.putIfAbsent(platform + " " + account, id);
        if (owner != null) {
            section.wrong(platform, account + " is already the account of " + owner, "Give it to one of them");
        }
    }

    private Map<String, Set<Role>> roles(Section person) {
        var found = new LinkedHashMap<String, Set<Role>>();
        var section = person.section("roles");
        for (var target : section.keys()) {
            if (!target.equals(Person.EVERYWHERE) && !targets.contains(target)) {
                section.wrong(
                        target, "there is no target " + target, "Write * or one of " + String.join(", ", targets));
            }
            var roles = EnumSet.noneOf(Role.class);
            section.list(target, ROLE).stream()
                    .filter(role -> !role.isEmpty())
                    .forEach(role -> roles.add(Role.valueOf(role.toUpperCase(Locale.ROOT))));
            found.put(target, roles);
        }
        return found;
    }
}
