package io.twokeys.chat.slack;

import com.slack.api.app_backend.events.payload.EventsApiPayload;
import com.slack.api.app_backend.interactive_components.payload.BlockActionPayload;
import com.slack.api.app_backend.interactive_components.payload.MessageShortcutPayload;
import com.slack.api.app_backend.slash_commands.payload.SlashCommandPayload;
import com.slack.api.model.event.AppHomeOpenedEvent;
import com.slack.api.model.event.AppMentionEvent;
import com.slack.api.model.event.MessageEvent;
import com.slack.api.model.event.ReactionAddedEvent;
import com.slack.api.model.event.ReactionRemovedEvent;
import io.twokeys.chat.ChatEvent;
import io.twokeys.chat.ChatUser;
import io.twokeys.chat.MessageRef;
import io.twokeys.chat.Place;
import io.twokeys.chat.Platform;
import io.twokeys.chat.slack.view.SlackEmoji;
import io.twokeys.chat.slack.view.SlackText;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What Slack tells, as what people did. What bots do, this one among them, is nothing anyone did. */
final class SlackEvents {
    private static final String MESSAGE = "message";

    private SlackEvents() {}

    /** {@code /odoo …}: always in a channel, Slack has no slash commands in threads. */
    static ChatEvent.CommandIssued command(SlashCommandPayload command) {
        return new ChatEvent.CommandIssued(
                command.getTriggerId(),
                user(command.getUserId()),
                Place.channel(Platform.SLACK, command.getChannelId()),
                SlackText.typed(Objects.requireNonNullElse(command.getText(), ""))
                        .strip());
    }

    /** {@code @twokeys …}, in a thread or in a channel. */
    static Optional<ChatEvent> mention(EventsApiPayload<AppMentionEvent> payload) {
        AppMentionEvent mention = payload.getEvent();
        if (mention.getBotId() != null || isSelf(payload, mention.getUser())) {
            return Optional.empty();
        }
        String text = Objects.requireNonNullElse(mention.getText(), "");
        String words = text.replaceFirst("(?s)\\A.*?<@" + self(payload) + "(?:\\|[^>]*)?>[,:]?", "");
        return Optional.of(new ChatEvent.CommandIssued(
                payload.getEventId(),
                user(mention.getUser()),
                new Place(Platform.SLACK, mention.getChannel(), mention.getThreadTs()),
                SlackText.typed(words).strip()));
    }

    /** What somebody says in a thread; what mentions the bot is a command, and comes as one. */
    static Optional<ChatEvent> comment(EventsApiPayload<MessageEvent> payload) {
        MessageEvent said = payload.getEvent();
        String thread = said.getThreadTs();
        String text = Objects.requireNonNullElse(said.getText(), "");
        boolean forTheBot =
                Pattern.compile("<@" + self(payload) + "[|>]").matcher(text).find();
        if (thread == null || said.getBotId() != null || isSelf(payload, said.getUser()) || forTheBot)
            return Optional.empty();
        return Optional.of(new ChatEvent.Commented(
                payload.getEventId(),
                user(said.getUser()),
                new Place(Platform.SLACK, said.getChannel(), thread),
                SlackText.typed(text).strip()));
    }

    /** The page with the overview, not the conversation beside it. */
    static Optional<ChatEvent> home(EventsApiPayload<AppHomeOpenedEvent> payload) {
        AppHomeOpenedEvent event = payload.getEvent();
        if (!"home".equals(event.getTab()) || isSelf(payload, event.getUser())) {
            return Optional.empty();
        }
        return Optional.of(new ChatEvent.HomeOpened(payload.getEventId(), user(event.getUser())));
    }

    static Optional<ChatEvent> added(EventsApiPayload<ReactionAddedEvent> payload) {
        ReactionAddedEvent event = payload.getEvent();
        var item = event.getItem();
        if (!MESSAGE.equals(item.getType()) || isSelf(payload, event.getUser())) {
            return Optional.empty();
        }
        return Optional.of(new ChatEvent.ReactionAdded(
                payload.getEventId(),
                user(event.getUser()),
                ref(item.getChannel(), item.getTs()),
                SlackEmoji.plain(event.getReaction())));
    }

    static Optional<ChatEvent> removed(EventsApiPayload<ReactionRemovedEvent> payload) {
        ReactionRemovedEvent event = payload.getEvent();
        var item = event.getItem();
        if (!MESSAGE.equals(item.getType()) || isSelf(payload, event.getUser())) {
            return Optional.empty();
        }
        return Optional.of(new ChatEvent.ReactionRemoved(
                payload.getEventId(),
                user(event.getUser()),
                ref(item.getChannel(), item.getTs()),
                SlackEmoji.plain(event.getReaction())));
    }

    /** Slack does not repeat an interaction, so its {@code trigger_id} is its id; it asked for confirmation itself. */
    static Optional<ChatEvent.ButtonPressed> pressed(BlockActionPayload payload) {
        var container = payload.getContainer();
        if (container == null || container.getMessageTs() == null) {
            return Optional.empty();
        }
        return Stream.ofNullable(payload.getActions())
                .flatMap(List::stream)
                .filter(action -> "button".equals(action.getType()) && action.getValue() != null)
                .findFirst()
                .map(action -> new ChatEvent.ButtonPressed(
                        payload.getTriggerId(),
                        user(payload.getUser().getId()),
                        ref(container.getChannelId(), container.getMessageTs()),
                        action.getValue(),
                        Map.of()));
    }

    /** The thread that a message is in, or the one that would begin below it. */
    static Place thread(MessageShortcutPayload payload) {
        var message = payload.getMessage();
        String root = message == null ? null : message.getThreadTs();
        return new Place(Platform.SLACK, payload.getChannel().getId(), root == null ? payload.getMessageTs() : root);
    }

    private static boolean isSelf(EventsApiPayload<?> payload, @Nullable String user) {
        return user == null || user.equals(self(payload));
    }

    /** The account of the bot that the event was delivered to. */
    private static String self(EventsApiPayload<?> payload) {
        return Stream.ofNullable(payload.getAuthorizations())
                .flatMap(List::stream)
                .filter(authorization -> Boolean.TRUE.equals(authorization.getIsBot()))
                .map(authorization -> authorization.getUserId())
                .filter(id -> id != null && id.matches("[A-Z0-9]+"))
                .findFirst()
                .orElse("[A-Z0-9]+");
    }

    private static ChatUser user(String id) {
        return new ChatUser(Platform.SLACK, id);
    }

    private static MessageRef ref(String channel, String ts) {
        return new MessageRef(Platform.SLACK, channel, ts);
    }
}
