package io.twokeys.chat.discord;

import com.fasterxml.jackson.databind.JsonNode;
import io.twokeys.chat.ChatEvent;
import io.twokeys.chat.ChatUser;
import io.twokeys.chat.MessageRef;
import io.twokeys.chat.Platform;
import java.util.Map;
import java.util.Optional;

/** Payloads as chat events. */
final class DiscordEvents {
    private DiscordEvents() {}

    /** In a server the account stands in its membership, in a direct message by itself. */
    static ChatUser by(JsonNode interaction) {
        JsonNode member = interaction.at("/member/user/id");
        return user(member.isMissingNode() ? interaction.at("/user/id") : member);
    }

    private static ChatUser user(JsonNode id) {
        return new ChatUser(Platform.DISCORD, id.asText());
    }

    private static String id(JsonNode interaction) {
        return interaction.path("id").asText();
    }

    static ChatEvent command(JsonNode interaction, String text) {
        return new ChatEvent.CommandIssued(
                id(interaction), by(interaction), DiscordPlaces.place(interaction.path("channel")), text);
    }

    static ChatEvent pressed(JsonNode interaction, String message, String button, Map<String, String> input) {
        MessageRef ref =
                new MessageRef(Platform.DISCORD, interaction.path("channel_id").asText(), message);
        return new ChatEvent.ButtonPressed(id(interaction), by(interaction), ref, button, input);
    }

    /** By whoever wrote it, and once however often it is asked for; empty outside of threads and for what no person wrote. */
    static Optional<ChatEvent> comment(JsonNode interaction) {
        String target = interaction.at("/data/target_id").asText();
        JsonNode message = interaction.at("/data/resolved/messages").path(target);
        String text = message.path("content").asText("");
        boolean person = !message.at("/author/bot").asBoolean() && !message.has("webhook_id");
        if (!person || text.isBlank() || !DiscordPlaces.isThread(interaction.path("channel"))) return Optional.empty();
        return Optional.of(new ChatEvent.Commented(
                "comment:" + target,
                user(message.at("/author/id")),
                DiscordPlaces.place(interaction.path("channel")),
                text));
    }

    /**
     * Empty for those of bots, where the event says so: of one that is taken back it names the account alone.
     *
     * @param delivery names this delivery; reactions have no id of their own
     */
    static Optional<ChatEvent> reaction(boolean added, JsonNode payload, String delivery) {
        String account = payload.path("user_id").asText();
        if (payload.at("/member/user/bot").asBoolean()) return Optional.empty();
        MessageRef ref = new MessageRef(
                Platform.DISCORD,
                payload.path("channel_id").asText(),
                payload.path("message_id").asText());
        ChatUser by = new ChatUser(Platform.DISCORD, account);
        String emoji = DiscordEmoji.plain(payload.path("emoji"));
        String id = "reaction:" + delivery;
        return Optional.of(
                added
                        ? new ChatEvent.ReactionAdded(id, by, ref, emoji)
                        : new ChatEvent.ReactionRemoved(id, by, ref, emoji));
    }
}
