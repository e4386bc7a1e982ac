package io.twokeys.bot.report;

import io.twokeys.chat.Place;
import io.twokeys.chat.Platform;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table {@code conversation}: written once per subject and platform. */
@Singleton
public class ConversationStore {
    /** Nothing changes if the subject has a conversation on that platform already. */
    public void open(Handle handle, Conversation conversation) {
        handle.createUpdate("""
                        insert into conversation (subject, platform, channel, thread, card)
                        values (:subject, :platform, :channel, :thread, :card)
                        on conflict do nothing""")
                .bind("subject", conversation.subject())
                .bind("platform", conversation.platform().name())
                .bind("channel", conversation.channel())
                .bind("thread", conversation.thread())
                .bind("card", conversation.proposal())
                .execute();
    }

    /** What is talked about in a thread that people opened; the newest, if it is more than one thing. */
    public Optional<String> in(Handle handle, Place place) {
        return handle.createQuery("""
                        select subject from conversation
                        where platform = :platform and channel = :channel and thread = :thread
                        order by length(subject) desc, subject desc limit 1""")
                .bind("platform", place.platform().name())
                .bind("channel", place.channel())
                .bind("thread", place.thread())
                .mapTo(String.class)
                .findOne();
    }

    public List<Conversation> of(Handle handle, String subject) {
        return handle.createQuery("select * from conversation where subject = :subject order by platform")
                .bind("subject", subject)
                .map((row, context) -> new Conversation(
                        row.getString("subject"),
                        Platform.valueOf(row.getString("platform")),
                        row.getString("channel"),
                        row.getString("thread"),
                        row.getString("card")))
                .list();
    }
}
