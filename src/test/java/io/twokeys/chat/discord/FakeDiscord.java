package io.twokeys.chat.discord;

import com.fasterxml.jackson.databind.JsonNode;
import io.twokeys.chat.discord.DiscordWorld.FakeMember;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Discord: one server with channels and people, REST over HTTP and the gateway over WebSocket. It refuses what Discord refuses
 * and hands out events as Discord does. What people do is in {@link FakePerson}; what they see, in {@link ShownMessage}.
 */
public final class FakeDiscord implements AutoCloseable {
    public static final String TOKEN = "discord-token";

    private final DiscordWorld world = new DiscordWorld(TOKEN);
    private final RateBuckets buckets = new RateBuckets();
    private final DiscordGate gate = new DiscordGate(world);
    private final DiscordRest rest;

    public FakeDiscord() {
        world.gateway = gate;
        world.gatewayUrl = gate.address();
        try {
            rest = new DiscordRest(world, buckets);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** For {@code DISCORD_API_URL}. */
    public String apiUrl() {
        return rest.address();
    }

    /** For {@code DISCORD_GATEWAY_URL}. */
    public String gatewayUrl() {
        return gate.address();
    }

    public String guild() {
        return world.guild;
    }

    /** The bot's account, which is its application's id as well. */
    public String bot() {
        return world.application;
    }

    /** A new text channel. */
    public String addChannel(String name) {
        synchronized (world) {
            FakeChannel channel = new FakeChannel(world.snowflake(), FakeChannel.TEXT, name, "");
            world.channels.put(channel.id, channel);
            gate.emit("CHANNEL_CREATE", Intents.GUILDS, Shapes.channel(world, channel));
            return channel.id;
        }
    }

    public FakePerson addPerson(String name) {
        return add(name, false);
    }

    /** Another bot on the server. */
    public FakePerson addBot(String name) {
        return add(name, true);
    }

    private FakePerson add(String name, boolean bot) {
        synchronized (world) {
            FakeMember member = new FakeMember(world.snowflake(), name, bot);
            world.members.put(member.id, member);
            return new FakePerson(world, member);
        }
    }

    /** What everybody sees in a channel or thread, oldest first. */
    public List<ShownMessage> messages(String place) {
        synchronized (world) {
            return world.channel(place).messages.values().stream()
                    .filter(message -> message.onlyFor.isEmpty())
                    .map(message -> ShownMessage.of(world, message))
                    .toList();
        }
    }

    /** The message as it is now. */
    public ShownMessage message(String channel, String id) {
        synchronized (world) {
            return ShownMessage.of(world, world.message(channel, id));
        }
    }

    /** Whether there is such a channel or thread. */
    public boolean hasPlace(String id) {
        synchronized (world) {
            return world.channels.containsKey(id);
        }
    }

    public JsonNode channel(String id) {
        synchronized (world) {
            return Shapes.channel(world, world.channel(id));
        }
    }

    public void deleteMessage(String channel, String id) {
        synchronized (world) {
            RestMessages.remove(world, world.message(channel, id));
        }
    }

    public void deletePlace(String id) {
        synchronized (world) {
            RestThreads.remove(world, world.channel(id));
        }
    }

    /** Archives a thread, as its inactivity would; locked, only a moderator's hand opens it again. */
    public void archive(String thread, boolean locked) {
        synchronized (world) {
            FakeChannel channel = world.channel(thread);
            channel.archived = true;
            channel.locked = locked;
            gate.emit("THREAD_UPDATE", Intents.GUILDS, Shapes.channel(world, channel));
        }
    }

    /** The scheduled events, ended ones included. */
    public List<JsonNode> calendar() {
        synchronized (world) {
            return world.calendar.values().stream()
                    .map(event -> (JsonNode) event.deepCopy())
                    .toList();
        }
    }

    public void deleteEvent(String id) {
        synchronized (world) {
            world.calendar.remove(id);
        }
    }

    /** The application's commands as they were put last. */
    public List<JsonNode> commands() {
        synchronized (world) {
            return List.copyOf(world.commands);
        }
    }

    /** Every REST call so far. */
    public List<RestCall> calls() {
        return rest.calls;
    }

    /** Calls of routes that Discord does not have, or this server does not know. */
    public List<RestCall> unknownCalls() {
        return rest.unknown;
    }

    /** How many requests were answered with 429. */
    public int tooFast() {
        return buckets.refused;
    }

    public void limits(boolean on) {
        rest.limited = on;
    }

    /** The next call that fits is answered with this and has no effect. */
    public void failNext(Predicate<RestCall> which, int status, int code) {
        rest.fault = once(which, status, code);
    }

    /** The next call that fits takes effect, and its answer is lost: the client reads a 500. */
    public void loseAnswer(Predicate<RestCall> which) {
        rest.faultAfter = once(which, 500, 0);
    }

    private static DiscordRest.Fault once(Predicate<RestCall> which, int status, int code) {
        AtomicInteger left = new AtomicInteger(1);
        return call -> which.test(call) && left.getAndDecrement() > 0
                ? DiscordRest.error(status, code, "as the test wants")
                : null;
    }

    /** REST answers 503, until told otherwise. */
    public void restAway(boolean away) {
        rest.fault = call -> away ? DiscordRest.error(503, 0, "Service Unavailable") : null;
    }

    /** Lets time pass for ages, tokens and limits. */
    public void passes(Duration time) {
        world.passes(time);
    }

    public void editsAllowedFor(Duration time) {
        world.editsAllowedFor = time;
    }

    /** The gateway's own levers. */
    public Gate gate() {
        return new Gate(gate, world);
    }

    @Override
    public void close() {
        rest.stop();
        gate.goAway();
    }

    /** What a test does to the gateway, and what it counts there. */
    public record Gate(DiscordGate gate, DiscordWorld world) {
        public int identifies() {
            synchronized (world) {
                return gate.identifies;
            }
        }

        public int resumes() {
            synchronized (world) {
                return gate.resumes;
            }
        }

        public int connects() {
            synchronized (world) {
                return gate.connects;
            }
        }

        /** Sessions with an open connection. */
        public int connected() {
            return gate.connected();
        }

        public void goesAway() {
            gate.goAway();
        }

        public void comesBack() {
            gate.comeBack();
        }

        public void asksToReconnect() {
            gate.askToReconnect();
        }

        public void invalidates(boolean resumable) {
            gate.invalidate(resumable);
        }

        public void closes(int code) {
            gate.close(code);
        }

        /** Whoever identifies from now on is closed with the code; 0 for nobody. */
        public void refuses(int code) {
            synchronized (world) {
                gate.refusal = code;
            }
        }

        /** Every event is delivered so many times. */
        public void repeats(int copies) {
            synchronized (world) {
                gate.copies = copies;
            }
        }

        /** Events are held until there are so many, and delivered last first; 0 delivers at once. */
        public void shuffles(int count) {
            synchronized (world) {
                gate.shuffle = count;
            }
        }

        public void answersHeartbeats(boolean answers) {
            synchronized (world) {
                gate.answersHeartbeats = answers;
            }
        }

        /** Switches privileged intents on for the application. */
        public void allowsEveryIntent() {
            synchronized (world) {
                gate.allowedIntents = ~0;
            }
        }
    }
}
