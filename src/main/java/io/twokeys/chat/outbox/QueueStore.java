package io.twokeys.chat.outbox;

import io.twokeys.chat.Chat.Act;
import io.twokeys.chat.ChatUser;
import io.twokeys.chat.MessageRef;
import io.twokeys.chat.Platform;
import io.twokeys.chat.outbox.LaneStore.Lane;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The sender's side of the table {@code outbox}: which row is next, and what became of it. */
final class QueueStore {
    /**
     * From strand to strand by the index, so that it costs as much as there are threads and people to speak to, however much
     * each of them waits for.
     */
    private static final String FIRST_OF_EACH_STRAND = """
            with recursive first (strand, id) as (
                (select strand, id from outbox where sent_at is null and parked_at is null order by strand, id limit 1)
                union all
                select next.strand, next.id from first cross join lateral
                    (select strand, id from outbox where sent_at is null and parked_at is null and strand > first.strand
                     order by strand, id limit 1) next),
            head as (select o.* from first cross join lateral
                (select * from outbox where strand = first.strand and id = first.id
                 and sent_at is null and parked_at is null limit 1) o)
            """;

    /**
     * A plan is kept from when the tables were small, so it must look up by their indexes even then; for the same reason what is
     * joined is one row each, by a limit.
     */
    private static final String PLAN = "select set_config('enable_seqscan', 'off', true)";

    private QueueStore() {}

    /** One queued thing and where it goes as far as that is known by now. */
    record Row(
            long id,
            Act act,
            @Nullable String key,
            Content content,
            int attempts,
            int surprises,
            Lane lane,
            Known known,
            Manner manner) {}

    /** @param drawn whether the body is made when it is sent */
    record Content(String detail, String body, boolean drawn) {}

    /**
     * @param patient lets others go first
     * @param otherwise who is told if it can never be posted
     */
    record Manner(
            boolean patient, Instant queuedAt, @Nullable ChatUser otherwise) {}

    /**
     * @param ref null until it was posted
     * @param rootThread the thread below the root, null if the root could never be posted
     */
    record Known(
            @Nullable MessageRef ref,
            int generation,
            @Nullable String rootThread) {}

    /**
     * The row whose turn it is, locked. What people wait for goes before what is patient, but one in four of a bucket's tokens is for the
     * patient; a patient post goes with the urgent one that waits behind it in its thread. Rows whose bucket is empty, whose root is
     * still on its way or whose message is, wait.
     */
    static Optional<Row> head(Handle h, Collection<Platform> platforms, Instant now) {
        h.execute(PLAN);
        return h.createQuery(FIRST_OF_EACH_STRAND + """
                select o.*, c.message_id, c.message_channel, c.generation, c.root_thread from (
                    select o.id, o.strand, m.message_id, m.message_channel, m.generation, r.thread_id as root_thread
                    from head o
                    left join lateral (select * from outbox_message where key = o.key limit 1) m on true
                    left join lateral (select * from outbox_message where key = o.root_key limit 1) r on true
                    left join lateral (select * from outbox_bucket where bucket = o.bucket limit 1) b on true
                    where o.due <= :now and o.platform = any(:platforms) and (b.free_at is null or b.free_at <= :now)
                      and (o.root_key is null or r.thread_id is not null or r.unpostable)
                      and (o.kind not in ('EDIT', 'REACT', 'ATTACH') or m.message_id is not null or m.unpostable)
                    order by (o.patient and (select behind.id from outbox behind where behind.strand = o.strand and not behind.patient
                                and behind.sent_at is null and behind.parked_at is null limit 1) is null)
                             <> coalesce(b.urgent_run >= 3, false),
                             o.id) c
                cross join lateral (select * from outbox o where o.strand = c.strand and o.id = c.id and o.due <= :now
                    and o.sent_at is null and o.parked_at is null for update skip locked) o
                limit 1
                """)
                .bind("now", now)
                .bindArray("platforms", String.class, names(platforms))
                .map((rs, ctx) -> row(rs))
                .findOne();
    }

    /** When the next of the rows that wait for a time or for a token may be sent; empty if none does. */
    static Optional<Instant> nextFree(Handle h, Collection<Platform> platforms, Instant now) {
        h.execute(PLAN);
        return h.createQuery(FIRST_OF_EACH_STRAND + """
                select min(greatest(o.due, b.free_at)) from head o
                left join lateral (select * from outbox_bucket where bucket = o.bucket limit 1) b on true
                where o.platform = any(:platforms) and (o.due > :now or b.free_at > :now)
                """)
                .bind("now", now)
                .bindArray("platforms", String.class, names(platforms))
                .mapTo(Instant.class)
                .findOne();
    }

    private static Object[] names(Collection<Platform> platforms) {
        return platforms.stream().map(Enum::name).toArray();
    }

    private static Row row(ResultSet rs) throws SQLException {
        Lane lane = LaneStore.lane(rs);
        String id = rs.getString("message_id");
        MessageRef ref = id == null ? null : new MessageRef(lane.platform(), rs.getString("message_channel"), id);
        return new Row(
                rs.getLong("id"),
                Act.valueOf(rs.getString("kind")),
                rs.getString("key"),
                new Content(rs.getString("detail"), rs.getString("body"), rs.getBoolean("drawn")),
                rs.getInt("attempts"),
                rs.getInt("surprises"),
                lane,
                new Known(ref, rs.getInt("generation"), rs.getString("root_thread")),
                new Manner(
                        rs.getBoolean("patient"),
                        rs.getTimestamp("queued_at").toInstant(),
                        user(rs.getString("otherwise"))));
    }

    private static @Nullable ChatUser user(@Nullable String otherwise) {
        if (otherwise == null) return null;
        int slash = otherwise.indexOf('/');
        return new ChatUser(Platform.valueOf(otherwise.substring(0, slash)), otherwise.substring(slash + 1));
    }

    /** The row waits for this bucket from now on. */
    static void learn(Handle h, Row row, String bucket) {
        h.execute("update outbox set bucket = ? where id = ?", bucket, row.id());
    }

    /** A row is done; only what must not be queued a second time stays. */
    static void sent(Handle h, Row row, Instant now) {
        String sql = switch (row.act()) {
            case EDIT, WHISPER, TELL, HOME -> "delete from outbox where id = :id";
            case POST, REACT, ATTACH -> "update outbox set sent_at = :now, attempts = attempts + 1 where id = :id";
        };
        h.createUpdate(sql).bind("id", row.id()).bind("now", now).execute();
    }

    /** The message stands at {@code ref} from now on, and its thread below it. */
    static void placed(Handle h, Row row, MessageRef ref, int generation) {
        String sql = """
                update outbox_message
                set message_id = ?, message_channel = ?, thread_id = ?, generation = ?, unpostable = false where key = ?
                """;
        h.execute(sql, ref.id(), ref.channel(), ref.id(), generation, row.key());
    }

    /**
     * The thread of {@code row} goes on below another message, unless it went on elsewhere meanwhile: its root may have been posted
     * anew.
     */
    static void moveThread(Handle h, Row row, MessageRef ref) {
        h.execute(
                "update outbox_message set thread_id = ? where key = ? and thread_id is not distinct from ?",
                ref.id(),
                row.lane().rootKey(),
                row.known().rootThread());
    }

    static void later(Handle h, Row row, Instant due, String error) {
        failed(h, row, due, null, error);
    }

    /** {@link #later} after something that nobody foresaw; that is counted. */
    static void surprised(Handle h, Row row, Instant due, String error) {
        h.execute("update outbox set surprises = surprises + 1 where id = ?", row.id());
        later(h, row, due, error);
    }

    static void park(Handle h, Row row, Instant now, String error) {
        failed(h, row, now, now, error);
        if (row.act() == Act.POST) {
            h.execute("update outbox_message set unpostable = true where key = ?", row.key());
        }
    }

    private static void failed(Handle h, Row row, Instant due, @Nullable Instant parked, String error) {
        String sql = """
                update outbox set due = ?, parked_at = ?, attempts = attempts + 1, last_error = ? where id = ?
                """;
        // PostgreSQL keeps no NUL, which an error may quote.
        h.execute(sql, due, parked, error.replace("\u0000", "␀"), row.id());
    }

    /** Runs {@code work} so that its failure undoes what it wrote and nothing before it. */
    static <T> T apart(Handle h, Supplier<T> work) {
        h.savepoint("drawing");
        try {
            T result = work.get();
            h.release("drawing");
            return result;
        } catch (RuntimeException trouble) {
            h.rollbackToSavepoint("drawing");
            throw trouble;
        }
    }
}
