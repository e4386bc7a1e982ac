package io.twokeys.bot.card;

import io.twokeys.chat.Message;
import io.twokeys.chat.Message.Button;
import io.twokeys.chat.Message.Context;
import io.twokeys.chat.Message.Field;
import io.twokeys.chat.Message.Fields;
import io.twokeys.chat.Message.Kind;
import io.twokeys.chat.Message.Style;
import io.twokeys.incident.Incident;
import java.util.ArrayList;
import java.util.List;

/** The head of an incident thread: where it stands and what can be done. */
public final class IncidentCard {
    private IncidentCard() {}

    /**
     * @param frozen whether the maintenance page is shown while it is open
     * @param cause what broke, in one line; empty if that is not known
     */
    public static Message of(Incident incident, boolean frozen, String cause) {
        List<Field> fields = new ArrayList<>(List.of(
                new Field("Status", incident.status().words()),
                new Field("Target", incident.target().value()),
                new Field("Operation", incident.operation()),
                new Field("Traffic", traffic(incident, frozen))));
        if (!cause.isEmpty()) fields.add(new Field("Cause", cause));
        var card = Message.of(
                Kind.INCIDENT,
                incident.id() + ": " + incident.title(),
                new Fields(fields),
                Context.of("Opened ", incident.openedAt(), ". Follow the thread."));
        return switch (incident.status()) {
            case OPEN ->
                card.withButtons(
                        Button.of("rollback:" + incident.target(), "Ask for a rollback", Style.DANGER),
                        Button.of("diagnose:" + incident.operation(), "Diagnose again", Style.PLAIN));
            case RESOLVED_PENDING_REVIEW ->
                card.withButtons(Button.of("resolve:" + incident.id(), "Review done", Style.PRIMARY));
            case RESOLVED -> card;
        };
    }

    private static String traffic(Incident incident, boolean frozen) {
        return frozen && incident.status() == Incident.Status.OPEN ? "frozen, the maintenance page is shown" : "open";
    }
}
