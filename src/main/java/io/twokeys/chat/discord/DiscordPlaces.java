package io.twokeys.chat.discord;

import com.fasterxml.jackson.databind.JsonNode;
import io.twokeys.chat.ChatTrouble;
import io.twokeys.chat.MessageRef;
import io.twokeys.chat.Place;
import io.twokeys.chat.Platform;
import io.twokeys.chat.discord.DiscordCalls.Refused;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Channels and threads. A thread is a channel of its own with the id of the message it hangs under; it is opened by the first
 * post into it, and opened again when it was archived.
 */
@Singleton
public final class DiscordPlaces {
    private static final int UNKNOWN_CHANNEL = 10003;
    private static final int ARCHIVED = 50083;
    private static final int HAS_A_THREAD_ALREADY = 160004;
    /** The message flag of a thread's root (Discord, Message Flags). */
    private static final int HAS_THREAD = 1 << 5;
    /** A week, the longest there is. */
    private static final int ARCHIVE_AFTER_MINUTES = 10_080;

    private static final int NAME = 100;
    private static final int REMEMBERED = 1_000;

    private final DiscordCalls calls;
    private final Map<String, Known> known = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > REMEMBERED;
        }
    });

    @Inject
    public DiscordPlaces(DiscordCalls calls) {
        this.calls = calls;
    }

    /** What does not change about a channel. */
    private record Known(boolean thread, String guild) {}

    /** The place that an interaction's or a channel's object tells of. */
    static Place place(JsonNode channel) {
        String id = channel.path("id").asText();
        return isThread(channel)
                ? new Place(Platform.DISCORD, channel.path("parent_id").asText(), id)
                : Place.channel(Platform.DISCORD, id);
    }

    /** Threads of announcement channels, public and private ones. */
    static boolean isThread(JsonNode channel) {
        int type = channel.path("type").asInt();
        return type >= 10 && type <= 12;
    }

    /** The server of a channel; empty for direct messages. */
    String guild(String channel) {
        return look(channel).guild();
    }

    /** Where what belongs to a message goes: its own thread, or the thread it is in. */
    Place around(MessageRef ref) {
        return look(ref.channel()).thread() ? Place.channel(Platform.DISCORD, ref.channel()) : ref.thread();
    }

    private Known look(String channel) {
        Known before = known.get(channel);
        if (before != null) return before;
        JsonNode found = orTrouble(() -> calls.get("channels/{channel_id}", channel));
        Known now = new Known(isThread(found), found.path("guild_id").asText(""));
        known.put(channel, now);
        return now;
    }

    /** Does {@code work} in the channel of {@code place}, its thread opened for it if need be. */
    <T> T in(Place place, Supplier<T> work) {
        try {
            return work.get();
        } catch (Refused refused) {
            String thread = place.thread();
            if (refused.code() == UNKNOWN_CHANNEL && thread != null) {
                open(place.channel(), thread);
                return orTrouble(work);
            }
            if (refused.code() != ARCHIVED) throw refused.trouble();
            unarchive(thread == null ? place.channel() : thread);
            return orTrouble(work);
        }
    }

    private void open(String channel, String root) {
        JsonNode message = orTrouble(() -> calls.get("channels/{channel_id}/messages/{message_id}", channel, root));
        if ((message.path("flags").asInt() & HAS_THREAD) != 0) {
            throw new ChatTrouble(ChatTrouble.Kind.GONE, "the thread under " + root + " was deleted", Duration.ZERO);
        }
        String title = message.at("/embeds/0/title")
                .asText(message.path("content").asText(""))
                .replace("\\", "");
        var body = DiscordMessages.object()
                .put("name", DiscordText.cut(title.isBlank() ? "Thread" : title, NAME))
                .put("auto_archive_duration", ARCHIVE_AFTER_MINUTES);
        try {
            calls.post(body, "channels/{channel_id}/messages/{message_id}/threads", channel, root);
        } catch (Refused refused) {
            if (refused.code() != HAS_A_THREAD_ALREADY) throw refused.trouble();
        }
    }

    /** One that a moderator locked is left alone if the bot may not open it: the conversation goes on elsewhere. */
    private void unarchive(String thread) {
        try {
            calls.patch(DiscordMessages.object().put("archived", false), "channels/{channel_id}", thread);
        } catch (Refused refused) {
            throw new ChatTrouble(
                    ChatTrouble.Kind.GONE, "the thread is archived: " + refused.getMessage(), Duration.ZERO);
        }
    }

    static <T> T orTrouble(Supplier<T> work) {
        try {
            return work.get();
        } catch (Refused refused) {
            throw refused.trouble();
        }
    }
}
