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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

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

    /** The handler may be faster than the acknowledgement, which Discord waits three seconds for. */
    private static final Duration ANSWER = Duration.ofSeconds(3);

    private static final int REMEMBERED = 1_000;

    private final DiscordCalls calls;
    private final InstantSource clock;
    private final Map<String, Token> tokens = new LinkedHashMap<>();

    @Inject
    public DiscordWhispers(DiscordCalls calls, InstantSource clock) {
        this.calls = calls;
        this.clock = clock;
    }

    /** @param answered opens when the interaction was acknowledged; nothing may follow before */
    private record Token(String token, Instant until, CountDownLatch answered) {}

    /** An interaction came in, and will be acknowledged: what follows for this person goes there from now on. */
    synchronized void expect(String channel, String person, String token) {
        String where = where(channel, person);
        tokens.remove(where);
        tokens.put(where, new Token(token, clock.instant().plus(LASTS), new CountDownLatch(1)));
        if (tokens.size() > REMEMBERED) tokens.remove(tokens.keySet().iterator().next());
    }

    synchronized void answered(String channel, String person) {
        Token token = tokens.get(where(channel, person));
        if (token != null) token.answered().countDown();
    }

    private static String where(String channel, String person) {
        return channel + "/" + person;
    }

    private synchronized Optional<Token> token(String channel, String person) {
        return Optional.ofNullable(tokens.get(where(channel, person)))
                .filter(token -> clock.instant().isBefore(token.until()));
    }

    private synchronized void forget(String channel, String person) {
        tokens.remove(where(channel, person));
    }

    /** Returns false where that is not possible, or not any more. */
    boolean whisper(String channel, String person, ObjectNode body) {
        Optional<Token> token = token(channel, person).filter(DiscordWhispers::isAnswered);
        if (token.isEmpty()) return false;
        try {
            calls.followUp(body.deepCopy().put("flags", EPHEMERAL), token.get().token());
            return true;
        } catch (Refused over) {
            forget(channel, person);
            return false;
        }
    }

    private static boolean isAnswered(Token token) {
        try {
            return token.answered().await(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
