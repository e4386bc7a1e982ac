package io.twokeys.bot.watch;

import com.fasterxml.jackson.databind.JsonNode;
import io.twokeys.bot.report.Story;
import io.twokeys.chat.Message;
import io.twokeys.chat.Message.Checklist;
import io.twokeys.chat.Message.Item;
import io.twokeys.chat.Message.Kind;
import io.twokeys.chat.Message.Mark;
import io.twokeys.chat.Platform;
import io.twokeys.chat.outbox.Outbox;
import io.twokeys.chat.outbox.Outbox.Destination.InChannel;
import io.twokeys.fleet.Fleet;
import io.twokeys.fleet.TargetName;
import io.twokeys.journal.Entry;
import io.twokeys.watch.Watch;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.jdbi.v3.core.Handle;

/** Says which checks of a target changed, when they got worse and when they are good again. */
@Singleton
public class CheckStory implements Story {
    private final Fleet fleet;
    private final Outbox outbox;

    @Inject
    public CheckStory(Fleet fleet, Outbox outbox) {
        this.fleet = fleet;
        this.outbox = outbox;
    }

    @Override
    public boolean about(Entry entry) {
        return Watch.wrote(entry);
    }

    /** A target that is no longer in the fleet has no channel to hear of it. */
    @Override
    public void tell(Handle handle, Entry entry) {
        Message news = news(entry);
        fleet.find(new TargetName(entry.subject()))
                .ifPresent(target -> target.channels().forEach((key, channel) -> {
                    var platform = Platform.valueOf(key.toUpperCase(Locale.ROOT));
                    String once = "checks/" + entry.seq() + "@" + platform.key();
                    outbox.post(handle, new InChannel(platform, channel), once, news);
                }));
    }

    static Message news(Entry entry) {
        List<Item> items = StreamSupport.stream(entry.data().path("changes").spliterator(), false)
                .map(CheckStory::item)
                .toList();
        boolean worse = items.stream().anyMatch(item -> item.mark() == Mark.FAILED);
        boolean well = items.stream().allMatch(item -> item.mark() == Mark.DONE);
        String title =
                "Checks of " + entry.subject() + (worse ? ": something fails" : well ? ": good again" : " changed");
        return Message.of(worse ? Kind.WARNING : Kind.NOTICE, title, new Checklist("", items));
    }

    /** {@code disk-space: was pass, now fail}, and what was seen. */
    private static Item item(JsonNode change) {
        String now = change.path("now").asText();
        Mark mark = switch (now) {
            case "pass" -> Mark.DONE;
            case "warn" -> Mark.WARNED;
            default -> Mark.FAILED;
        };
        String fix = change.path("fix").asText();
        String evidence = change.path("evidence").asText();
        return new Item(
                mark,
                change.path("gate").asText() + ": was " + change.path("was").asText() + ", now " + now,
                fix.isEmpty() ? evidence : evidence + ". " + fix);
    }
}
