package io.twokeys.chat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Map;

/**
 * Something a person did in a chat.
 *
 * <p>{@link #id()} is the platform's own id of the event (Slack {@code event_id} or {@code trigger_id}, Discord interaction
 * id), unique per platform for good: the inbox takes each once.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ChatEvent.CommandIssued.class, name = "command"),
    @JsonSubTypes.Type(value = ChatEvent.ButtonPressed.class, name = "button"),
    @JsonSubTypes.Type(value = ChatEvent.ReactionAdded.class, name = "reaction-added"),
    @JsonSubTypes.Type(value = ChatEvent.ReactionRemoved.class, name = "reaction-removed"),
    @JsonSubTypes.Type(value = ChatEvent.Commented.class, name = "commented"),
    @JsonSubTypes.Type(value = ChatEvent.HomeOpened.class, name = "home-opened")
})
public sealed interface ChatEvent {
    String id();

    ChatUser by();

    /**
     * A command typed into a channel or a thread, or a mention of the bot with one.
     *
     * @param text the words after {@code /odoo} or after the mention, without either; may be empty
     */
    record CommandIssued(String id, ChatUser by, Place place, String text) implements ChatEvent {}

    /**
     * A button, or a form that a button opened.
     *
     * @param button the {@link Message.Button#id()}
     * @param input the form's fields, empty for a plain button
     */
    record ButtonPressed(String id, ChatUser by, MessageRef message, String button, Map<String, String> input)
            implements ChatEvent {}

    /** @param emoji in its plain form, {@code ✅}, skin tones cut off */
    record ReactionAdded(String id, ChatUser by, MessageRef message, String emoji) implements ChatEvent {}

    /** Removed by the person or cleared by a moderator; both withdraw. */
    record ReactionRemoved(String id, ChatUser by, MessageRef message, String emoji) implements ChatEvent {}

    /**
     * A person's own words in a thread, not for the bot.
     *
     * @param place the thread
     * @param text as they typed it, without the platform's markup
     */
    record Commented(String id, ChatUser by, Place place, String text) implements ChatEvent {}

    /** Somebody looks at the page that the platform keeps for them. */
    record HomeOpened(String id, ChatUser by) implements ChatEvent {}
}
