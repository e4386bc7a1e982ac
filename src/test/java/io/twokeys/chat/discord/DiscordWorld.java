package io.twokeys.chat.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything the server knows, and its clock. Whoever reads or changes it holds its monitor. */
final class DiscordWorld {
    static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long DISCORD_EPOCH = 1_420_070_400_000L;

    final String token;
    final String guild;
    final String application;
    final Map<String, FakeChannel> channels = new LinkedHashMap<>();
    final Map<String, FakeMember> members = new LinkedHashMap<>();
    final Map<String, FakeInteraction> interactions = new LinkedHashMap<>();
    final Map<String, ObjectNode> calendar = new LinkedHashMap<>();
    final List<JsonNode> commands = new ArrayList<>();
    /** What {@code GET /gateway/bot} tells. */
    String gatewayUrl = "";

    /** Who is told; the gateway. */
    Emitter gateway = (type, intent, payload) -> {};

    Duration acksWithin = Duration.ofSeconds(3);
    Duration tokensLast = Duration.ofMinutes(15);
    Duration editsAllowedFor = Duration.ofHours(1);
    private Duration ahead = Duration.ZERO;
    private long lastSnowflake;

    @FunctionalInterface
    interface Emitter {
        void emit(String type, int intent, JsonNode payload);
    }

    /** An account on the server. */
    static final class FakeMember {
        final String id;
        final String name;
        final boolean bot;
        boolean pending;
        boolean gone;

        FakeMember(String id, String name, boolean bot) {
            this.id = id;
            this.name = name;
            this.bot = bot;
        }
    }

    DiscordWorld(String token) {
        this.token = token;
        guild = snowflake();
        application = snowflake();
        members.put(application, new FakeMember(application, "twokeys", true));
    }

    /** Real time, and as much more as the test let pass. */
    synchronized Instant now() {
        return Instant.now().plus(ahead);
    }

    synchronized void passes(Duration time) {
        ahead = ahead.plus(time);
    }

    /** Minted from the real present, as clients read an interaction's age from its id. */
    synchronized String snowflake() {
        long minted = (System.currentTimeMillis() - DISCORD_EPOCH) << 22;
        lastSnowflake = Math.max(lastSnowflake + 1, minted);
        return Long.toUnsignedString(lastSnowflake);
    }

    FakeChannel channel(String id) {
        return Optional.ofNullable(channels.get(id)).orElseThrow(DiscordError::unknownChannel);
    }

    FakeMessage message(String channel, String id) {
        return Optional.ofNullable(channel(channel).messages.get(id)).orElseThrow(DiscordError::unknownMessage);
    }

    FakeMember member(String id) {
        return Optional.ofNullable(members.get(id))
                .filter(member -> !member.gone)
                .orElseThrow(() -> new DiscordError(404, 10007, "Unknown Member"));
    }

    /** A person's own message, or one of the bot's, told to whoever may hear of it. */
    FakeMessage write(FakeChannel channel, String author, ObjectNode body) {
        if (channel.archived) {
            if (channel.locked) throw new DiscordError(400, 50083, "Thread is archived");
            channel.archived = false;
            gateway.emit("THREAD_UPDATE", Intents.GUILDS, Shapes.channel(this, channel));
        }
        FakeMessage message = new FakeMessage(snowflake(), channel.id, author, body, now());
        channel.messages.put(message.id, message);
        return message;
    }

    void tellWritten(FakeMessage message, String event) {
        boolean direct = channel(message.channel).isDirect();
        ObjectNode payload = Shapes.message(this, message);
        if (!direct) payload.put("guild_id", guild);
        gateway.emit(event, direct ? Intents.DIRECT_MESSAGES : Intents.GUILD_MESSAGES, payload);
    }

    /** The direct conversation of the bot with {@code person}, opened if need be. */
    FakeChannel direct(String person) {
        return channels.values().stream()
                .filter(channel -> channel.isDirect() && channel.parent.equals(person))
                .findFirst()
                .orElseGet(() -> {
                    FakeChannel opened = new FakeChannel(snowflake(), FakeChannel.DIRECT, "", person);
                    channels.put(opened.id, opened);
                    return opened;
                });
    }

    static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (com.fasterxml.jackson.core.JsonProcessingException broken) {
            throw new DiscordError(400, 50109, "The request body contains invalid JSON.");
        }
    }
}
