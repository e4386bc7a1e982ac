package io.twokeys.chat.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twokeys.chat.discord.DiscordCalls.Refused;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The interactions that are still open to a follow-up for one person's eyes. Discord has no other way to show something to one
 * person in a channel. They live in memory: without one, the person is written to directly, and nothing is lost.
 */
@Singleton
public final class DiscordWhispers {
    /** For one person's eyes (Discord, Message Flags). */
    static final int EPHEMERAL = 1 << 6;
    /** A token lasts 15 minutes; a little less, for the way. */
    private static final Duration LASTS = Duration.ofMinutes(14);

    private static final int REMEMBERED = 1_000;

    private final DiscordCalls calls;
    private final InstantSource clock;
    private final Map<String, Token> tokens = new LinkedHashMap<>();

    @Inject
    public DiscordWhispers(DiscordCalls calls, InstantSource clock) {
        this.calls = calls;
        this.clock = clock;
    }

    private record Token(String token, Instant until) {}

    /** An interaction that was acknowledged. */
    synchronized void remember(String channel, String person, String token) {
        String where = channel + "/" + person;
        tokens.remove(where);
        tokens.put(where, new Token(token, clock.instant().plus(LASTS)));
        if (tokens.size() > REMEMBERED) tokens.remove(tokens.keySet().iterator().next());
    }

    private synchronized Optional<String> token(String channel, String person) {
        return Optional.ofNullable(tokens.get(channel + "/" + person))
                .filter(token -> clock.instant().isBefore(token.until()))
                .map(Token::token);
    }

    private synchronized void forget(String channel, String person) {
        tokens.remove(channel + "/" + person);
    }

    /** Returns false where that is not possible, or not any more. */
    boolean whisper(String channel, String person, ObjectNode body) {
        Optional<String> token = token(channel, person);
        if (token.isEmpty()) return false;
        body.put("flags", EPHEMERAL);
        try {
            calls.followUp(body, token.get());
            return true;
        } catch (Refused over) {
            forget(channel, person);
            return false;
        }
    }
}
