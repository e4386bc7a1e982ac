package io.twokeys.chat.console;

import io.twokeys.chat.Chat;
import io.twokeys.chat.ChatTrouble;
import io.twokeys.chat.ChatUser;
import io.twokeys.chat.Message;
import io.twokeys.chat.MessageRef;
import io.twokeys.chat.Place;
import io.twokeys.chat.Platform;
import io.twokeys.chat.Standing;
import io.twokeys.chat.console.ConsoleMessage.Reaction;
import io.twokeys.chat.console.ConsoleStore.Draft;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The console as the outbox sees it. A post key is stored with its message, so posting twice is posting once. */
@Singleton
public final class ConsoleChat implements Chat {
    private final ConsoleStore store;
    private final ConsoleFeed feed;
    private final ConsoleRoster roster;
    private final InstantSource clock;

    @Inject
    public ConsoleChat(ConsoleStore store, ConsoleFeed feed, ConsoleRoster roster, InstantSource clock) {
        this.store = store;
        this.feed = feed;
        this.roster = roster;
        this.clock = clock;
    }

    @Override
    public Platform platform() {
        return Platform.CONSOLE;
    }

    @Override
    public MessageRef post(Place place, Message message, String key, boolean again) {
        return new MessageRef(Platform.CONSOLE, place.channel(), Long.toString(write(place, message, key, null)));
    }

    @Override
    public void whisper(Place place, ChatUser to, Message message) {
        write(place, message, null, to.id());
    }

    /** The console has no place but its channels: it is said in all that one reads. */
    @Override
    public void tell(ChatUser to, Message message) {
        roster.channels()
                .forEach(channel -> write(Place.channel(Platform.CONSOLE, channel.name()), message, null, to.id()));
    }

    @Override
    public Standing standing(ChatUser user) {
        return roster.hasPerson(user.id()) ? Standing.MEMBER : Standing.DEACTIVATED;
    }

    private long write(Place place, Message message, @Nullable String key, @Nullable String to) {
        Long thread = place.thread() == null ? null : thread(place.thread());
        String text = PlainText.of(message);
        long id = store.insert(
                new Draft(place.channel(), thread, ConsoleMessage.BOT, to, key, text, message), clock.instant());
        feed.changed();
        return id;
    }

    private long thread(String id) {
        ConsoleMessage.Stand root = existing(id).stand();
        return root.thread() == null ? root.id() : root.thread();
    }

    @Override
    public void edit(MessageRef ref, Message message) {
        if (!store.edit(number(ref.id()), message, PlainText.of(message))) {
            throw gone(ref.id());
        }
        feed.changed();
    }

    @Override
    public void react(MessageRef ref, String emoji) {
        store.react(existing(ref.id()).stand().id(), emoji, ConsoleMessage.BOT, true);
        feed.changed();
    }

    @Override
    public void attach(MessageRef ref, Message.File file, boolean again) {
        store.attach(existing(ref.id()).stand().id(), file);
        feed.changed();
    }

    @Override
    public Map<String, List<ChatUser>> reactions(MessageRef ref) {
        return existing(ref.id()).reactions().stream()
                .filter(reaction -> !reaction.by().isEmpty())
                .collect(Collectors.toMap(Reaction::emoji, ConsoleChat::users));
    }

    private static List<ChatUser> users(Reaction reaction) {
        return reaction.by().stream()
                .map(person -> new ChatUser(Platform.CONSOLE, person))
                .toList();
    }

    private ConsoleMessage existing(String id) {
        return store.find(number(id)).orElseThrow(() -> gone(id));
    }

    private static long number(String id) {
        if (!id.matches("[0-9]{1,18}")) {
            throw gone(id);
        }
        return Long.parseLong(id);
    }

    private static ChatTrouble gone(String id) {
        return new ChatTrouble(ChatTrouble.Kind.GONE, "the console has no message " + id, Duration.ZERO);
    }
}
