package io.twokeys.chat.console;

import java.util.List;

/** Who can be acted as on the console, and where they can talk. Asked at every request, so it may change while running. */
public interface ConsoleRoster {
    List<ConsolePerson> people();

    List<ConsoleChannel> channels();

    /** @param role what the switch shows beside the name, {@code operator} */
    record ConsolePerson(String id, String name, String role) {}

    /** @param topic one line about the channel, its target for one */
    record ConsoleChannel(String name, String topic) {}

    default boolean hasPerson(String id) {
        return people().stream().anyMatch(person -> person.id().equals(id));
    }

    default boolean hasChannel(String name) {
        return channels().stream().anyMatch(channel -> channel.name().equals(name));
    }
}
