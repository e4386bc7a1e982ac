package io.twokeys.chat.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.twokeys.chat.ChatEvent;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The table {@code inbox}. */
@Singleton
public final class InboxStore {
    private static final JsonMapper JSON =
            JsonMapper.builder().findAndAddModules().build();

    private final Jdbi jdbi;

    @Inject
    public InboxStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** What became of an event. */
    sealed interface Handled {
        record Done(Instant at) implements Handled {}

        record Retry(Instant due, String error) implements Handled {}

        record Parked(Instant at, String error) implements Handled {}
    }

    private record Row(long position, String event, int attempts) {}

    boolean insert(ChatEvent event, Instant now) {
        return jdbi.withHandle(h -> h.createUpdate("""
                insert into inbox (platform, event_id, lane, event, received_at, due)
                values (:platform, :id, :lane, :event, :now, :now)
                on conflict on constraint inbox_pk do nothing
                """)
                        .bind("platform", event.by().platform().key())
                        .bind("id", event.id())
                        .bind(
                                "lane",
                                event.by().platform().key() + ":" + event.by().id())
                        .bind("event", write(event))
                        .bind("now", now)
                        .execute()
                == 1);
    }

    /**
     * Takes the oldest event that is due and whose person has no older one open, and keeps it locked while it is handled.
     *
     * <p>The lock has a connection of its own: within {@code jdbi.inTransaction} the handler's statements would join this
     * transaction, and fail or commit with it.
     *
     * @return false if there was none
     */
    boolean take(Instant now, BiFunction<ChatEvent, Integer, Handled> handler) {
        try (Handle own = jdbi.open()) {
            return own.inTransaction(h -> {
                Optional<Row> head = head(h, now);
                head.ifPresent(row -> record(h, row.position(), handle(row, now, handler)));
                return head.isPresent();
            });
        }
    }

    private static Optional<Row> head(Handle h, Instant now) {
        return h.createQuery("""
                select i.position, i.event, i.attempts from inbox i
                where i.processed_at is null and i.parked_at is null and i.due <= :now
                  and not exists (select 1 from inbox older where older.lane = i.lane and older.position < i.position
                                  and older.processed_at is null and older.parked_at is null)
                order by i.position limit 1 for update of i skip locked
                """)
                .bind("now", now)
                .map((rs, ctx) -> new Row(rs.getLong(1), rs.getString(2), rs.getInt(3)))
                .findOne();
    }

    private static Handled handle(Row row, Instant now, BiFunction<ChatEvent, Integer, Handled> handler) {
        ChatEvent event;
        try {
            event = JSON.readValue(row.event(), ChatEvent.class);
        } catch (JsonProcessingException unreadable) {
            return new Handled.Parked(now, "not readable by this version: " + unreadable.getOriginalMessage());
        }
        return handler.apply(event, row.attempts() + 1);
    }

    private static void record(Handle h, long position, Handled outcome) {
        switch (outcome) {
            case Handled.Done(Instant at) -> update(h, position, at, null, at, null);
            case Handled.Retry(Instant due, String error) -> update(h, position, null, null, due, error);
            case Handled.Parked(Instant at, String error) -> update(h, position, null, at, at, error);
        }
    }

    private static void update(
            Handle h,
            long position,
            @Nullable Instant processed,
            @Nullable Instant parked,
            Instant due,
            @Nullable String error) {
        h.createUpdate("""
                update inbox set processed_at = :processed, parked_at = :parked, due = :due,
                    last_error = coalesce(:error, last_error), attempts = attempts + 1
                where position = :position
                """)
                .bind("processed", processed)
                .bind("parked", parked)
                .bind("due", due)
                .bind("error", error)
                .bind("position", position)
                .execute();
    }

    private static String write(ChatEvent event) {
        try {
            return JSON.writeValueAsString(event);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("an event that cannot be written: " + event, impossible);
        }
    }
}
