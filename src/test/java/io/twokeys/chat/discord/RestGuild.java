package io.twokeys.chat.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twokeys.chat.discord.DiscordRest.Reply;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** The bot's own account, commands, members and scheduled events. */
final class RestGuild {
    private static final int SCHEDULED = 1;
    private static final int ACTIVE = 2;
    private static final int COMPLETED = 3;
    private static final int CANCELED = 4;

    private final DiscordWorld world;

    RestGuild(DiscordWorld world) {
        this.world = world;
    }

    void register(DiscordRest rest) {
        rest.route("GET", "/users/@me", (path, call) -> Reply.ok(Shapes.user(world.members.get(world.application))));
        rest.route("GET", "/users/{}", (path, call) -> user(path.group(1)));
        rest.route("GET", "/gateway/bot", (path, call) -> gateway());
        rest.route("PUT", "/applications/{}/commands", (path, call) -> commands(call.body()));
        rest.route("PUT", "/applications/{}/guilds/{}/commands", (path, call) -> commands(call.body()));
        rest.route("GET", "/applications/{}/commands", (path, call) -> Reply.ok(list(world.commands)));
        rest.route(
                "GET",
                "/guilds/{}/members/{}",
                (path, call) -> Reply.ok(Shapes.member(world, world.member(path.group(2)), true)));
        String events = "/guilds/{}/scheduled-events";
        rest.route("GET", events, (path, call) -> Reply.ok(list(world.calendar.values())));
        rest.route("POST", events, (path, call) -> schedule(call.body()));
        rest.route("GET", events + "/{}", (path, call) -> Reply.ok(event(path.group(2))));
        rest.route("PATCH", events + "/{}", (path, call) -> change(event(path.group(2)), call.body()));
        rest.route("DELETE", events + "/{}", (path, call) -> {
            world.calendar.remove(event(path.group(2)).path("id").asText());
            return Reply.nothing();
        });
    }

    private Reply user(String id) {
        DiscordWorld.FakeMember member = world.members.get(id);
        if (member == null) throw new DiscordError(404, 10013, "Unknown User");
        return Reply.ok(Shapes.user(member));
    }

    private Reply gateway() {
        ObjectNode node = Shapes.object().put("url", world.gatewayUrl).put("shards", 1);
        node.putObject("session_start_limit")
                .put("total", 1000)
                .put("remaining", 999)
                .put("reset_after", 1000)
                .put("max_concurrency", 1);
        return Reply.ok(node);
    }

    private Reply commands(JsonNode body) {
        DiscordLimits.commands(body);
        world.commands.clear();
        for (JsonNode command : body) {
            ObjectNode kept = ((ObjectNode) command.deepCopy())
                    .put("id", world.snowflake())
                    .put("application_id", world.application)
                    .put("version", "1");
            if (!kept.has("description")) kept.put("description", "");
            if (!kept.has("type")) kept.put("type", 1);
            world.commands.add(kept);
        }
        return Reply.ok(list(world.commands));
    }

    private static ArrayNode list(Iterable<? extends JsonNode> nodes) {
        ArrayNode list = DiscordWorld.JSON.createArrayNode();
        nodes.forEach(list::add);
        return list;
    }

    private ObjectNode event(String id) {
        return Optional.ofNullable(world.calendar.get(id))
                .orElseThrow(() -> new DiscordError(404, 10070, "Unknown Guild Scheduled Event"));
    }

    private Reply schedule(JsonNode body) {
        DiscordLimits.require(body.path("entity_type").asInt() == 3, "entity_type: only EXTERNAL here");
        DiscordLimits.require(body.path("privacy_level").asInt() == 2, "privacy_level: must be 2");
        check(body, true);
        ObjectNode event = ((ObjectNode) body.deepCopy())
                .put("id", world.snowflake())
                .put("guild_id", world.guild)
                .put("creator_id", world.application)
                .put("status", SCHEDULED)
                .putNull("channel_id")
                .putNull("entity_id");
        world.calendar.put(event.path("id").asText(), event);
        world.gateway.emit("GUILD_SCHEDULED_EVENT_CREATE", Intents.GUILD_SCHEDULED_EVENTS, event);
        return Reply.ok(event);
    }

    private void check(JsonNode body, boolean future) {
        String name = body.path("name").asText("");
        DiscordLimits.require(!name.isBlank() && name.length() <= 100, "name: 1 to 100 characters");
        DiscordLimits.require(body.path("description").asText("").length() <= 1000, "description: 1000 characters");
        String location = body.at("/entity_metadata/location").asText("");
        DiscordLimits.require(!location.isBlank() && location.length() <= 100, "location: 1 to 100 characters");
        Instant start =
                OffsetDateTime.parse(body.path("scheduled_start_time").asText()).toInstant();
        Instant end =
                OffsetDateTime.parse(body.path("scheduled_end_time").asText()).toInstant();
        DiscordLimits.require(end.isAfter(start), "scheduled_end_time: before the start");
        DiscordLimits.require(!future || start.isAfter(world.now()), "scheduled_start_time: in the past");
    }

    /** SCHEDULED → ACTIVE → COMPLETED, or SCHEDULED → CANCELED, and nothing after either end. */
    private Reply change(ObjectNode event, JsonNode body) {
        int status = event.path("status").asInt();
        if (status >= COMPLETED) throw new DiscordError(400, 180000, "Cannot update a finished event");
        int next = body.path("status").asInt(status);
        boolean allowed = next == status
                || (status == SCHEDULED && (next == ACTIVE || next == CANCELED))
                || (status == ACTIVE && next == COMPLETED);
        DiscordLimits.require(allowed, "status: not from " + status + " to " + next);
        boolean moved = body.has("scheduled_start_time");
        DiscordLimits.require(!moved || status == SCHEDULED, "scheduled_start_time: it has begun");
        ObjectNode changed = event.deepCopy();
        body.properties().forEach(field -> changed.set(field.getKey(), field.getValue()));
        check(changed, moved);
        event.setAll(changed);
        world.gateway.emit("GUILD_SCHEDULED_EVENT_UPDATE", Intents.GUILD_SCHEDULED_EVENTS, event);
        return Reply.ok(event);
    }
}
