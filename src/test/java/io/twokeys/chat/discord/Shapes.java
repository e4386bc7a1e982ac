package io.twokeys.chat.discord;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twokeys.chat.discord.DiscordWorld.FakeMember;

/** The objects of Discord's API as JSON, with every field that a client may insist on. */
final class Shapes {
    /** All permissions there are, as far as a test cares. */
    private static final String EVERYTHING = "2251799813685247";

    private Shapes() {}

    static ObjectNode object() {
        return DiscordWorld.JSON.createObjectNode();
    }

    static ObjectNode user(FakeMember member) {
        return object().put("id", member.id)
                .put("username", member.name)
                .put("discriminator", "0")
                .put("global_name", member.name)
                .putNull("avatar")
                .put("bot", member.bot)
                .put("public_flags", 0);
    }

    /** @param withUser events inside a message leave it out */
    static ObjectNode member(DiscordWorld world, FakeMember member, boolean withUser) {
        ObjectNode node = object().put("joined_at", "2026-01-01T00:00:00.000000+00:00")
                .putNull("nick")
                .putNull("avatar")
                .put("deaf", false)
                .put("mute", false)
                .put("pending", member.pending)
                .put("flags", 0)
                .put("permissions", EVERYTHING)
                .putNull("premium_since")
                .putNull("communication_disabled_until");
        node.putArray("roles");
        if (withUser) node.set("user", user(member));
        return node;
    }

    static ObjectNode channel(DiscordWorld world, FakeChannel channel) {
        ObjectNode node = object().put("id", channel.id).put("type", channel.type);
        if (channel.isDirect()) {
            node.putArray("recipients").add(user(world.members.get(channel.parent)));
            return node.putNull("last_message_id");
        }
        node.put("guild_id", world.guild).put("name", channel.name).put("rate_limit_per_user", 0);
        node.putNull("last_message_id").put("flags", 0).put("permissions", EVERYTHING);
        if (!channel.isThread()) {
            node.put("position", 0).put("nsfw", false).putNull("topic").putNull("parent_id");
            node.putArray("permission_overwrites");
            return node;
        }
        node.put("parent_id", channel.parent).put("owner_id", world.application);
        node.put("message_count", channel.messages.size())
                .put("member_count", 1)
                .put("total_message_sent", 0);
        node.putObject("thread_metadata")
                .put("archived", channel.archived)
                .put("locked", channel.locked)
                .put("auto_archive_duration", channel.autoArchive)
                .put("archive_timestamp", world.now().toString())
                .put("create_timestamp", world.now().toString());
        return node;
    }

    static ObjectNode message(DiscordWorld world, FakeMessage message) {
        ObjectNode node = message.body.deepCopy();
        node.remove("allowed_mentions");
        node.put("id", message.id).put("channel_id", message.channel).put("type", 0);
        node.set("author", user(world.members.get(message.author)));
        node.put("content", message.content()).put("tts", false).put("pinned", false);
        node.put("timestamp", message.created.toString()).put("mention_everyone", false);
        if (message.edited) node.put("edited_timestamp", world.now().toString());
        else node.putNull("edited_timestamp");
        node.put("flags", message.body.path("flags").asInt(0));
        for (String list : new String[] {"mentions", "mention_roles", "embeds", "components"}) {
            if (!node.has(list)) node.putArray(list);
        }
        node.path("embeds").forEach(embed -> ((ObjectNode) embed).put("type", "rich"));
        if (!message.nonce.isEmpty()) node.put("nonce", message.nonce);
        if (!message.reactions.isEmpty()) node.set("reactions", reactions(world, message));
        ArrayNode attachments = node.putArray("attachments");
        for (FakeMessage.File file : message.files) {
            attachments
                    .addObject()
                    .put("id", file.id())
                    .put("filename", file.name())
                    .put("size", file.content().length)
                    .put("url", "https://cdn.example/" + file.id() + "/" + file.name())
                    .put("proxy_url", "https://cdn.example/" + file.id() + "/" + file.name());
        }
        return node;
    }

    private static ArrayNode reactions(DiscordWorld world, FakeMessage message) {
        ArrayNode all = DiscordWorld.JSON.createArrayNode();
        message.reactions.forEach((emoji, by) -> {
            int normal = by.normal().size();
            int burst = by.burst().size();
            ObjectNode node = all.addObject()
                    .put("count", normal + burst)
                    .put("me", by.normal().contains(world.application));
            node.put("me_burst", false).putArray("burst_colors");
            node.putObject("count_details").put("normal", normal).put("burst", burst);
            node.set("emoji", emoji(emoji));
        });
        return all;
    }

    /** The server as GUILD_CREATE tells it: with its channels, and the threads that are open. */
    static ObjectNode guild(DiscordWorld world) {
        ObjectNode node = object().put("id", world.guild)
                .put("name", "Odoo people")
                .put("owner_id", world.guild)
                .put("joined_at", "2026-01-01T00:00:00.000000+00:00")
                .put("member_count", world.members.size())
                .put("preferred_locale", "en-US")
                .put("large", false)
                .put("unavailable", false)
                .put("afk_timeout", 300);
        for (String list : new String[] {
            "emojis",
            "stickers",
            "features",
            "voice_states",
            "presences",
            "stage_instances",
            "guild_scheduled_events",
            "soundboard_sounds"
        }) {
            node.putArray(list);
        }
        node.putArray("roles")
                .addObject()
                .put("id", world.guild)
                .put("name", "@everyone")
                .put("color", 0)
                .put("hoist", false)
                .put("position", 0)
                .put("permissions", EVERYTHING)
                .put("managed", false)
                .put("mentionable", false)
                .putObject("colors")
                .put("primary_color", 0);
        node.putArray("members").add(member(world, world.members.get(world.application), true));
        ArrayNode channels = node.putArray("channels");
        ArrayNode threads = node.putArray("threads");
        for (FakeChannel channel : world.channels.values()) {
            if (channel.type == FakeChannel.TEXT) channels.add(channel(world, channel));
            if (channel.isThread() && !channel.archived) threads.add(channel(world, channel));
        }
        return node;
    }

    /** A super reaction's emoji is told like any other's. */
    static ObjectNode emoji(String emoji) {
        return object().putNull("id").put("name", emoji);
    }

    static ObjectNode reaction(DiscordWorld world, FakeMessage message, String emoji) {
        ObjectNode node = object().put("channel_id", message.channel).put("message_id", message.id);
        if (!world.channel(message.channel).isDirect()) node.put("guild_id", world.guild);
        if (!emoji.isEmpty()) node.set("emoji", emoji(emoji));
        return node;
    }
}
