package io.twokeys.chat.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twokeys.chat.discord.DiscordWorld.FakeMember;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Somebody with a Discord client: does what the client lets a person do, and sees what it shows. */
public final class FakePerson {
    private final DiscordWorld world;
    private final FakeMember member;
    private final PersonInteractions interactions;

    FakePerson(DiscordWorld world, FakeMember member) {
        this.world = world;
        this.member = member;
        this.interactions = new PersonInteractions(world, member);
    }

    /** The account's id, a snowflake. */
    public String id() {
        return member.id;
    }

    public String name() {
        return member.name;
    }

    /** A slash command; {@code path} as typed, {@code odoo incident resolve}. {@code place} is a channel or a thread. */
    public FakeInteraction types(String place, String path, Map<String, String> options) {
        synchronized (world) {
            return interactions.command(place, path, options);
        }
    }

    /** What the client offers while {@code option} is being typed. */
    public List<String> isOffered(String place, String path, Map<String, String> options, String option) {
        FakeInteraction typing;
        synchronized (world) {
            typing = interactions.autocomplete(place, path, options, option);
        }
        return typing.awaitAnswer().choices();
    }

    /** Presses what the message shows now; a button that is not there, or disabled, cannot be pressed. */
    public FakeInteraction presses(ShownMessage message, String label) {
        synchronized (world) {
            FakeMessage now = world.message(message.channel(), message.id());
            ShownMessage.Button button = ShownMessage.of(world, now)
                    .button(label)
                    .filter(ShownMessage.Button::enabled)
                    .orElseThrow(() -> new AssertionError("no button " + label + " to press on " + message));
            return interactions.press(now, button.id());
        }
    }

    /** Presses a button as an old client would, that still shows it. */
    public FakeInteraction pressesStale(String channel, String message, String customId) {
        synchronized (world) {
            return interactions.press(world.message(channel, message), customId);
        }
    }

    /** Fills in the modal that {@code opened} and sends it. */
    public FakeInteraction submits(FakeInteraction opened, Map<String, String> values) {
        synchronized (world) {
            return interactions.submit(opened, values);
        }
    }

    /** A command of a message's own menu. */
    public FakeInteraction uses(String command, ShownMessage on) {
        synchronized (world) {
            return interactions.context(command, world.message(on.channel(), on.id()));
        }
    }

    public void reacts(ShownMessage message, String emoji) {
        reacts(message.channel(), message.id(), emoji, false);
    }

    public void takesBack(ShownMessage message, String emoji) {
        takesBack(message.channel(), message.id(), emoji, false);
    }

    /** @param burst with a super reaction */
    public void reacts(String channel, String message, String emoji, boolean burst) {
        synchronized (world) {
            new Reactions(world).add(world.message(channel, message), emoji, member, burst);
        }
    }

    public void takesBack(String channel, String message, String emoji, boolean burst) {
        synchronized (world) {
            new Reactions(world).remove(world.message(channel, message), emoji, member, burst);
        }
    }

    /** As a moderator: all reactions, or with an emoji all of that one. */
    public void clears(ShownMessage message, String... emoji) {
        synchronized (world) {
            FakeMessage now = world.message(message.channel(), message.id());
            if (emoji.length == 0) new Reactions(world).clear(now);
            for (String one : emoji) new Reactions(world).clear(now, one);
        }
    }

    /** Says something in a channel or thread. */
    public ShownMessage says(String place, String text) {
        synchronized (world) {
            ObjectNode body = Shapes.object().put("content", text);
            FakeMessage message = world.write(world.channel(place), member.id, body);
            world.tellWritten(message, "MESSAGE_CREATE");
            return ShownMessage.of(world, message);
        }
    }

    /** What was shown to this person alone, in channels and directly, oldest first. */
    public List<ShownMessage> isToldAlone() {
        synchronized (world) {
            Stream<FakeMessage> all = world.channels.values().stream()
                    .flatMap(channel -> channel.messages.values().stream()
                            .filter(message -> message.onlyFor.equals(member.id)
                                    || (channel.isDirect() && channel.parent.equals(member.id))));
            return all.sorted(java.util.Comparator.comparingLong(message -> Long.parseUnsignedLong(message.id)))
                    .map(message -> ShownMessage.of(world, message))
                    .toList();
        }
    }

    /** Leaves the server. */
    public void leaves() {
        synchronized (world) {
            member.gone = true;
        }
    }

    /** Has not agreed to the server's rules yet. */
    public void isScreened(boolean pending) {
        synchronized (world) {
            member.pending = pending;
        }
    }

    static ArrayNode list(JsonNode... nodes) {
        ArrayNode list = DiscordWorld.JSON.createArrayNode();
        for (JsonNode node : nodes) list.add(node);
        return list;
    }
}
