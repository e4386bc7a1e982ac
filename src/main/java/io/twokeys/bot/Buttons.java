package io.twokeys.bot;

import io.twokeys.chat.ChatEvent.ButtonPressed;
import io.twokeys.chat.outbox.Outbox;
import io.twokeys.fleet.TargetName;
import io.twokeys.incident.Incident;
import io.twokeys.incident.IncidentId;
import io.twokeys.incident.Incidents;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which messages of the bot's carry which buttons. A button that comes from anywhere else was made up. */
@Singleton
final class Buttons {
    private static final Pattern STEPS = Pattern.compile("AR-[0-9]+/([A-Z]{2}-[0-9]+)/steps@[a-z]+");
    private static final Pattern INCIDENT = Pattern.compile("(IN-[0-9]{1,9})(/diagnosis)?@[a-z]+");

    private static final Pattern WINDOW = Pattern.compile("(MW-[0-9]{1,9})@[a-z]+");

    private final Outbox outbox;
    private final Incidents incidents;

    @Inject
    Buttons(Outbox outbox, Incidents incidents) {
        this.outbox = outbox;
        this.incidents = incidents;
    }

    /** Whether the message that was pressed is one that carries this button for this argument. */
    boolean areOn(ButtonPressed press, String verb, String argument) {
        String key = outbox.keyOf(press.message()).orElse("");
        return switch (verb) {
            case "cancel-operation" -> names(STEPS.matcher(key), argument);
            case "window-start", "window-extend", "window-end", "window-cancel" -> names(WINDOW.matcher(key), argument);
            case "resolve" -> names(INCIDENT.matcher(key), argument);
            case "diagnose" -> incident(key, it -> it.operation().equals(argument));
            case "rollback" -> key.startsWith("reply/") || incident(key, it -> isOn(it.target(), argument));
            default -> false;
        };
    }

    private static boolean isOn(TargetName target, String argument) {
        return target.value().equals(argument);
    }

    private static boolean names(Matcher key, String argument) {
        return key.matches() && key.group(1).equals(argument);
    }

    private boolean incident(String key, Predicate<Incident> isMeant) {
        Matcher match = INCIDENT.matcher(key);
        Optional<Incident> incident =
                match.matches() ? incidents.find(new IncidentId(match.group(1))) : Optional.empty();
        return incident.filter(isMeant).isPresent();
    }
}
