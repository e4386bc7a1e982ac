package io.twokeys.chat.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twokeys.chat.discord.DiscordWorld.FakeMember;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Builds what a client sends for one person, and refuses what a client would not let them do. */
final class PersonInteractions {
    private final DiscordWorld world;
    private final FakeMember member;

    PersonInteractions(DiscordWorld world, FakeMember member) {
        this.world = world;
        this.member = member;
    }

    FakeInteraction command(String place, String path, Map<String, String> options) {
        return send(place, FakeInteraction.COMMAND, data(path, options, ""), null);
    }

    FakeInteraction autocomplete(String place, String path, Map<String, String> options, String focused) {
        return send(place, FakeInteraction.AUTOCOMPLETE, data(path, options, focused), null);
    }

    /** The command's options, nested as its words are. */
    private ObjectNode data(String path, Map<String, String> options, String focused) {
        String[] words = path.split(" ");
        JsonNode command = named(world.commands, words[0], path);
        ObjectNode data = Shapes.object()
                .put("id", command.path("id").asText())
                .put("name", words[0])
                .put("type", 1);
        ObjectNode at = data;
        JsonNode known = command;
        for (int i = 1; i < words.length; i++) {
            known = named(known.path("options"), words[i], path);
            ObjectNode next = Shapes.object()
                    .put("name", words[i])
                    .put("type", known.path("type").asInt());
            at.putArray("options").add(next);
            at = next;
        }
        fill(at.putArray("options"), known, options, focused, path);
        return data;
    }

    private static void fill(
            ArrayNode into, JsonNode command, Map<String, String> options, String focused, String path) {
        Map<String, String> left = new LinkedHashMap<>(options);
        for (JsonNode option : command.path("options")) {
            String name = option.path("name").asText();
            String value = left.remove(name);
            if (value == null && option.path("required").asBoolean() && focused.isEmpty()) {
                throw new AssertionError("/" + path + " needs " + name);
            }
            if (value == null) continue;
            ObjectNode given = into.addObject()
                    .put("name", name)
                    .put("type", option.path("type").asInt());
            if (option.path("type").asInt() == 5) given.put("value", Boolean.parseBoolean(value));
            else given.put("value", value);
            if (name.equals(focused)) given.put("focused", true);
        }
        if (!left.isEmpty()) throw new AssertionError("/" + path + " has no option " + left.keySet());
    }

    private static JsonNode named(Iterable<JsonNode> nodes, String name, String path) {
        return StreamSupport.stream(nodes.spliterator(), false)
                .filter(node -> node.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the client knows no /" + path + ": there is no " + name));
    }

    FakeInteraction press(FakeMessage message, String customId) {
        ObjectNode data = Shapes.object()
                .put("component_type", 2)
                .put("custom_id", customId)
                .put("id", 1);
        return send(message.channel, FakeInteraction.COMPONENT, data, message);
    }

    FakeInteraction submit(FakeInteraction opened, Map<String, String> values) {
        JsonNode modal = opened.modal();
        if (modal.isMissingNode()) throw new AssertionError("no modal opened");
        ObjectNode data =
                Shapes.object().put("custom_id", modal.path("custom_id").asText());
        ArrayNode rows = data.putArray("components");
        Map<String, String> left = new LinkedHashMap<>(values);
        for (JsonNode row : modal.path("components")) {
            boolean label = row.path("type").asInt() == 18;
            JsonNode input =
                    label ? row.path("component") : row.path("components").path(0);
            String value = left.remove(input.path("custom_id").asText());
            if ((value == null || value.isEmpty()) && input.path("required").asBoolean(true)) {
                throw new AssertionError("the modal needs " + input.path("custom_id"));
            }
            ObjectNode filled = Shapes.object()
                    .put("type", 4)
                    .put("id", 2)
                    .put("custom_id", input.path("custom_id").asText())
                    .put("value", value == null ? "" : value);
            ObjectNode around =
                    rows.addObject().put("type", row.path("type").asInt()).put("id", 1);
            if (label) around.set("component", filled);
            else around.putArray("components").add(filled);
        }
        if (!left.isEmpty()) throw new AssertionError("the modal has no field " + left.keySet());
        return send(opened.channel, FakeInteraction.MODAL, data, opened.source);
    }

    FakeInteraction context(String command, FakeMessage on) {
        JsonNode known = named(world.commands, command, command);
        ObjectNode data = Shapes.object()
                .put("id", known.path("id").asText())
                .put("name", command)
                .put("type", 3)
                .put("target_id", on.id);
        data.putObject("resolved").putObject("messages").set(on.id, Shapes.message(world, on));
        return send(on.channel, FakeInteraction.COMMAND, data, null);
    }

    private FakeInteraction send(
            String place, int type, ObjectNode data, @org.jspecify.annotations.Nullable FakeMessage source) {
        FakeChannel channel = world.channel(place);
        String id = world.snowflake();
        FakeInteraction interaction = new FakeInteraction(id, "token-" + id, type, place, member.id, world.now());
        interaction.source = source;
        world.interactions.put(id, interaction);
        ObjectNode payload = Shapes.object()
                .put("id", id)
                .put("application_id", world.application)
                .put("type", type)
                .put("token", interaction.token)
                .put("version", 1)
                .put("channel_id", place)
                .put("locale", "en-US")
                .put("attachment_size_limit", RestMessages.LARGEST_FILE)
                .put("context", channel.isDirect() ? 1 : 0)
                .put("app_permissions", "2251799813685247");
        payload.set("data", data);
        payload.set("channel", Shapes.channel(world, channel));
        payload.putArray("entitlements");
        payload.putObject("authorizing_integration_owners").put("0", world.guild);
        if (source != null) payload.set("message", Shapes.message(world, source));
        if (channel.isDirect()) {
            payload.set("user", Shapes.user(member));
        } else {
            payload.put("guild_id", world.guild).put("guild_locale", "en-US");
            payload.putObject("guild")
                    .put("id", world.guild)
                    .put("locale", "en-US")
                    .putArray("features");
            payload.set("member", Shapes.member(world, member, true));
        }
        world.gateway.emit("INTERACTION_CREATE", Intents.ALWAYS, payload);
        return interaction;
    }
}
