package io.twokeys.chat.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.twokeys.chat.Chat.Act;
import io.twokeys.chat.ChatUser;
import io.twokeys.chat.Message;
import io.twokeys.chat.outbox.LaneStore.Lane;
import io.twokeys.chat.outbox.Outbox.Destination;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The table {@code outbox}, as it is filled. */
@Singleton
public final class OutboxStore {
    private static final JsonMapper JSON =
            JsonMapper.builder().findAndAddModules().build();

    private final Jdbi jdbi;

    @Inject
    public OutboxStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * What is queued.
     *
     * @param strand what is kept in order
     * @param key of the message that it is about; null if it is for one person
     */
    private record Item(Act kind, String strand, @Nullable String key, String detail, Text text) {}

    /**
     * @param patient lets others go first
     * @param otherwise who is told if it can never be posted
     */
    private record Text(
            String body,
            boolean patient,
            boolean drawn,
            @Nullable ChatUser otherwise) {
        private static final Set<Message.Kind> PATIENT = EnumSet.of(Message.Kind.LOG, Message.Kind.PROGRESS);

        static Text of(Message message, @Nullable ChatUser otherwise) {
            return new Text(write(message), PATIENT.contains(message.kind()), false, otherwise);
        }

        static Text of(Message message) {
            return of(message, null);
        }

        static Text plain(String body) {
            return new Text(body, false, false, null);
        }

        /** Its words come later. */
        static Text late() {
            return new Text("", true, true, null);
        }

        @Nullable
        String otherwiseText() {
            return otherwise == null ? null : otherwise.platform() + "/" + otherwise.id();
        }
    }

    <T> T inTransaction(Function<Handle, T> work) {
        return jdbi.inTransaction(work::apply);
    }

    /** In a transaction that nothing done meanwhile on this thread can join. */
    <T> T apart(Function<Handle, T> work) {
        try (Handle own = jdbi.open()) {
            return own.inTransaction(work::apply);
        }
    }

    boolean post(Handle h, Destination where, String key, Message message, @Nullable ChatUser otherwise, Instant now) {
        Lane lane = LaneStore.lane(h, where);
        if (!LaneStore.open(h, lane, key, now)) {
            return false;
        }
        queue(h, lane, new Item(Act.POST, lane.lane(), key, "", Text.of(message, otherwise)), now);
        queueExtras(h, lane, key, message, now);
        return true;
    }

    /** Posts a message that is drawn when it is sent, or draws it anew; once is enough for whatever is still on its way. */
    void show(Handle h, Destination where, String key, Instant now) {
        Lane lane = LaneStore.lane(h, where);
        if (LaneStore.open(h, lane, key, now)) {
            queue(h, lane, new Item(Act.POST, lane.lane(), key, "", Text.late()), now);
            return;
        }
        if (!pending(h, key)) {
            queue(h, LaneStore.laneOf(h, key), new Item(Act.EDIT, about(key), key, "", Text.late()), now);
        }
    }

    static boolean pending(Handle h, String key) {
        return h.createQuery("""
                select exists (select 1 from outbox
                               where key = :key and kind in ('POST', 'EDIT') and sent_at is null and parked_at is null)
                """).bind("key", key).mapTo(Boolean.class).one();
    }

    void edit(Handle h, String key, Message message, Instant now) {
        Lane lane = LaneStore.laneOf(h, key);
        Text text = Text.of(message);
        int replaced = h.createUpdate("""
                update outbox set body = :body, patient = :patient, drawn = false
                where id = (select id from outbox where key = :key and kind = 'EDIT' and sent_at is null and parked_at is null
                            order by id desc limit 1 for update skip locked)
                """)
                .bind("body", text.body())
                .bind("patient", text.patient())
                .bind("key", key)
                .execute();
        if (replaced == 0) {
            queue(h, lane, new Item(Act.EDIT, about(key), key, "", text), now);
        }
        queueExtras(h, lane, key, message, now);
    }

    private static String about(String key) {
        return "about/" + key;
    }

    void whisper(Handle h, Destination where, ChatUser to, Message message, Instant now) {
        Lane lane = LaneStore.lane(h, where);
        queue(h, lane, new Item(Act.WHISPER, lane.lane() + "/to/" + to.id(), null, to.id(), Text.of(message)), now);
    }

    void tell(Handle h, ChatUser to, Message message, Instant now) {
        Lane lane = LaneStore.personLane(to);
        queue(h, lane, new Item(Act.TELL, lane.lane(), null, to.id(), Text.of(message)), now);
    }

    void home(Handle h, ChatUser of, Message message, Instant now) {
        Lane lane = LaneStore.personLane(of);
        String strand = lane.lane() + "/home";
        int replaced = h.createUpdate("""
                update outbox set body = :body
                where id = (select id from outbox where strand = :strand and sent_at is null and parked_at is null
                            order by id desc limit 1 for update skip locked)
                """)
                .bind("body", write(message))
                .bind("strand", strand)
                .execute();
        if (replaced == 0) {
            queue(h, lane, new Item(Act.HOME, strand, null, of.id(), Text.of(message)), now);
        }
    }

    private static void queueExtras(Handle h, Lane lane, String key, Message message, Instant now) {
        for (String emoji : message.reactions()) {
            queue(h, lane, new Item(Act.REACT, about(key), key, emoji, Text.plain("")), now);
        }
        for (Message.File file : message.files()) {
            String detail = file.name() + "\n" + file.source();
            queue(h, lane, new Item(Act.ATTACH, about(key), key, detail, Text.plain(write(file))), now);
        }
    }

    private static void queue(Handle h, Lane lane, Item item, Instant now) {
        h.createUpdate("""
                insert into outbox (lane, strand, kind, key, platform, channel, root_key, thread, detail, body,
                                    patient, drawn, otherwise, queued_at, due)
                values (:lane, :strand, :kind, :key, :platform, :channel, :rootKey, :thread, :detail, :body,
                        :patient, :drawn, :otherwise, :now, :now)
                on conflict (key, kind, detail) where kind in ('REACT', 'ATTACH') do nothing
                """)
                .bindMethods(lane)
                .bind("strand", item.strand())
                .bind("kind", item.kind())
                .bind("key", item.key())
                .bind("detail", item.detail())
                .bind("body", item.text().body())
                .bind("patient", item.text().patient())
                .bind("drawn", item.text().drawn())
                .bind("otherwise", item.text().otherwiseText())
                .bind("now", now)
                .execute();
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
