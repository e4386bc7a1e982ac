package io.twokeys.bot.window;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.twokeys.bot.report.ConversationStore;
import io.twokeys.chat.Place;
import io.twokeys.chat.Platform;
import io.twokeys.chat.SteppedClock;
import io.twokeys.chat.outbox.Outbox;
import io.twokeys.chat.outbox.OutboxStore;
import io.twokeys.command.Command;
import io.twokeys.command.CommandParser;
import io.twokeys.command.Grammar;
import io.twokeys.command.Parsed;
import io.twokeys.db.Database;
import io.twokeys.db.TestPostgres;
import io.twokeys.fleet.Fleet;
import io.twokeys.fleet.Targets;
import io.twokeys.journal.Journal;
import io.twokeys.maintenance.Window;
import io.twokeys.maintenance.WindowId;
import io.twokeys.maintenance.Windows;
import io.twokeys.people.People;
import io.twokeys.people.Person;
import io.twokeys.people.PersonId;
import io.twokeys.people.Role;
import io.twokeys.timer.TimerStore;
import io.twokeys.timer.Timers;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jdbi.v3.core.Jdbi;

/** Desk, story and journal on a real database; prod is bound to Slack and Discord, staging to the console. */
final class Office {
    private static final ObjectMapper JSON = new ObjectMapper();

    final SteppedClock clock = new SteppedClock();
    final Fleet fleet = new Fleet(List.of(
            Targets.named("prod", Map.of("slack", "C1", "discord", "D1")),
            Targets.named("staging", Map.of("console", "staging"))));
    private final People people = new People(List.of(
            new Person(new PersonId("maria"), "Maria", Map.of("slack", "U1"), Map.of("*", Set.of(Role.OPERATOR))),
            new Person(new PersonId("vera"), "Vera", Map.of("slack", "U2"), Map.of("prod", Set.of(Role.VIEWER)))));
    final Jdbi jdbi;
    final Windows windows;
    final MaintenanceDesk desk;
    private final Outbox outbox;
    private final Journal journal;
    private final WindowStory story;
    private long cursor;
    private int events;

    Office(ZoneId zone) {
        var database = TestPostgres.freshDataSource();
        jdbi = Database.over(database);
        journal = new Journal(jdbi, clock);
        windows = new Windows(jdbi, journal, new Timers(new TimerStore(database), clock), clock);
        outbox = new Outbox(new OutboxStore(jdbi), clock);
        desk = new MaintenanceDesk(windows, new WhichWindow(windows, fleet, people), new WindowSettings(zone), clock);
        story = new WindowStory(windows, fleet, people, new ConversationStore(), outbox);
    }

    private Ask ask(String person, String channel) {
        Person who = people.find(new PersonId(person)).orElseThrow();
        return new Ask(who, Place.channel(Platform.SLACK, channel), "event-" + ++events);
    }

    /** What Maria says in the channel of prod. */
    Answer says(String text) {
        return says("maria", "C1", text);
    }

    Answer says(String person, String channel, String text) {
        var parsed = new CommandParser(Grammar.whole()).parse(text);
        assertThat(parsed).isInstanceOf(Parsed.Understood.class);
        var command = (Command.Maintenance) ((Parsed.Understood) parsed).command();
        return desk.command(ask(person, channel), command);
    }

    Answer presses(String person, String button) {
        return desk.pressed(ask(person, "C1"), button);
    }

    Window window(String id) {
        return windows.find(new WindowId(id)).orElseThrow();
    }

    /** Tells what the journal has and was not told. */
    void tells() {
        for (var entry : journal.after(cursor, 100)) {
            cursor = entry.seq();
            if (story.about(entry)) jdbi.useTransaction(handle -> story.tell(handle, entry));
        }
    }

    /** Everything that is queued, in order: {@code POST MW-1@slack in C1: MW-1: maintenance of prod | … [Start now]}. */
    List<String> said() {
        return jdbi.withHandle(handle -> handle.createQuery("select * from outbox order by id")
                .map((row, context) -> row.getString("kind") + " " + row.getString("key")
                        + (row.getString("root_key") == null ? "" : " under " + row.getString("root_key")) + " in "
                        + row.getString("channel") + ": " + words(row.getString("body")))
                .list());
    }

    static String words(Answer answer) {
        return switch (answer) {
            case Answer.Said(var message) -> "said: " + words(write(message));
            case Answer.Refused(var why) -> "refused: " + spans(tree(write(why)));
            case Answer.Shown shown -> "shown";
        };
    }

    private static String words(String body) {
        JsonNode message = tree(body);
        String parts = StreamSupport.stream(message.path("parts").spliterator(), false)
                .map(Office::spans)
                .collect(Collectors.joining(" | "));
        String buttons = message.path("buttons").findValuesAsText("label").toString();
        return message.path("title").asText() + " | " + parts + (buttons.equals("[]") ? "" : " " + buttons);
    }

    private static String spans(JsonNode part) {
        return StreamSupport.stream(part.path("spans").spliterator(), false)
                .map(span -> span.path("text").asText(span.path("label").asText(moment(span))))
                .collect(Collectors.joining());
    }

    private static String moment(JsonNode span) {
        return Instant.ofEpochSecond(span.path("at").asLong()).toString();
    }

    private static String write(Object value) {
        return JSON.findAndRegisterModules().valueToTree(value).toString();
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
