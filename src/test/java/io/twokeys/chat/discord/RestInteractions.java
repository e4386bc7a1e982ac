package io.twokeys.chat.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twokeys.chat.discord.DiscordRest.Reply;

/** Answers to interactions, and what follows within their token's quarter of an hour. */
final class RestInteractions {
    private static final int EPHEMERAL = 64;

    private final DiscordWorld world;

    RestInteractions(DiscordWorld world) {
        this.world = world;
    }

    void register(DiscordRest rest) {
        rest.route("POST", "/interactions/{}/{}/callback", (path, call) -> answer(path.group(1), path.group(2), call));
        rest.route("POST", "/webhooks/{}/{}", (path, call) -> followUp(byToken(path.group(2)), call));
        String message = "/webhooks/{}/{}/messages/{}";
        rest.route(
                "GET",
                message,
                (path, call) -> Reply.ok(
                        Shapes.message(world, message(byToken(path.group(2)), DiscordRest.decoded(path.group(3))))));
        rest.route(
                "PATCH",
                message,
                (path, call) -> edit(byToken(path.group(2)), DiscordRest.decoded(path.group(3)), call));
        rest.route("DELETE", message, (path, call) -> {
            RestMessages.remove(world, message(byToken(path.group(2)), DiscordRest.decoded(path.group(3))));
            return Reply.nothing();
        });
    }

    private Reply answer(String id, String token, RestCall call) {
        FakeInteraction interaction = world.interactions.get(id);
        if (interaction == null || !interaction.token.equals(token)) throw DiscordError.unknownInteraction();
        if (interaction.isAnswered()) {
            throw new DiscordError(400, 40060, "Interaction has already been acknowledged.");
        }
        if (interaction.created.plus(world.acksWithin).isBefore(world.now())) throw DiscordError.unknownInteraction();
        callback(interaction, call);
        interaction.answered(call.body());
        if (!call.query().getOrDefault("with_response", "false").equals("true")) return Reply.nothing();
        ObjectNode reply = Shapes.object();
        reply.putObject("interaction").put("id", id).put("type", interaction.type);
        ObjectNode resource =
                reply.putObject("resource").put("type", call.body().path("type").asInt());
        if (interaction.original != null) resource.set("message", Shapes.message(world, interaction.original));
        return Reply.ok(reply);
    }

    private void callback(FakeInteraction interaction, RestCall call) {
        JsonNode data = call.body().path("data");
        int type = call.body().path("type").asInt();
        boolean autocomplete = interaction.type == FakeInteraction.AUTOCOMPLETE;
        DiscordLimits.require(autocomplete == (type == 8), "type: " + type + " is no answer to this interaction");
        switch (type) {
            case 4 -> interaction.original = write(interaction, data, call);
            case 5 -> interaction.original = null;
            case 6, 7 -> {
                DiscordLimits.require(interaction.source != null, "type: nothing to update");
                if (type == 7)
                    RestMessages.change(interaction.source, new RestCall("", "", call.query(), data, call.files()));
            }
            case 8 -> DiscordLimits.choices(data);
            case 9 -> {
                DiscordLimits.require(interaction.type != FakeInteraction.MODAL, "type: no modal after a modal");
                DiscordLimits.modal(data);
            }
            default -> throw DiscordError.invalid("type: " + type);
        }
    }

    private FakeMessage write(FakeInteraction interaction, JsonNode data, RestCall call) {
        RestCall inner = new RestCall(call.method(), call.path(), call.query(), data, call.files());
        RestMessages.check(inner);
        FakeMessage message =
                world.write(world.channel(interaction.channel), world.application, RestMessages.body(data));
        new RestMessages(world).attach(message, inner);
        message.pings.addAll(Pings.in(data));
        boolean promised = interaction.original == null && (interaction.flagsOfLater() & EPHEMERAL) != 0;
        if (promised || (data.path("flags").asInt() & EPHEMERAL) != 0) message.onlyFor = interaction.by;
        else world.tellWritten(message, "MESSAGE_CREATE");
        return message;
    }

    private FakeInteraction byToken(String token) {
        return world.interactions.values().stream()
                .filter(interaction -> interaction.token.equals(token))
                .filter(interaction ->
                        !interaction.created.plus(world.tokensLast).isBefore(world.now()))
                .findFirst()
                .orElseThrow(DiscordError::unknownWebhook);
    }

    private Reply followUp(FakeInteraction interaction, RestCall call) {
        if (!interaction.isAnswered()) throw new DiscordError(404, 10015, "Unknown Webhook");
        FakeMessage message = write(interaction, call.body(), call);
        if (interaction.answer() == 5 && interaction.original == null) interaction.original = message;
        interaction.followUps.add(message);
        return Reply.ok(Shapes.message(world, message));
    }

    private Reply edit(FakeInteraction interaction, String id, RestCall call) {
        if (id.equals("@original") && interaction.original == null && interaction.answer() == 5) {
            interaction.original = write(interaction, call.body(), call);
            return Reply.ok(Shapes.message(world, interaction.original));
        }
        FakeMessage message = message(interaction, id);
        RestMessages.change(message, call);
        return Reply.ok(Shapes.message(world, message));
    }

    private FakeMessage message(FakeInteraction interaction, String id) {
        FakeMessage own = interaction.original == null ? interaction.source : interaction.original;
        if (id.equals("@original")) {
            if (own == null) throw DiscordError.unknownMessage();
            return own;
        }
        return world.message(interaction.channel, id);
    }
}
