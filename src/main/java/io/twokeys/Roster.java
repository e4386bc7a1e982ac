package io.twokeys;

import io.twokeys.chat.console.ConsoleRoster;
import io.twokeys.fleet.Fleet;
import io.twokeys.people.People;
import io.twokeys.people.Person;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Whom the console lets one act as, and the channels that targets are bound to there. */
final class Roster implements ConsoleRoster {
    private static final String CONSOLE = "console";

    private final Fleet fleet;
    private final People people;

    Roster(Fleet fleet, People people) {
        this.fleet = fleet;
        this.people = people;
    }

    @Override
    public List<ConsolePerson> people() {
        return people.all().stream()
                .filter(person -> person.identities().containsKey(CONSOLE))
                .map(person -> new ConsolePerson(person.identities().get(CONSOLE), person.name(), role(person)))
                .toList();
    }

    @Override
    public List<ConsoleChannel> channels() {
        return fleet.targets().stream()
                .filter(target -> target.channels().containsKey(CONSOLE))
                .map(target -> new ConsoleChannel(
                        target.channels().get(CONSOLE),
                        target.name() + ", Odoo " + target.odoo().series() + ", database "
                                + target.odoo().database()))
                .toList();
    }

    private static String role(Person person) {
        return person.roles().values().stream()
                .flatMap(Set::stream)
                .map(role -> role.name().toLowerCase(Locale.ROOT))
                .sorted()
                .distinct()
                .reduce((a, b) -> a + ", " + b)
                .orElse("no role");
    }
}
