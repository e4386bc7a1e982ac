package io.twokeys.bot.report;

import io.twokeys.bot.card.IncidentCard;
import io.twokeys.bot.card.VerdictCard;
import io.twokeys.chat.Message;
import io.twokeys.chat.Message.Kind;
import io.twokeys.chat.Message.Text;
import io.twokeys.chat.Platform;
import io.twokeys.chat.outbox.Outbox;
import io.twokeys.fleet.Fleet;
import io.twokeys.incident.Incident;
import io.twokeys.incident.IncidentId;
import io.twokeys.incident.Incidents;
import io.twokeys.journal.Entry;
import io.twokeys.operation.Operation;
import io.twokeys.operation.OperationId;
import io.twokeys.operation.Operations;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Locale;
import org.jdbi.v3.core.Handle;

/** Tells an incident in a thread of its own, in every channel that is bound to the target. */
@Singleton
public class IncidentStory implements Story {
    /** Operations, the newest first, for the last one that froze or reopened traffic. */
    private static final int LOOKED_AT = 10;

    private static final String DIAGNOSIS = "/diagnosis";

    private final Fleet fleet;
    private final Incidents incidents;
    private final Operations operations;
    private final ConversationStore conversations;
    private final Outbox outbox;

    @Inject
    public IncidentStory(
            Fleet fleet, Incidents incidents, Operations operations, ConversationStore conversations, Outbox outbox) {
        this.fleet = fleet;
        this.incidents = incidents;
        this.operations = operations;
        this.conversations = conversations;
        this.outbox = outbox;
    }

    @Override
    public boolean about(Entry entry) {
        return entry.kind().startsWith("incident.");
    }

    @Override
    public void tell(Handle handle, Entry entry) {
        Incident incident =
                incidents.find(handle, new IncidentId(entry.subject())).orElseThrow();
        if (entry.kind().equals("incident.opened")) open(handle, incident);
        for (Conversation here : conversations.of(handle, incident.id().value())) {
            outbox.edit(handle, here.card(), head(incident));
            outbox.edit(handle, here.key(DIAGNOSIS), diagnosis(incident));
            if (!entry.kind().equals("incident.opened")) {
                outbox.post(handle, here.inside(), here.key("/" + entry.seq()), moved(incident, entry));
            }
        }
    }

    private void open(Handle handle, Incident incident) {
        var target = fleet.find(incident.target()).orElseThrow();
        target.channels().forEach((platform, channel) -> {
            var here = new Conversation(
                    incident.id().value(), Platform.valueOf(platform.toUpperCase(Locale.ROOT)), channel, null, "");
            conversations.open(handle, here);
            outbox.post(handle, here.root(), here.card(), head(incident));
            outbox.post(handle, here.inside(), here.key(DIAGNOSIS), diagnosis(incident));
        });
    }

    private Message head(Incident incident) {
        boolean frozen = operations.history(incident.target(), LOOKED_AT).stream()
                .flatMap(operation -> OperationStory.frozen(operations.steps(operation.id())).stream())
                .findFirst()
                .orElse(false);
        return IncidentCard.of(
                incident,
                frozen,
                VerdictCard.cause(operations.steps(operation(incident).id())));
    }

    private Operation operation(Incident incident) {
        return OperationId.parse(incident.operation()).flatMap(operations::find).orElseThrow();
    }

    private Message diagnosis(Incident incident) {
        Operation operation = operation(incident);
        var runs = operations.steps(operation.id());
        return VerdictCard.diagnosis(operation, runs, incident.status() == Incident.Status.OPEN);
    }

    private static String reviewed(Entry entry) {
        String learnt = entry.data().path("learnt").asText("");
        return "Reviewed by " + entry.actor() + (learnt.isEmpty() ? "." : ": " + learnt);
    }

    private static Message moved(Incident incident, Entry entry) {
        return Message.of(
                Kind.INCIDENT,
                incident.id() + " is " + incident.status().words(),
                Text.of(
                        switch (entry.kind()) {
                            case "incident.recovered" ->
                                "The target works again and traffic is reopened. Somebody should write down what is to be learnt.";
                            case "incident.let-in" -> entry.actor() + " reopened traffic all the same. It stays open.";
                            default -> reviewed(entry);
                        }));
    }
}
