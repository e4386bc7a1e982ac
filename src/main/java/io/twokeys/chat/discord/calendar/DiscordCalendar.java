package io.twokeys.chat.discord.calendar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twokeys.chat.Calendar;
import io.twokeys.chat.ChatTrouble;
import io.twokeys.chat.Platform;
import io.twokeys.chat.discord.DiscordCalls;
import io.twokeys.chat.discord.DiscordCalls.Refused;
import io.twokeys.chat.discord.calendar.DiscordCalendarStore.Entry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Scheduled events that take place outside of Discord. Their life goes one way: scheduled, active, completed; or scheduled,
 * cancelled. The key stands at the end of the description as well, so that an event whose id was lost to a crash is found again.
 */
@Singleton
public final class DiscordCalendar implements Calendar {
    private static final String EVENTS = "guilds/{guild_id}/scheduled-events";
    private static final String EVENT = EVENTS + "/{scheduled_event_id}";
    private static final int ONLY_MEMBERS = 2;
    private static final int EXTERNAL = 3;
    private static final int SCHEDULED = 1;
    private static final int ACTIVE = 2;
    private static final int COMPLETED = 3;
    private static final int CANCELED = 4;
    private static final int TITLE = 100;
    private static final int DESCRIPTION = 1_000;
    private static final int LOCATION = 100;
    private static final int UNKNOWN_EVENT = 10070;
    /** Discord takes no event that begins in the past. */
    private static final Duration AT_THE_EARLIEST = Duration.ofSeconds(30);

    private final DiscordCalls calls;
    private final DiscordCalendarStore store;
    private final InstantSource clock;

    @Inject
    public DiscordCalendar(DiscordCalls calls, DiscordCalendarStore store, InstantSource clock) {
        this.calls = calls;
        this.store = store;
        this.clock = clock;
    }

    /** An event as Discord has it. */
    private record Standing(Entry entry, int status) {}

    @Override
    public Platform platform() {
        return Platform.DISCORD;
    }

    @Override
    public boolean here() {
        return calls.isOpen();
    }

    @Override
    public String announce(String key, String channel, Event event) {
        Optional<Standing> there = standing(key);
        if (there.isEmpty()) return create(key, channel, event);
        Standing standing = there.get();
        if (standing.status() == SCHEDULED) change(standing, describe(key, event));
        if (standing.status() == ACTIVE)
            change(
                    standing,
                    object().put("scheduled_end_time", later(event.end()).toString()));
        return standing.entry().event();
    }

    private String create(String key, String channel, Event event) {
        String guild = ask(() -> calls.get("channels/{channel_id}", channel))
                .path("guild_id")
                .asText();
        String id = lost(guild, key)
                .orElseGet(() -> ask(() -> calls.post(describe(key, event), EVENTS, guild))
                        .path("id")
                        .asText());
        store.keep(new Entry(key, guild, id));
        return id;
    }

    /** Posted, and the process died before it kept the id. */
    private Optional<String> lost(String guild, String key) {
        for (JsonNode event : ask(() -> calls.get(EVENTS, guild))) {
            boolean ours = event.path("description").asText("").endsWith(signature(key));
            if (ours && event.path("status").asInt() < COMPLETED)
                return Optional.of(event.path("id").asText());
        }
        return Optional.empty();
    }

    private static String signature(String key) {
        return "\n(" + key + ")";
    }

    private ObjectNode describe(String key, Event event) {
        Instant start = later(event.start());
        Instant end = event.end().isAfter(start) ? event.end() : start.plus(AT_THE_EARLIEST);
        String signature = signature(key);
        ObjectNode body = object().put("name", cut(event.title(), TITLE))
                .put("description", cut(event.description(), DESCRIPTION - signature.length()) + signature)
                .put("privacy_level", ONLY_MEMBERS)
                .put("entity_type", EXTERNAL)
                .put("scheduled_start_time", start.toString())
                .put("scheduled_end_time", end.toString());
        body.putObject("entity_metadata").put("location", cut(event.location(), LOCATION));
        return body;
    }

    private Instant later(Instant time) {
        Instant earliest = clock.instant().plus(AT_THE_EARLIEST);
        return time.isAfter(earliest) ? time : earliest;
    }

    @Override
    public void start(String key) {
        standing(key)
                .filter(standing -> standing.status() == SCHEDULED)
                .ifPresent(standing -> become(standing, ACTIVE));
    }

    @Override
    public void end(String key) {
        Optional<Standing> there = standing(key);
        there.filter(standing -> standing.status() == SCHEDULED).ifPresent(standing -> become(standing, ACTIVE));
        there.filter(standing -> standing.status() < COMPLETED).ifPresent(standing -> become(standing, COMPLETED));
    }

    @Override
    public void cancel(String key) {
        standing(key)
                .filter(standing -> standing.status() < COMPLETED)
                .ifPresent(standing -> become(standing, standing.status() == SCHEDULED ? CANCELED : COMPLETED));
    }

    private void become(Standing standing, int status) {
        change(standing, object().put("status", status));
    }

    private void change(Standing standing, ObjectNode body) {
        ask(() -> calls.patch(
                body, EVENT, standing.entry().guild(), standing.entry().event()));
    }

    /** Empty if there was never one, or somebody deleted it. */
    private Optional<Standing> standing(String key) {
        Optional<Entry> entry = store.find(key);
        if (entry.isEmpty()) return Optional.empty();
        try {
            JsonNode event = calls.get(EVENT, entry.get().guild(), entry.get().event());
            return Optional.of(new Standing(entry.get(), event.path("status").asInt()));
        } catch (Refused refused) {
            if (refused.code() == UNKNOWN_EVENT) return Optional.empty();
            throw refused.trouble();
        }
    }

    @FunctionalInterface
    private interface Call {
        JsonNode send();
    }

    /** @throws ChatTrouble with what may be done about it */
    private static JsonNode ask(Call call) {
        try {
            return call.send();
        } catch (Refused refused) {
            throw refused.trouble();
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static String cut(String text, int max) {
        if (text.length() <= max) return text;
        int end = Character.isHighSurrogate(text.charAt(max - 2)) ? max - 2 : max - 1;
        return text.substring(0, end) + "…";
    }
}
