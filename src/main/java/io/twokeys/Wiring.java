package io.twokeys;

import io.twokeys.bot.drill.DrillClock;
import io.twokeys.bot.vote.VoteSettings;
import io.twokeys.bot.window.WindowSettings;
import io.twokeys.chat.Calendar;
import io.twokeys.chat.Chat;
import io.twokeys.chat.console.ConsoleChat;
import io.twokeys.chat.console.ConsoleGate;
import io.twokeys.chat.console.ConsoleRoster;
import io.twokeys.chat.discord.DiscordChat;
import io.twokeys.chat.discord.calendar.DiscordCalendar;
import io.twokeys.chat.discord.gateway.DiscordSettings;
import io.twokeys.chat.outbox.Drawing;
import io.twokeys.chat.outbox.OutboxSender;
import io.twokeys.chat.outbox.OutboxStore;
import io.twokeys.chat.slack.SlackChat;
import io.twokeys.chat.slack.SlackSettings;
import io.twokeys.fleet.Fleet;
import io.twokeys.fleet.Target;
import io.twokeys.incident.Incidents;
import io.twokeys.operation.Operations;
import io.twokeys.people.People;
import io.twokeys.people.Person;
import io.twokeys.people.PersonId;
import io.twokeys.people.Role;
import io.twokeys.watch.Look;
import io.twokeys.watch.Watch;
import io.twokeys.watch.WatchSettings;
import io.twokeys.watch.soak.Sight;
import io.twokeys.watch.soak.Soaks;
import io.twokeys.web.FrontDoor;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Hands the configuration to the rest as the types that it is made of. */
@Singleton
final class Wiring {
    private final Configuration configuration = Configuration.read();

    @Produces
    @Singleton
    InstantSource clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    Fleet fleet() {
        List<Target> targets = new ArrayList<>(configuration.fleet().targets());
        Embedded.sandbox().ifPresent(sandbox -> targets.add(sandbox.target().boundTo(configuration.sandboxChannels())));
        return new Fleet(targets.stream().map(this::whereWeSpeak).toList());
    }

    /** A channel on a platform that is switched off is none: what is said there would wait for ever. */
    private Target whereWeSpeak(Target target) {
        Map<String, String> channels = new HashMap<>(target.channels());
        channels.keySet().retainAll(configuration.platforms());
        return target.boundTo(channels);
    }

    @Produces
    @Singleton
    People people() {
        return configuration.people().orElseGet(Wiring::sandboxPeople);
    }

    /** Who there is when nobody was configured: the four that the console lets one act as. */
    private static People sandboxPeople() {
        return new People(Stream.of(
                        Map.entry("operator", Role.OPERATOR),
                        Map.entry("manager-1", Role.APPROVER),
                        Map.entry("manager-2", Role.APPROVER),
                        Map.entry("viewer", Role.VIEWER))
                .map(entry -> new Person(
                        new PersonId(entry.getKey()),
                        entry.getKey(),
                        Map.of("console", entry.getKey()),
                        Map.of("sandbox", Set.of(entry.getValue()))))
                .toList());
    }

    @Produces
    @Singleton
    VoteSettings voteSettings() {
        var approval = configuration.settings().approval();
        return new VoteSettings(approval.keys(), approval.expires(), approval.countdown());
    }

    @Produces
    @Singleton
    DrillClock.Rhythm drills(InstantSource clock) {
        return new DrillClock.Rhythm(configuration.settings().drills().every(), clock);
    }

    @Produces
    @Singleton
    WindowSettings windowSettings() {
        return new WindowSettings(configuration.settings().zone());
    }

    @Produces
    @Singleton
    WatchSettings watchSettings() {
        return new WatchSettings(configuration.settings().checks().every());
    }

    @Produces
    @Singleton
    Watch.Sight sight(Fleet fleet, Operations operations, Look look) {
        return new Watch.Sight(fleet, operations, look);
    }

    @Produces
    @Singleton
    Soaks.Scene scene(Fleet fleet, Operations operations, Incidents incidents, Sight sight) {
        return new Soaks.Scene(fleet, operations, incidents, sight);
    }

    @Produces
    @Singleton
    ConsoleGate.Settings consoleSettings() {
        var console = configuration.settings().console();
        return new ConsoleGate.Settings(configuration.console(), console.hosts().orElse(Set.of()));
    }

    @Produces
    @Singleton
    FrontDoor.Settings frontDoor() {
        return new FrontDoor.Settings(configuration.console() ? Optional.of("/console") : Optional.empty());
    }

    @Produces
    @Singleton
    ConsoleRoster consoleRoster(Fleet fleet, People people) {
        return new Roster(fleet, people);
    }

    @Produces
    @Singleton
    SlackSettings slackSettings() {
        return configuration.slack();
    }

    /** A name for this process that no other has or had. */
    @Produces
    @Singleton
    DiscordSettings discordSettings() {
        return configuration.discord(UUID.randomUUID().toString());
    }

    @Produces
    @Singleton
    Calendar.All calendars(DiscordCalendar discord, DiscordSettings settings) {
        return new Calendar.All(settings.enabled() ? List.of(discord) : List.of());
    }

    @Produces
    @Singleton
    Chat.All chats(ConsoleChat console, SlackChat slack, DiscordChat discord, DiscordSettings settings) {
        List<Chat> chats = new ArrayList<>();
        if (configuration.slack().enabled()) chats.add(slack);
        if (settings.enabled()) chats.add(discord);
        if (configuration.console()) chats.add(console);
        return new Chat.All(chats);
    }

    @Produces
    @Singleton
    OutboxSender sender(OutboxStore store, InstantSource clock, Chat.All chats, Drawing drawing) {
        return new OutboxSender(store, clock, chats::chats, drawing);
    }
}
