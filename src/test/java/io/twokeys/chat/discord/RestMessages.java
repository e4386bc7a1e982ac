package io.twokeys.chat.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twokeys.chat.discord.DiscordRest.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Messages and reactions: {@code /channels/C/messages…}. */
final class RestMessages {
    static final int LARGEST_FILE = 10 * 1024 * 1024;

    private final DiscordWorld world;

    RestMessages(DiscordWorld world) {
        this.world = world;
    }

    void register(DiscordRest rest) {
        String messages = "/channels/{}/messages";
        String one = messages + "/{}";
        rest.route("POST", messages, (path, call) -> post(path.group(1), call));
        rest.route("GET", messages, (path, call) -> list(path.group(1), call));
        rest.route("GET", one, (path, call) -> Reply.ok(Shapes.message(world, message(path.group(1), path.group(2)))));
        rest.route("PATCH", one, (path, call) -> edit(message(path.group(1), path.group(2)), call));
        rest.route("DELETE", one, (path, call) -> delete(message(path.group(1), path.group(2))));
        rest.route(
                "PUT", one + "/reactions/{}/@me", (path, call) -> react(path.group(1), path.group(2), path.group(3)));
        rest.route(
                "GET",
                one + "/reactions/{}",
                (path, call) -> reactions(message(path.group(1), path.group(2)), path.group(3), call));
    }

    private FakeMessage message(String channel, String id) {
        FakeMessage message = world.message(channel, id);
        if (!message.onlyFor.isEmpty()) throw DiscordError.unknownMessage();
        return message;
    }

    private Reply post(String channelId, RestCall call) {
        FakeChannel channel = world.channel(channelId);
        check(call);
        String nonce = call.body().path("nonce").asText("");
        if (!nonce.isEmpty() && call.body().path("enforce_nonce").asBoolean()) {
            for (FakeMessage known : channel.messages.values()) {
                if (known.nonce.equals(nonce)) return Reply.ok(Shapes.message(world, known));
            }
        }
        FakeMessage message = world.write(channel, world.application, body(call.body()));
        message.nonce = nonce;
        attach(message, call);
        message.pings.addAll(Pings.in(call.body()));
        world.tellWritten(message, "MESSAGE_CREATE");
        return Reply.ok(Shapes.message(world, message));
    }

    static void check(RestCall call) {
        DiscordLimits.message(call.body(), call.files().size());
        Pings.check(call.body());
        long size =
                call.files().stream().mapToLong(file -> file.content().length).sum();
        if (size > LARGEST_FILE) throw new DiscordError(413, 40005, "Request entity too large");
    }

    /** What a message keeps of a request. */
    static ObjectNode body(JsonNode request) {
        ObjectNode body = request.isObject() ? (ObjectNode) request.deepCopy() : Shapes.object();
        body.remove(List.of("nonce", "enforce_nonce", "attachments", "message_reference"));
        return body;
    }

    void attach(FakeMessage message, RestCall call) {
        call.files()
                .forEach(file ->
                        message.files.add(new FakeMessage.File(world.snowflake(), file.name(), file.content())));
    }

    private Reply edit(FakeMessage message, RestCall call) {
        if (!message.author.equals(world.application)) {
            throw new DiscordError(403, 50005, "Cannot edit a message authored by another user");
        }
        if (message.created.plus(world.editsAllowedFor).isBefore(world.now())) {
            throw new DiscordError(
                    400, 30046, "Maximum number of edits to messages older than 1 hour reached. Try again later");
        }
        change(message, call);
        world.tellWritten(message, "MESSAGE_UPDATE");
        return Reply.ok(Shapes.message(world, message));
    }

    /** Fields that are named change, the others stay. */
    static void change(FakeMessage message, RestCall call) {
        ObjectNode next = message.body.deepCopy();
        next.remove("allowed_mentions");
        body(call.body()).properties().forEach(field -> next.set(field.getKey(), field.getValue()));
        DiscordLimits.message(next, message.files.size());
        Pings.check(next);
        message.body = next;
        message.edited = true;
        message.pings.addAll(Pings.in(next));
    }

    private Reply delete(FakeMessage message) {
        remove(world, message);
        return Reply.nothing();
    }

    static void remove(DiscordWorld world, FakeMessage message) {
        world.channel(message.channel).messages.remove(message.id);
        ObjectNode payload = Shapes.object().put("id", message.id).put("channel_id", message.channel);
        world.gateway.emit("MESSAGE_DELETE", Intents.GUILD_MESSAGES, payload.put("guild_id", world.guild));
    }

    /** Newest first. */
    private Reply list(String channel, RestCall call) {
        int limit = Integer.parseInt(call.query().getOrDefault("limit", "50"));
        if (limit < 1 || limit > 100) throw DiscordError.invalid("limit: 1 to 100");
        String before = call.query().getOrDefault("before", "");
        List<FakeMessage> found =
                new ArrayList<>(world.channel(channel).messages.values());
        found.removeIf(message -> !message.onlyFor.isEmpty());
        if (!before.isEmpty())
            found.removeIf(message -> Long.parseUnsignedLong(message.id) >= Long.parseUnsignedLong(before));
        ArrayNode list = DiscordWorld.JSON.createArrayNode();
        found.reversed().stream().limit(limit).forEach(message -> list.add(Shapes.message(world, message)));
        return Reply.ok(list);
    }

    private Reply react(String channel, String id, String raw) {
        FakeMessage message = message(channel, id);
        FakeChannel place = world.channel(channel);
        if (place.archived) throw new DiscordError(400, 50083, "Thread is archived");
        new Reactions(world).add(message, DiscordRest.decoded(raw), world.members.get(world.application), false);
        return Reply.nothing();
    }

    /** 1 to 100 people of one type, by rising id. */
    private Reply reactions(FakeMessage message, String raw, RestCall call) {
        int limit = Integer.parseInt(call.query().getOrDefault("limit", "25"));
        if (limit < 1 || limit > 100) throw DiscordError.invalid("limit: 1 to 100");
        boolean burst = call.query().getOrDefault("type", "0").equals("1");
        long after = Long.parseUnsignedLong(call.query().getOrDefault("after", "0"));
        FakeMessage.Reaction reaction = message.reactions.get(DiscordRest.decoded(raw));
        Set<String> people = reaction == null ? Set.of() : reaction.of(burst);
        ArrayNode list = DiscordWorld.JSON.createArrayNode();
        Stream.of(people.toArray(String[]::new))
                .sorted(java.util.Comparator.comparingLong(Long::parseUnsignedLong))
                .filter(id -> Long.compareUnsigned(Long.parseUnsignedLong(id), after) > 0)
                .limit(limit)
                .forEach(id -> list.add(Shapes.user(world.members.get(id))));
        return Reply.ok(list);
    }
}
