package io.twokeys.chat.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twokeys.chat.discord.DiscordWorld.FakeMember;

/** Reactions coming and going, and what the gateway tells of each. */
final class Reactions {
    private final DiscordWorld world;

    Reactions(DiscordWorld world) {
        this.world = world;
    }

    void add(FakeMessage message, String emoji, FakeMember by, boolean burst) {
        if (!message.reaction(emoji).of(burst).add(by.id)) return;
        ObjectNode event = event(message, emoji, by, burst).put("message_author_id", message.author);
        if (!world.channel(message.channel).isDirect()) event.set("member", Shapes.member(world, by, true));
        world.gateway.emit("MESSAGE_REACTION_ADD", intent(message), event);
    }

    /** Tells the account and nothing else about it. */
    void remove(FakeMessage message, String emoji, FakeMember by, boolean burst) {
        FakeMessage.Reaction reaction = message.reaction(emoji);
        if (!reaction.of(burst).remove(by.id)) return;
        forget(message, emoji);
        world.gateway.emit("MESSAGE_REACTION_REMOVE", intent(message), event(message, emoji, by, burst));
    }

    void clear(FakeMessage message) {
        message.reactions.clear();
        world.gateway.emit("MESSAGE_REACTION_REMOVE_ALL", intent(message), Shapes.reaction(world, message, ""));
    }

    void clear(FakeMessage message, String emoji) {
        message.reactions.remove(emoji);
        world.gateway.emit("MESSAGE_REACTION_REMOVE_EMOJI", intent(message), Shapes.reaction(world, message, emoji));
    }

    private static void forget(FakeMessage message, String emoji) {
        FakeMessage.Reaction reaction = message.reaction(emoji);
        if (reaction.normal().isEmpty() && reaction.burst().isEmpty()) message.reactions.remove(emoji);
    }

    private ObjectNode event(FakeMessage message, String emoji, FakeMember by, boolean burst) {
        return Shapes.reaction(world, message, emoji)
                .put("user_id", by.id)
                .put("burst", burst)
                .put("type", burst ? 1 : 0);
    }

    private int intent(FakeMessage message) {
        return world.channel(message.channel).isDirect()
                ? Intents.DIRECT_MESSAGE_REACTIONS
                : Intents.GUILD_MESSAGE_REACTIONS;
    }
}
