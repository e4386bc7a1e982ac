package io.twokeys.chat.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.twokeys.chat.ChatUser;
import io.twokeys.chat.Message;
import io.twokeys.chat.MessageRef;
import io.twokeys.chat.Place;
import io.twokeys.chat.Platform;
import io.twokeys.chat.outbox.Outbox.Destination;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/** The tables {@code outbox} and {@code outbox_message}. */
@Singleton
public final class OutboxStore {
    private static final JsonMapper JSON =
            JsonMapper.builder().findAndAddModules().build();

    private final Jdbi jdbi;

    @Inject
    public OutboxStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    enum Kind {
        POST,
        EDIT,
        WHISPER,
        REACT,
        ATTACH
    }

    /** One queued thing and where it goes as far as that is known by now. */
    record Row(
            long id,
            Kind kind,
            @Nullable String key,
            String detail,
            String body,
            int attempts,
            Lane lane,
            Known known) {}

    /** @param lane what is kept in order: the channel or the thread */
    public record Lane(
            String lane,
            Platform platform,
            String channel,
            @Nullable String rootKey,
            @Nullable String thread) {}

    /** @param rootThread the thread below the root, null if the root could never be posted */
    record Known(
            @Nullable String messageId,
            int generation,
            @Nullable String rootThread) {}

    <T> T inTransaction(Function<Handle, T> work) {
        return jdbi.inTransaction(work::apply);
    }

    /** In a transaction that nothing done meanwhile on this thread can join. */
    <T> T apart(Function<Handle, T> work) {
        try (Handle own = jdbi.open()) {
            return own.inTransaction(work::apply);
        }
    }

    boolean post(Handle h, Destination where, String key, Message message, Instant now) {
        Lane lane = lane(h, where);
        int fresh = h.createUpdate("""
                insert into outbox_message (key, platform, channel, lane, root_key, thread, queued_at)
                values (:key, :platform, :channel, :lane, :rootKey, :thread, :now)
                on conflict on constraint outbox_message_pk do nothing
                """)
                .bind("key", key)
                .bindMethods(lane)
                .bind("now", now)
                .execute();
        if (fresh == 0) {
            return false;
        }
        queue(h, lane, Kind.POST, key, "", write(message), now);
        queueExtras(h, lane, key, message, now);
        return true;
    }

    void edit(Handle h, String key, Message message, Instant now) {
        Lane lane = laneOf(h, key);
        int replaced = h.createUpdate("""
                update outbox set body = :body
                where id = (select id from outbox where key = :key and kind = 'EDIT' and sent_at is null and parked_at is null
                            order by id desc limit 1 for update skip locked)
                """)
                .bind("body", write(message))
                .bind("key", key)
                .execute();
        if (replaced == 0) {
            queue(h, lane, Kind.EDIT, key, "", write(message), now);
        }
        queueExtras(h, lane, key, message, now);
    }

    void whisper(Handle h, Destination where, ChatUser to, Message message, Instant now) {
        queue(h, lane(h, where), Kind.WHISPER, null, to.id(), write(message), now);
    }

    private static void queueExtras(Handle h, Lane lane, String key, Message message, Instant now) {
        for (String emoji : message.reactions()) {
            queue(h, lane, Kind.REACT, key, emoji, "", now);
        }
        for (Message.File file : message.files()) {
            queue(h, lane, Kind.ATTACH, key, file.name() + "\n" + file.source(), write(file), now);
        }
    }

    private static void queue(
            Handle h, Lane lane, Kind kind, @Nullable String key, String detail, String body, Instant now) {
        h.createUpdate("""
                insert into outbox (lane, kind, key, platform, channel, root_key, thread, detail, body, queued_at, due)
                values (:lane, :kind, :key, :platform, :channel, :rootKey, :thread, :detail, :body, :now, :now)
                on conflict (key, kind, detail) where kind in ('REACT', 'ATTACH') do nothing
                """)
                .bindMethods(lane)
                .bind("kind", kind)
                .bind("key", key)
                .bind("detail", detail)
                .bind("body", body)
                .bind("now", now)
                .execute();
    }

    private static Lane lane(Handle h, Destination where) {
        return switch (where) {
            case Destination.InChannel(Platform platform, String channel) -> channelLane(platform, channel);
            case Destination.Under(String rootKey) -> laneUnder(rootKey, laneOf(h, rootKey));
            case Destination.InThread(Place place) -> laneIn(h, place);
        };
    }

    private static Lane channelLane(Platform platform, String channel) {
        return new Lane(platform + "/" + channel, platform, channel, null, null);
    }

    /** Threads do not nest: what goes under a reply goes into the reply's thread. */
    private static Lane laneUnder(String rootKey, Lane root) {
        if (root.rootKey() != null || root.thread() != null) {
            return root;
        }
        return new Lane(root.lane() + "/under/" + rootKey, root.platform(), root.channel(), rootKey, null);
    }

    private static Lane laneIn(Handle h, Place place) {
        Lane channel = channelLane(place.platform(), place.channel());
        String thread = place.thread();
        if (thread == null) {
            return channel;
        }
        return rootOf(h, place)
                .map(rootKey -> laneUnder(rootKey, channel))
                .orElseGet(() -> new Lane(
                        channel.lane() + "/thread/" + thread, place.platform(), place.channel(), null, thread));
    }

    private static Lane laneOf(Handle h, String key) {
        return h.createQuery("select lane, platform, channel, root_key, thread from outbox_message where key = :key")
                .bind("key", key)
                .map((rs, ctx) -> lane(rs))
                .findOne()
                .orElseThrow(() -> new IllegalArgumentException("no message was ever posted under the key " + key));
    }

    private static Lane lane(ResultSet rs) throws SQLException {
        return new Lane(
                rs.getString("lane"),
                Platform.valueOf(rs.getString("platform")),
                rs.getString("channel"),
                rs.getString("root_key"),
                rs.getString("thread"));
    }

    Optional<MessageRef> find(Handle h, String key) {
        return h.createQuery("""
                select platform, channel, message_id as id from outbox_message
                where key = :key and message_id is not null
                """)
                .bind("key", key)
                .map(ConstructorMapper.of(MessageRef.class))
                .findOne();
    }

    Optional<String> keyOf(Handle h, MessageRef ref) {
        return h.createQuery("""
                select key from outbox_message where platform = :platform and channel = :channel and message_id = :id
                """).bindMethods(ref).mapTo(String.class).findOne();
    }

    static Optional<String> rootOf(Handle h, Place place) {
        return h.createQuery("""
                select key from outbox_message
                where platform = :platform and channel = :channel and thread_id = :thread
                order by (message_id = thread_id), queued_at limit 1
                """).bindMethods(place).mapTo(String.class).findOne();
    }

    /** The oldest row of any lane that may be sent now, locked; rows whose root is still on its way wait. */
    Optional<Row> head(Handle h, Collection<Platform> platforms, Instant now) {
        return h.createQuery("""
                select o.*, m.message_id, m.generation, r.thread_id as root_thread from outbox o
                left join outbox_message m on m.key = o.key
                left join outbox_message r on r.key = o.root_key
                where o.sent_at is null and o.parked_at is null and o.due <= :now and o.platform = any(:platforms)
                  and (o.root_key is null or r.thread_id is not null or r.unpostable)
                  and not exists (select 1 from outbox older where older.lane = o.lane and older.id < o.id
                                  and older.sent_at is null and older.parked_at is null)
                order by o.id limit 1 for update of o skip locked
                """)
                .bind("now", now)
                .bindArray(
                        "platforms",
                        String.class,
                        platforms.stream().map(Enum::name).toArray())
                .map((rs, ctx) -> new Row(
                        rs.getLong("id"),
                        Kind.valueOf(rs.getString("kind")),
                        rs.getString("key"),
                        rs.getString("detail"),
                        rs.getString("body"),
                        rs.getInt("attempts"),
                        lane(rs),
                        new Known(rs.getString("message_id"), rs.getInt("generation"), rs.getString("root_thread"))))
                .findOne();
    }

    /** A row is done; edits and whispers leave nothing behind. */
    void sent(Handle h, Row row, Instant now) {
        String sql = switch (row.kind()) {
            case EDIT, WHISPER -> "delete from outbox where id = :id";
            case POST, REACT, ATTACH -> "update outbox set sent_at = :now, attempts = attempts + 1 where id = :id";
        };
        h.createUpdate(sql).bind("id", row.id()).bind("now", now).execute();
    }

    /** The message stands at {@code ref} from now on, and its thread below it. */
    void placed(Handle h, Row row, MessageRef ref, int generation) {
        String sql = """
                update outbox_message set message_id = ?, thread_id = ?, generation = ?, unpostable = false where key = ?
                """;
        h.execute(sql, ref.id(), ref.id(), generation, row.key());
    }

    /** The thread of {@code rootKey} goes on below another message. */
    void moveThread(Handle h, String rootKey, MessageRef ref) {
        h.execute("update outbox_message set thread_id = ? where key = ?", ref.id(), rootKey);
    }

    void later(Handle h, Row row, Instant due, String error) {
        failed(h, row, due, null, error);
    }

    void park(Handle h, Row row, Instant now, String error) {
        failed(h, row, now, now, error);
        if (row.kind() == Kind.POST) {
            h.execute("update outbox_message set unpostable = true where key = ?", row.key());
        }
    }

    private static void failed(Handle h, Row row, Instant due, @Nullable Instant parked, String error) {
        String sql = """
                update outbox set due = ?, parked_at = ?, attempts = attempts + 1, last_error = ? where id = ?
                """;
        h.execute(sql, due, parked, error, row.id());
    }

    static <T> T read(String body, Class<T> type) {
        try {
            return JSON.readValue(body, type);
        } catch (JsonProcessingException unreadable) {
            throw new IllegalStateException("not readable by this version: " + unreadable.getOriginalMessage());
        }
    }

    private static String write(Object body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("cannot be written as JSON: " + body, impossible);
        }
    }
}
