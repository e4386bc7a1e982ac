package io.twokeys.chat.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.twokeys.chat.Message;
import io.twokeys.chat.console.ConsoleMessage.Reaction;
import io.twokeys.chat.console.ConsoleMessage.Stand;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The tables {@code console_*}. Writers take turns, so that changes become visible in the order of their numbers and a
 * reader that remembers the last number misses nothing.
 */
@Singleton
public final class ConsoleStore {
    private static final JsonMapper JSON =
            JsonMapper.builder().findAndAddModules().build();
    private static final long TURNS = 0x7477_6f6b_6579_7343L;
    private static final String SELECT = """
            select m.*,
                (select coalesce(json_agg(r order by r.first), '[]')::text from (
                    select emoji, min(position) as first,
                        coalesce(json_agg(person order by position) filter (where not bot), '[]') as by
                    from console_reaction where message = m.id group by emoji) r) as reactions,
                (select coalesce(json_agg(json_build_object('name', f.name, 'source', f.source) order by f.position), '[]')::text
                    from console_file f where f.message = m.id) as files
            from console_message m
            """;

    private final Jdbi jdbi;

    @Inject
    public ConsoleStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    private record EmojiRow(String emoji, long first, List<String> by) {}

    /** What is about to be written; {@code body} null if a person says it. */
    record Draft(
            String channel,
            @Nullable Long thread,
            String author,
            @Nullable String whisperTo,
            @Nullable String postKey,
            String text,
            @Nullable Message body) {}

    /** Stores it, or finds what the same post key stored before. */
    long insert(Draft draft, Instant now) {
        return inTurn(h -> h.createQuery("""
                with next as (select nextval('console_change') as id),
                fresh as (
                    insert into console_message
                        (id, change, channel, thread, author, whisper_to, post_key, kind, text, body, at)
                    select id, id, :channel, :thread, :author, :whisperTo, :postKey, :kind, :text, :body, :now from next
                    on conflict on constraint console_message_post_key_unique do nothing
                    returning id)
                select id from fresh union all select id from console_message where post_key = :postKey limit 1
                """)
                .bind("channel", draft.channel())
                .bind("thread", draft.thread())
                .bind("author", draft.author())
                .bind("whisperTo", draft.whisperTo())
                .bind("postKey", draft.postKey())
                .bind(
                        "kind",
                        draft.body() == null ? "SAID" : draft.body().kind().name())
                .bind("text", draft.text())
                .bind("body", draft.body() == null ? null : write(draft.body()))
                .bind("now", now)
                .mapTo(Long.class)
                .one());
    }

    /** Returns false if there is no such message of the bot's. */
    boolean edit(long id, Message message, String text) {
        return inTurn(h -> h.createUpdate("""
                update console_message set body = :body, text = :text, kind = :kind, edited = true,
                    change = nextval('console_change')
                where id = :id and body is not null
                """)
                        .bind("body", write(message))
                        .bind("text", text)
                        .bind("kind", message.kind().name())
                        .bind("id", id)
                        .execute()
                == 1);
    }

    /** Returns the number of the change, or empty if there was nothing to change. */
    Optional<Long> react(long id, String emoji, String person, boolean bot) {
        return inTurn(h -> touchIf(
                h,
                id,
                h.createUpdate("""
                insert into console_reaction (message, emoji, person, bot, position)
                values (:id, :emoji, :person, :bot, nextval('console_change')) on conflict do nothing
                """)
                        .bind("id", id)
                        .bind("emoji", emoji)
                        .bind("person", person)
                        .bind("bot", bot)
                        .execute()));
    }

    Optional<Long> unreact(long id, String emoji, String person) {
        return inTurn(h -> touchIf(
                h,
                id,
                h.execute(
                        "delete from console_reaction where message = ? and emoji = ? and person = ? and not bot",
                        id,
                        emoji,
                        person)));
    }

    void attach(long id, Message.File file) {
        inTurn(h -> touchIf(
                h,
                id,
                h.createUpdate("""
                insert into console_file (message, name, source, position)
                values (:id, :name, :source, nextval('console_change')) on conflict do nothing
                """)
                        .bind("id", id)
                        .bind("name", file.name())
                        .bind("source", file.source())
                        .execute()));
    }

    private static Optional<Long> touchIf(Handle h, long id, int changed) {
        if (changed == 0) {
            return Optional.empty();
        }
        return h.createQuery(
                        "update console_message set change = nextval('console_change') where id = :id returning change")
                .bind("id", id)
                .mapTo(Long.class)
                .findOne();
    }

    /** A number nothing else on the console has, for an event that leaves no mark on a message. */
    long nextNumber() {
        return jdbi.withHandle(h -> h.createQuery("select nextval('console_change')")
                .mapTo(Long.class)
                .one());
    }

    /** The number of the last change of all. */
    long lastChange() {
        return jdbi.withHandle(h -> h.createQuery("select coalesce(max(change), 0) from console_message")
                .mapTo(Long.class)
                .one());
    }

    Optional<ConsoleMessage> find(long id) {
        return jdbi.withHandle(h -> h.createQuery(SELECT + "where m.id = :id")
                .bind("id", id)
                .map((rs, ctx) -> message(rs))
                .findOne());
    }

    /** What was said or changed after {@code change}, in the order of the last change; at most {@code limit}. */
    List<ConsoleMessage> changedSince(long change, int limit) {
        return jdbi.withHandle(h -> h.createQuery(SELECT + "where m.change > :change order by m.change limit :limit")
                .bind("change", change)
                .bind("limit", limit)
                .map((rs, ctx) -> message(rs))
                .list());
    }

    /** The same in one channel, in the order in which it was said. */
    List<ConsoleMessage> inChannel(String channel, long change) {
        return jdbi.withHandle(
                h -> h.createQuery(SELECT + "where m.channel = :channel and m.change > :change order by m.id")
                        .bind("channel", channel)
                        .bind("change", change)
                        .map((rs, ctx) -> message(rs))
                        .list());
    }

    private <T> T inTurn(HandleCallback<T, RuntimeException> work) {
        return jdbi.inTransaction(h -> {
            h.execute("select pg_advisory_xact_lock(?)", TURNS);
            return work.withHandle(h);
        });
    }

    private static ConsoleMessage message(ResultSet rs) throws SQLException {
        String body = rs.getString("body");
        List<EmojiRow> reactions = read(rs.getString("reactions"), new TypeReference<>() {});
        return new ConsoleMessage(
                new Stand(
                        rs.getLong("id"),
                        rs.getLong("change"),
                        rs.getString("channel"),
                        rs.getObject("thread", Long.class),
                        rs.getBoolean("edited"),
                        rs.getTimestamp("at").toInstant()),
                rs.getString("author"),
                rs.getString("whisper_to"),
                rs.getString("text"),
                body == null ? null : read(body, new TypeReference<Message>() {}),
                reactions.stream()
                        .map(row -> new Reaction(row.emoji(), row.by()))
                        .toList(),
                read(rs.getString("files"), new TypeReference<>() {}));
    }

    private static <T> T read(String json, TypeReference<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException unreadable) {
            throw new IllegalStateException("not readable by this version: " + unreadable.getOriginalMessage());
        }
    }

    private static String write(Message message) {
        try {
            return JSON.writeValueAsString(message);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("cannot be written as JSON: " + message.title(), impossible);
        }
    }
}
