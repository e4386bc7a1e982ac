package io.twokeys.chat.discord;

import com.fasterxml.jackson.databind.JsonNode;
import io.twokeys.chat.discord.DiscordRest.Reply;
import java.util.Set;

/** Channels and threads themselves: {@code /channels/C}, {@code /channels/C/messages/M/threads}. */
final class RestThreads {
    private static final Set<Integer> ARCHIVE_AFTER = Set.of(60, 1440, 4320, 10080);

    private final DiscordWorld world;

    RestThreads(DiscordWorld world) {
        this.world = world;
    }

    void register(DiscordRest rest) {
        rest.route(
                "GET", "/channels/{}", (path, call) -> Reply.ok(Shapes.channel(world, world.channel(path.group(1)))));
        rest.route("PATCH", "/channels/{}", (path, call) -> change(world.channel(path.group(1)), call.body()));
        rest.route("DELETE", "/channels/{}", (path, call) -> delete(world.channel(path.group(1))));
        rest.route(
                "POST",
                "/channels/{}/messages/{}/threads",
                (path, call) -> open(world.message(path.group(1), path.group(2)), call.body()));
        rest.route("POST", "/users/@me/channels", (path, call) -> direct(call.body()));
    }

    /** The thread has its root's id. */
    private Reply open(FakeMessage root, JsonNode body) {
        FakeChannel parent = world.channel(root.channel);
        if (parent.type != FakeChannel.TEXT)
            throw new DiscordError(400, 50024, "Cannot execute action on this channel type");
        if (world.channels.containsKey(root.id)) {
            throw new DiscordError(400, 160004, "A thread has already been created for this message");
        }
        String name = body.path("name").asText("");
        DiscordLimits.require(!name.isBlank() && name.length() <= 100, "name: 1 to 100 characters");
        FakeChannel thread = new FakeChannel(root.id, FakeChannel.THREAD, name, parent.id);
        thread.autoArchive = archiveAfter(body, thread.autoArchive);
        world.channels.put(thread.id, thread);
        world.gateway.emit(
                "THREAD_CREATE", Intents.GUILDS, Shapes.channel(world, thread).put("newly_created", true));
        return new Reply(201, Shapes.channel(world, thread));
    }

    private static int archiveAfter(JsonNode body, int otherwise) {
        int minutes = body.path("auto_archive_duration").asInt(otherwise);
        DiscordLimits.require(ARCHIVE_AFTER.contains(minutes), "auto_archive_duration: " + minutes);
        return minutes;
    }

    private Reply change(FakeChannel channel, JsonNode body) {
        if (channel.isThread() && channel.archived && body.path("archived").asBoolean(true)) {
            throw new DiscordError(400, 50083, "Thread is archived");
        }
        channel.name = body.path("name").asText(channel.name);
        channel.archived = body.path("archived").asBoolean(channel.archived);
        channel.locked = body.path("locked").asBoolean(channel.locked);
        channel.autoArchive = archiveAfter(body, channel.autoArchive);
        String event = channel.isThread() ? "THREAD_UPDATE" : "CHANNEL_UPDATE";
        world.gateway.emit(event, Intents.GUILDS, Shapes.channel(world, channel));
        return Reply.ok(Shapes.channel(world, channel));
    }

    private Reply delete(FakeChannel channel) {
        remove(world, channel);
        return Reply.ok(Shapes.channel(world, channel));
    }

    static void remove(DiscordWorld world, FakeChannel channel) {
        world.channels.remove(channel.id);
        String event = channel.isThread() ? "THREAD_DELETE" : "CHANNEL_DELETE";
        world.gateway.emit(event, Intents.GUILDS, Shapes.channel(world, channel));
    }

    private Reply direct(JsonNode body) {
        String person = body.path("recipient_id").asText();
        DiscordWorld.FakeMember member = world.members.get(person);
        if (member == null || member.bot) throw new DiscordError(400, 50007, "Cannot send messages to this user");
        return Reply.ok(Shapes.channel(world, world.direct(person)));
    }
}
