package io.twokeys.bot.window;

import io.twokeys.bot.card.Wording;
import io.twokeys.bot.window.Answer.Refused;
import io.twokeys.bot.window.Answer.Said;
import io.twokeys.bot.window.Answer.Shown;
import io.twokeys.chat.Message;
import io.twokeys.chat.Message.Item;
import io.twokeys.chat.Message.Kind;
import io.twokeys.chat.Message.Text;
import io.twokeys.command.Command.Maintenance;
import io.twokeys.command.Verb;
import io.twokeys.fleet.Target;
import io.twokeys.fleet.TargetName;
import io.twokeys.maintenance.Booking;
import io.twokeys.maintenance.Outcome;
import io.twokeys.maintenance.Window;
import io.twokeys.maintenance.WindowId;
import io.twokeys.maintenance.Windows;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Plans and changes maintenance windows for whoever may operate the target, by command and by the buttons of their card. */
@Singleton
public final class MaintenanceDesk {
    private static final Pattern BUTTON = Pattern.compile("window-(start|extend|end|cancel):(MW-[0-9]{1,9})");

    private final Windows windows;
    private final WhichWindow which;
    private final ZoneId zone;
    private final InstantSource clock;

    @Inject
    MaintenanceDesk(Windows windows, WhichWindow which, WindowSettings settings, InstantSource clock) {
        this.windows = windows;
        this.which = which;
        this.zone = settings.zone();
        this.clock = clock;
    }

    public Answer command(Ask ask, Maintenance command) {
        return switch (command) {
            case Maintenance.Schedule wanted -> which.target(ask, wanted, target -> schedule(ask, wanted, target));
            case Maintenance.Start wanted -> start(ask, wanted);
            case Maintenance.Extend(var id, var by, var on) ->
                which.window(
                        ask, command, id, window -> true, window -> said(windows.extend(ask.wish(), window.id(), by)));
            case Maintenance.End(var id, var on) ->
                which.window(ask, command, id, Window::active, window -> said(windows.end(ask.wish(), window.id())));
            case Maintenance.Cancel(var id, var because) ->
                which.window(
                        ask,
                        command,
                        Optional.of(id),
                        window -> true,
                        window -> said(windows.cancel(ask.wish(), window.id(), because.orElse(""))));
            case Maintenance.Listing listing -> list(ask, listing);
        };
    }

    private Answer schedule(Ask ask, Maintenance.Schedule wanted, Target target) {
        Optional<Instant> start = wanted.start().saidAt(clock.instant(), zone);
        if (start.isEmpty()) {
            return Refused.because("That day the clocks are put forward over "
                    + wanted.start().time() + " in " + wanted.start().zone().orElse(zone) + ". Say another time.");
        }
        String reason = wanted.because().orElse("");
        var booking = new Booking(target.name(), start.get(), wanted.length(), reason);
        return announced(ask, target, windows.schedule(ask.wish(), booking));
    }

    /** A length alone asks for a window that was not planned; without one, or with a name, a planned one begins. */
    private Answer start(Ask ask, Maintenance.Start wanted) {
        if (wanted.window().isEmpty() && wanted.length().isPresent()) {
            String reason = wanted.because().orElse("");
            return which.target(
                    ask,
                    wanted,
                    target -> announced(
                            ask,
                            target,
                            windows.begin(
                                    ask.wish(), target.name(), wanted.length().get(), reason)));
        }
        return which.window(
                ask,
                wanted,
                wanted.window(),
                window -> !window.active(),
                window -> said(windows.start(ask.wish(), window.id(), wanted.length(), wanted.because())));
    }

    private Answer list(Ask ask, Maintenance.Listing listing) {
        List<Target> targets = which.readable(ask, listing);
        if (targets.isEmpty()) return which.target(ask, listing, target -> new Shown());
        return new Said(WindowCard.list(targets.stream()
                .flatMap(target -> windows.ahead(target.name()).stream())
                .toList()));
    }

    /**
     * A button of the announcement was pressed.
     *
     * @param button as {@link WindowCard} draws it; whether it was on the card of its window is for the caller to know
     */
    public Answer pressed(Ask ask, String button) {
        Matcher match = BUTTON.matcher(button);
        if (!match.matches()) return Refused.because(Wording.NOT_ITS_CARD);
        return switch (match.group(1)) {
            case "start" -> pressed(ask, Verb.MAINTENANCE_START, match.group(2));
            case "extend" -> pressed(ask, Verb.MAINTENANCE_EXTEND, match.group(2));
            case "end" -> pressed(ask, Verb.MAINTENANCE_END, match.group(2));
            default -> pressed(ask, Verb.MAINTENANCE_CANCEL, match.group(2));
        };
    }

    private Answer pressed(Ask ask, Verb verb, String id) {
        return which.named(
                ask,
                verb,
                new WindowId(id),
                window -> shown(
                        switch (verb) {
                            case MAINTENANCE_START ->
                                windows.start(ask.wish(), window.id(), Optional.empty(), Optional.empty());
                            case MAINTENANCE_EXTEND -> windows.extend(ask.wish(), window.id(), WindowCard.EXTENSION);
                            case MAINTENANCE_END -> windows.end(ask.wish(), window.id());
                            default -> windows.cancel(ask.wish(), window.id(), "");
                        }));
    }

    /** A line of the target's status: the window that runs or comes next. */
    public Optional<Item> status(TargetName target) {
        return windows.ahead(target).stream().findFirst().map(window -> WindowCard.item(window, clock.instant()));
    }

    /** The announcement is the answer where it can be seen. */
    private Answer announced(Ask ask, Target target, Outcome outcome) {
        boolean seen = ask.place()
                        .channel()
                        .equals(target.channels().get(ask.place().platform().key()))
                && ask.place().thread() == null;
        return seen ? shown(outcome) : said(outcome);
    }

    private Answer shown(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done done -> new Shown();
            case Outcome.Refused(var why) -> new Refused(WindowWords.refusal(why, zone));
        };
    }

    private Answer said(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done(Window window) ->
                new Said(Message.of(
                        Kind.NOTICE,
                        WindowCard.title(window),
                        Text.of(WindowCard.state(window) + " ", window.start(), " to ", window.end(), ".")));
            case Outcome.Refused(var why) -> new Refused(WindowWords.refusal(why, zone));
        };
    }
}
