package io.twokeys.bot.window;

import io.twokeys.bot.report.Conversation;
import io.twokeys.bot.report.ConversationStore;
import io.twokeys.bot.report.Story;
import io.twokeys.chat.Message;
import io.twokeys.chat.Message.Span.Jump;
import io.twokeys.chat.Message.Text;
import io.twokeys.chat.Platform;
import io.twokeys.chat.outbox.Outbox;
import io.twokeys.chat.outbox.Outbox.Destination.InChannel;
import io.twokeys.fleet.Fleet;
import io.twokeys.journal.Entry;
import io.twokeys.maintenance.Window;
import io.twokeys.maintenance.WindowId;
import io.twokeys.maintenance.Windows;
import io.twokeys.people.People;
import io.twokeys.people.Person;
import io.twokeys.people.PersonId;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Announces a window in every channel that is bound to its target, keeps the announcement true, and tells under it what comes
 * and what changes. That it begins, ends or does not take place is said in the channel as well.
 */
@Singleton
public class WindowStory implements Story {
    private static final Set<String> ALOUD =
            Set.of("maintenance.started", "maintenance.ended", "maintenance.cancelled");

    private final Windows windows;
    private final Fleet fleet;
    private final People people;
    private final ConversationStore conversations;
    private final Outbox outbox;

    @Inject
    public WindowStory(Windows windows, Fleet fleet, People people, ConversationStore conversations, Outbox outbox) {
        this.windows = windows;
        this.fleet = fleet;
        this.people = people;
        this.conversations = conversations;
        this.outbox = outbox;
    }

    @Override
    public boolean about(Entry entry) {
        return entry.kind().startsWith("maintenance.");
    }

    @Override
    public void tell(Handle handle, Entry entry) {
        Window window = windows.find(handle, new WindowId(entry.subject())).orElseThrow();
        Message card = WindowCard.of(window, name(window.by().value()));
        List<Conversation> open = conversations.of(handle, entry.subject());
        if (open.isEmpty()) {
            announce(handle, window, card);
        } else {
            open.forEach(here -> {
                outbox.edit(handle, here.card(), card);
                tell(handle, entry, here);
            });
        }
    }

    private void announce(Handle handle, Window window, Message card) {
        fleet.find(window.target())
                .ifPresent(target -> target.channels().forEach((key, channel) -> {
                    Platform platform = Platform.valueOf(key.toUpperCase(Locale.ROOT));
                    var here = new Conversation(window.id().value(), platform, channel, null, "");
                    conversations.open(handle, here);
                    outbox.post(handle, here.root(), here.card(), card);
                }));
    }

    private void tell(Handle handle, Entry entry, Conversation here) {
        Optional<String> actor = Optional.of(entry.actor())
                .filter(id -> people.find(new PersonId(id)).isPresent())
                .map(this::name);
        WindowNews.of(entry, actor).ifPresent(news -> {
            outbox.post(handle, here.inside(), here.key("/" + entry.seq()), news);
            if (ALOUD.contains(entry.kind())) {
                Message aloud = news.with(Text.of(new Jump(here.card(), "The announcement")));
                String key = here.key("/" + entry.seq() + "/aloud");
                outbox.post(handle, new InChannel(here.platform(), here.channel()), key, aloud);
            }
        });
    }

    private String name(String id) {
        return people.find(new PersonId(id)).map(Person::name).orElse(id);
    }
}
