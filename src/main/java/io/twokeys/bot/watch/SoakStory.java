package io.twokeys.bot.watch;

import com.fasterxml.jackson.databind.JsonNode;
import io.twokeys.bot.report.Conversation;
import io.twokeys.bot.report.ConversationStore;
import io.twokeys.bot.report.Story;
import io.twokeys.chat.Message;
import io.twokeys.chat.Message.Checklist;
import io.twokeys.chat.Message.Item;
import io.twokeys.chat.Message.Kind;
import io.twokeys.chat.Message.Mark;
import io.twokeys.chat.Message.Text;
import io.twokeys.chat.outbox.Outbox;
import io.twokeys.journal.Entry;
import io.twokeys.operation.OperationId;
import io.twokeys.operation.Operations;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jdbi.v3.core.Handle;

/** Tells the watch after an upgrade in the upgrade's thread, and a breach in its incident's thread as well. */
@Singleton
public class SoakStory implements Story {
    private final Operations operations;
    private final ConversationStore conversations;
    private final Outbox outbox;

    @Inject
    public SoakStory(Operations operations, ConversationStore conversations, Outbox outbox) {
        this.operations = operations;
        this.conversations = conversations;
        this.outbox = outbox;
    }

    @Override
    public boolean about(Entry entry) {
        return entry.kind().startsWith("soak.");
    }

    @Override
    public void tell(Handle handle, Entry entry) {
        var operation =
                OperationId.parse(entry.subject()).flatMap(operations::find).orElseThrow();
        var message = message(entry);
        Stream.of(
                        operation.order().request().value(),
                        entry.data().path("incident").asText())
                .filter(subject -> !subject.isEmpty())
                .flatMap(subject -> conversations.of(handle, subject).stream())
                .forEach(here -> post(handle, here, entry, message));
    }

    private void post(Handle handle, Conversation here, Entry entry, Message message) {
        outbox.post(handle, here.inside(), here.key("/soak/" + entry.seq()), message);
    }

    static Message message(Entry entry) {
        return switch (entry.kind()) {
            case "soak.began" -> began(entry);
            case "soak.breached" -> breached(entry);
            default -> ended(entry);
        };
    }

    private static Message began(Entry entry) {
        Instant until = Instant.parse(entry.data().path("until").asText());
        String log = entry.data().path("log").asBoolean()
                ? "errors and answers 5xx in Odoo's log, the login page, sessions that wait for locks"
                : "the login page and sessions that wait for locks; Odoo's log cannot be read there";
        return Message.of(
                Kind.NOTICE,
                entry.subject() + " is being watched",
                Text.of("Until ", until, ", every half a minute: " + log + "."));
    }

    private static Message ended(Entry entry) {
        JsonNode data = entry.data();
        String looks =
                data.path("looks").asInt() + " looks, " + data.path("errors").asInt() + " errors in Odoo's log";
        String why = data.path("why").asText("");
        return why.isEmpty()
                ? Message.of(
                        Kind.NOTICE,
                        "The watch over " + entry.subject() + " is over",
                        Text.of("Nothing out of the ordinary: " + looks + "."))
                : Message.of(
                        Kind.NOTICE,
                        "The watch over " + entry.subject() + " ended early",
                        Text.of(why + ". Until then: " + looks + "."));
    }

    private static Message breached(Entry entry) {
        List<Item> items = StreamSupport.stream(entry.data().path("breaches").spliterator(), false)
                .map(line -> new Item(Mark.FAILED, line.asText(), ""))
                .toList();
        return Message.of(
                Kind.WARNING,
                entry.subject() + " is not well since traffic was reopened",
                new Checklist("", items),
                Text.of(entry.data().path("incident").asText() + " was opened. Visitors are still let in."));
    }
}
