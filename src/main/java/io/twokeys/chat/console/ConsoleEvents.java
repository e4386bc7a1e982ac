package io.twokeys.chat.console;

import io.twokeys.chat.ChatEvent;
import io.twokeys.chat.ChatUser;
import io.twokeys.chat.Message;
import io.twokeys.chat.MessageRef;
import io.twokeys.chat.Place;
import io.twokeys.chat.Platform;
import io.twokeys.chat.console.ConsoleStore.Draft;
import io.twokeys.chat.inbox.Inbox;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What people do on the console: checked, stored, and handed to the inbox before it is answered. */
@Singleton
public final class ConsoleEvents {
    /** As long as Slack lets an edited message be. */
    static final int LONGEST_TEXT = 4000;

    private static final Pattern COMMAND = Pattern.compile("\\A\\s*/odoo(?:\\s+(?<text>.*))?\\z", Pattern.DOTALL);
    private static final Pattern MENTION = Pattern.compile(
            "(?<![\\w@.])@twokeys\\b[,:]?\\s*(?<text>.*)\\z", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

    private final ConsoleStore store;
    private final ConsoleFeed feed;
    private final ConsoleRoster roster;
    private final Inbox inbox;
    private final InstantSource clock;

    @Inject
    public ConsoleEvents(ConsoleStore store, ConsoleFeed feed, ConsoleRoster roster, Inbox inbox, InstantSource clock) {
        this.store = store;
        this.feed = feed;
        this.roster = roster;
        this.inbox = inbox;
        this.clock = clock;
    }

    /** What a request comes to. */
    sealed interface Answer {
        /** @param id of the message, or of the event */
        record Accepted(String id) implements Answer {}

        /** @param status the HTTP status */
        record Refused(int status, String error) implements Answer {}
    }

    record Said(
            @Nullable String as,
            @Nullable String channel,
            @Nullable String thread,
            @Nullable String text) {}

    /** @param add false takes the reaction back; true if left out */
    record Reacted(
            @Nullable String as,
            @Nullable String message,
            @Nullable String emoji,
            @Nullable Boolean add) {}

    record Pressed(
            @Nullable String as,
            @Nullable String message,
            @Nullable String button,
            @Nullable Map<String, String> input) {}

    Answer say(Said request) {
        try {
            String person = person(request.as());
            String channel = channel(request.channel());
            Long thread = request.thread() == null ? null : root(request.thread(), channel, person);
            String text = text(request.text());
            long id = store.insert(new Draft(channel, thread, person, null, null, text, null), clock.instant());
            Place place = new Place(Platform.CONSOLE, channel, thread == null ? null : thread.toString());
            command(text)
                    .ifPresent(words ->
                            inbox.receive(new ChatEvent.CommandIssued("message-" + id, user(person), place, words)));
            feed.changed();
            return new Answer.Accepted(Long.toString(id));
        } catch (RefusalException refusal) {
            return refusal.answer;
        }
    }

    /** The words after {@code /odoo} or after the mention; empty if nobody speaks to the bot. */
    static Optional<String> command(String text) {
        Matcher typed = COMMAND.matcher(text);
        if (typed.matches()) {
            return Optional.of(
                    typed.group("text") == null ? "" : typed.group("text").strip());
        }
        Matcher mention = MENTION.matcher(text);
        return mention.find() ? Optional.of(mention.group("text").strip()) : Optional.empty();
    }

    Answer react(Reacted request) {
        try {
            String person = person(request.as());
            ConsoleMessage message = message(request.message(), person);
            String emoji = Emoji.plain(request.emoji())
                    .orElseThrow(() -> new RefusalException(400, "emoji must be one emoji, for example ✅"));
            boolean add = !Boolean.FALSE.equals(request.add());
            long id = message.stand().id();
            Optional<Long> change = add ? store.react(id, emoji, person, false) : store.unreact(id, emoji, person);
            change.map(number -> reaction("reaction-" + number, add, user(person), ref(message), emoji))
                    .ifPresent(inbox::receive);
            feed.changed();
            return new Answer.Accepted(Long.toString(id));
        } catch (RefusalException refusal) {
            return refusal.answer;
        }
    }

    private static ChatEvent reaction(String id, boolean add, ChatUser by, MessageRef ref, String emoji) {
        return add
                ? new ChatEvent.ReactionAdded(id, by, ref, emoji)
                : new ChatEvent.ReactionRemoved(id, by, ref, emoji);
    }

    Answer press(Pressed request) {
        try {
            String person = person(request.as());
            ConsoleMessage message = message(request.message(), person);
            Message.Button button = button(message, request.button());
            Map<String, String> input = request.input() == null ? Map.of() : request.input();
            String id = "button-" + store.nextNumber();
            inbox.receive(new ChatEvent.ButtonPressed(id, user(person), ref(message), button.id(), input));
            return new Answer.Accepted(id);
        } catch (RefusalException refusal) {
            return refusal.answer;
        }
    }

    private static Message.Button button(ConsoleMessage message, @Nullable String id) {
        Message.Button button = Optional.ofNullable(message.body()).stream()
                .flatMap(body -> body.buttons().stream())
                .filter(candidate -> candidate.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new RefusalException(
                        404, "message " + message.stand().id() + " has no button " + id + "; it may have been edited"));
        if (!button.enabled()) {
            throw new RefusalException(409, "the button " + button.label() + " is disabled");
        }
        return button;
    }

    private String person(@Nullable String as) {
        if (as == null || !roster.hasPerson(as)) {
            String known = roster.people().stream()
                    .map(ConsoleRoster.ConsolePerson::id)
                    .collect(Collectors.joining(", "));
            throw new RefusalException(400, "as: nobody here is called " + as + "; known are " + known);
        }
        return as;
    }

    private String channel(@Nullable String channel) {
        if (channel == null || !roster.hasChannel(channel)) {
            throw new RefusalException(404, unknownChannel(roster, channel));
        }
        return channel;
    }

    static String unknownChannel(ConsoleRoster roster, @Nullable String channel) {
        String known = roster.channels().stream()
                .map(ConsoleRoster.ConsoleChannel::name)
                .collect(Collectors.joining(", "));
        return "there is no channel " + channel + "; there are " + known;
    }

    private long root(String thread, String channel, String person) {
        ConsoleMessage.Stand stand = message(thread, person).stand();
        if (!stand.channel().equals(channel)) {
            throw new RefusalException(404, "thread " + thread + " is not in the channel " + channel);
        }
        return stand.thread() == null ? stand.id() : stand.thread();
    }

    private ConsoleMessage message(@Nullable String id, String person) {
        return Optional.ofNullable(id)
                .filter(text -> text.matches("[0-9]{1,18}"))
                .flatMap(text -> store.find(Long.parseLong(text)))
                .filter(message ->
                        message.whisperTo() == null || message.whisperTo().equals(person))
                .orElseThrow(() -> new RefusalException(404, "there is no message " + id));
    }

    private static String text(@Nullable String text) {
        if (text == null || text.isBlank()) {
            throw new RefusalException(400, "text: there is nothing to say");
        }
        if (text.length() > LONGEST_TEXT) {
            throw new RefusalException(
                    400, "text: " + text.length() + " characters; at most " + LONGEST_TEXT + " fit in a message");
        }
        return text.replace("\u0000", "");
    }

    private static ChatUser user(String person) {
        return new ChatUser(Platform.CONSOLE, person);
    }

    private static MessageRef ref(ConsoleMessage message) {
        return new MessageRef(
                Platform.CONSOLE,
                message.stand().channel(),
                Long.toString(message.stand().id()));
    }

    /** Ends the checks of one request; never leaves this class. */
    private static final class RefusalException extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient Answer.Refused answer;

        RefusalException(int status, String error) {
            super(error, null, false, false);
            this.answer = new Answer.Refused(status, error);
        }
    }
}
