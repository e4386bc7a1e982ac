package io.twokeys.chat.outbox;

import io.twokeys.chat.ChatUser;
import io.twokeys.chat.MessageRef;
import io.twokeys.chat.Place;
import io.twokeys.chat.Platform;
import io.twokeys.chat.outbox.Outbox.Destination;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/** The table {@code outbox_message}: the bot's own names for its messages, the lane of each, and where it stands. */
final class LaneStore {
    private LaneStore() {}

    /** @param lane the channel or the thread, where posts keep their order */
    public record Lane(
            String lane,
            Platform platform,
            String channel,
            @Nullable String rootKey,
            @Nullable String thread) {}

    /** Takes the key for a message in {@code lane}; false if it is taken. */
    static boolean open(Handle h, Lane lane, String key, Instant now) {
        return h.createUpdate("""
                insert into outbox_message (key, platform, channel, lane, root_key, thread, queued_at)
                values (:key, :platform, :channel, :lane, :rootKey, :thread, :now)
                on conflict on constraint outbox_message_pk do nothing
                """)
                        .bind("key", key)
                        .bindMethods(lane)
                        .bind("now", now)
                        .execute()
                == 1;
    }

    static Lane lane(Handle h, Destination where) {
        return switch (where) {
            case Destination.InChannel(Platform platform, String channel) -> channelLane(platform, channel);
            case Destination.Under(String rootKey) -> laneUnder(rootKey, laneOf(h, rootKey));
            case Destination.InThread(Place place) -> laneIn(h, place);
        };
    }

    private static Lane channelLane(Platform platform, String channel) {
        return new Lane(platform + "/" + channel, platform, channel, null, null);
    }

    static Lane personLane(ChatUser person) {
        return new Lane(person.platform() + "/@" + person.id(), person.platform(), person.id(), null, null);
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

    static Lane laneOf(Handle h, String key) {
        return h.createQuery("select lane, platform, channel, root_key, thread from outbox_message where key = :key")
                .bind("key", key)
                .map((rs, ctx) -> lane(rs))
                .findOne()
                .orElseThrow(() -> new IllegalArgumentException("no message was ever posted under the key " + key));
    }

    static Lane lane(ResultSet rs) throws SQLException {
        return new Lane(
                rs.getString("lane"),
                Platform.valueOf(rs.getString("platform")),
                rs.getString("channel"),
                rs.getString("root_key"),
                rs.getString("thread"));
    }

    static Optional<MessageRef> find(Handle h, String key) {
        return h.createQuery("""
                select platform, message_channel as channel, message_id as id from outbox_message
                where key = :key and message_id is not null
                """)
                .bind("key", key)
                .map(ConstructorMapper.of(MessageRef.class))
                .findOne();
    }

    static Optional<String> keyOf(Handle h, MessageRef ref) {
        return h.createQuery("""
                select key from outbox_message
                where platform = :platform and message_channel = :channel and message_id = :id
                """).bindMethods(ref).mapTo(String.class).findOne();
    }

    static Optional<String> rootOf(Handle h, Place place) {
        return h.createQuery("""
                select key from outbox_message
                where platform = :platform and channel = :channel and thread_id = :thread
                order by (message_id = thread_id), queued_at limit 1
                """).bindMethods(place).mapTo(String.class).findOne();
    }
}
