package io.twokeys.chat.discord.calendar;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** The table {@code discord_event}. */
@Singleton
public final class DiscordCalendarStore {
    private final Jdbi jdbi;

    @Inject
    public DiscordCalendarStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** @param event Discord's id of the scheduled event */
    public record Entry(String key, String guild, String event) {}

    Optional<Entry> find(String key) {
        return jdbi.withHandle(h -> h.createQuery("select key, guild, event from discord_event where key = :key")
                .bind("key", key)
                .map(ConstructorMapper.of(Entry.class))
                .findOne());
    }

    void keep(Entry entry) {
        jdbi.useHandle(h -> h.createUpdate("""
                insert into discord_event (key, guild, event) values (:key, :guild, :event)
                on conflict (key) do update set guild = :guild, event = :event
                """).bindMethods(entry).execute());
    }
}
