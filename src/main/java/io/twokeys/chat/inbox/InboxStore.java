package io.twokeys.chat.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.twokeys.chat.ChatEvent;
import io.twokeys.chat.ChatUser;
import io.twokeys.chat.Place;
import io.twokeys.chat.Platform;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The table {@code inbox}. */
@Singleton
public final class InboxStore {
    private static final int LONGEST_ERROR = 2000;
    static final JsonMapper JSON = JsonMapper.builder().findAndAddModules().build();

    /**
     * A plan is kept from when the table was small, so it must not be a scan even then. And the mark that an event was handled
     * does not wait for the disk, where it would hold up those who wait for their acknowledgement: if the database falls over
     * before it is written the event is handled again, as after any crash. Until the transaction ends.
     */
    static final String SETTLED =
            "select set_config('enable_seqscan', 'off', true), set_config('synchronous_commit', 'off', true)";

    private final Jdbi jdbi;
    private final ArrivalStore arrivals;
    /** Whose events are handled here at this moment: a long queue behind one of them need not be looked through. */
    private final Set<String> lanesInHand = ConcurrentHashMap.newKeySet();

    @Inject
    public InboxStore(Jdbi jdbi) {
        this.jdbi = jdbi;
        this.arrivals = new ArrivalStore(jdbi);
    }

    /** What became of an event. */
    sealed interface Handled {
        record Done(Instant at) implements Handled {}

        record Retry(Instant due, String error) implements Handled {}

        record Parked(Instant at, String error) implements Handled {}
    }

    private record Row(long position, String lane, String event, int attempts) {}

    /** Which of the open events. */
    enum Which {
        ALL,
        /** Only what is no command, since a command may read from a slow host. */
        QUICK
    }

    /**
     * Commits all lines or none. For one thread.
     *
     * @see #close
     */
    void insert(List<Line> lines, Instant now) {
        try {
            arrivals.insert(lines, now);
        } catch (SQLException refused) {
            throw new IllegalStateException(refused.getMessage(), refused);
        }
    }

    /** Gives the connection of {@link #insert} back until the next one, since what nobody uses gets lost; for the same thread. */
    void close() {
        arrivals.close();
    }

    /** Makes the first event as fast as the next: a connection, planned statements, classes in place. */
    void warmUp(Instant now) {
        Line.of(new ChatEvent.CommandIssued(
                "", new ChatUser(Platform.CONSOLE, ""), Place.channel(Platform.CONSOLE, ""), ""));
        jdbi.useHandle(h -> arrivals.spread(h, 1, now));
    }

    /**
     * Takes, of all that has arrived, the oldest event that is due and whose person has no older one open, and keeps it locked while it is handled.
     *
     * <p>The lock has a connection of its own: within {@code jdbi.inTransaction} the handler's statements would join this
     * transaction, and fail or commit with it.
     *
     * @param commits of how many commits the events may be looked at that arrived since
     * @param left platforms whose events another replica has to take
     * @return false if there was none
     */
    boolean take(
            Which which,
            int commits,
            Set<Platform> left,
            Instant now,
            BiFunction<ChatEvent, Integer, Handled> handler) {
        try (Handle own = jdbi.open()) {
            arrivals.spread(own, commits, now);
            return own.inTransaction(h -> {
                h.execute(SETTLED);
                Optional<Row> head = head(h, which, left, now);
                head.ifPresent(row -> record(h, row, inHand(row, now, handler)));
                return head.isPresent();
            });
        }
    }

    /**
     * From lane to lane by the index, so that it costs as much as there are people waiting, however much each of them sent.
     */
    private Optional<Row> head(Handle h, Which which, Set<Platform> left, Instant now) {
        return h.createQuery("""
                with recursive head (lane, position) as (
                    (select lane, position from inbox where processed_at is null and parked_at is null
                     order by lane, position limit 1)
                    union all
                    select next.lane, next.position from head cross join lateral
                        (select lane, position from inbox
                         where processed_at is null and parked_at is null and lane > head.lane
                         order by lane, position limit 1) next)
                select i.position, i.lane, i.event, i.attempts
                from (select lane, position from head where lane <> all (:inHand) order by position) oldest
                cross join lateral
                    (select * from inbox i where i.lane = oldest.lane and i.position = oldest.position
                     and i.processed_at is null and i.parked_at is null and i.due <= :now <which>
                     and i.platform <> all (:left) for update skip locked) i
                limit 1
                """)
                .define("which", which == Which.QUICK ? "and i.quick" : "")
                .bind("now", now)
                .bindArray("inHand", String.class, lanesInHand)
                .bindArray(
                        "left", String.class, left.stream().map(Platform::key).toArray())
                .map((rs, ctx) -> new Row(rs.getLong(1), rs.getString(2), rs.getString(3), rs.getInt(4)))
                .findOne();
    }

    private Handled inHand(Row row, Instant now, BiFunction<ChatEvent, Integer, Handled> handler) {
        lanesInHand.add(row.lane());
        try {
            return handle(row, now, handler);
        } finally {
            lanesInHand.remove(row.lane());
        }
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

    private static void record(Handle h, Row row, Handled outcome) {
        switch (outcome) {
            case Handled.Done(Instant at) -> update(h, row, at, null, at, null);
            case Handled.Retry(Instant due, String error) -> update(h, row, null, null, due, error);
            case Handled.Parked(Instant at, String error) -> update(h, row, null, at, at, error);
        }
    }

    private static void update(
            Handle h,
            Row row,
            @Nullable Instant processed,
            @Nullable Instant parked,
            Instant due,
            @Nullable String error) {
        h.createUpdate("""
                update inbox set processed_at = :processed, parked_at = :parked, due = :due,
                    last_error = coalesce(:error, last_error), attempts = attempts + 1
                where lane = :lane and position = :position and processed_at is null and parked_at is null
                """)
                .bind("processed", processed)
                .bind("parked", parked)
                .bind("due", due)
                .bind("error", error == null ? null : storable(error))
                .bind("lane", row.lane())
                .bind("position", row.position())
                .execute();
    }

    /** PostgreSQL keeps no NUL, and an error that cannot be kept would keep its event from ever being done with. */
    static String storable(String error) {
        String text = error.replace("\u0000", "␀");
        return text.length() <= LONGEST_ERROR ? text : text.substring(0, LONGEST_ERROR) + "…";
    }
}
