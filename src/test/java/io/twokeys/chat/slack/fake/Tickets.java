package io.twokeys.chat.slack.fake;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a person's action allows for a while: one modal within 3 s, five answers within 30 min. */
final class Tickets {
    private static final Duration TRIGGER = Duration.ofSeconds(3);
    private static final Duration RESPONSE = Duration.ofMinutes(30);
    private static final int RESPONSES = 5;

    private final InstantSource clock;
    private final Map<String, Trigger> triggers = new HashMap<>();
    private final Map<String, Response> responses = new HashMap<>();
    private int count;

    Tickets(InstantSource clock) {
        this.clock = clock;
    }

    private static final class Trigger {
        private final String user;
        private final Instant made;
        private boolean spent;

        Trigger(String user, Instant made) {
            this.user = user;
            this.made = made;
        }
    }

    /** Where a {@code response_url} leads to. */
    static final class Response {
        final String user;
        final String channel;
        final @Nullable Posted origin;
        private final Instant made;
        private int uses;

        Response(String user, String channel, @Nullable Posted origin, Instant made) {
            this.user = user;
            this.channel = channel;
            this.origin = origin;
            this.made = made;
        }
    }

    synchronized String trigger(String user) {
        String id = "%d.%d.%08x".formatted(clock.millis(), ++count, count * 2654435761L);
        triggers.put(id, new Trigger(user, clock.instant()));
        return id;
    }

    /** Whose it is; only once, and only for 3 s. */
    synchronized String spend(String id) {
        Trigger trigger = triggers.get(id);
        if (trigger == null) throw new SlackError("invalid_trigger");
        if (trigger.spent) throw new SlackError("exchanged_trigger_id");
        if (Duration.between(trigger.made, clock.instant()).compareTo(TRIGGER) > 0)
            throw new SlackError("expired_trigger_id");
        trigger.spent = true;
        return trigger.user;
    }

    synchronized String response(String user, String channel, @Nullable Posted origin) {
        String id = "R" + ++count;
        responses.put(id, new Response(user, channel, origin, clock.instant()));
        return id;
    }

    synchronized Response answer(String id) {
        Response response = responses.get(id);
        if (response == null) throw new SlackError("invalid_url");
        if (Duration.between(response.made, clock.instant()).compareTo(RESPONSE) > 0)
            throw new SlackError("expired_url");
        if (++response.uses > RESPONSES) throw new SlackError("used_url");
        return response;
    }
}
