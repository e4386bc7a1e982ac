package io.twokeys.bot.window;

import io.twokeys.bot.card.Wording;
import io.twokeys.bot.window.Answer.Refused;
import io.twokeys.chat.Message.Text;
import io.twokeys.command.Command.Maintenance;
import io.twokeys.command.Noun;
import io.twokeys.command.Verb;
import io.twokeys.fleet.Fleet;
import io.twokeys.fleet.Target;
import io.twokeys.fleet.TargetName;
import io.twokeys.maintenance.Window;
import io.twokeys.maintenance.WindowId;
import io.twokeys.maintenance.Windows;
import io.twokeys.people.People;
import io.twokeys.people.Role;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Which target or window is meant, and whether the asker may do there what they ask for. */
@Singleton
final class WhichWindow {
    private final Windows windows;
    private final Fleet fleet;
    private final People people;

    @Inject
    WhichWindow(Windows windows, Fleet fleet, People people) {
        this.windows = windows;
        this.fleet = fleet;
        this.people = people;
    }

    /** The target that was named, or the one of the channel. */
    Answer target(Ask ask, Maintenance command, Function<Target, Answer> then) {
        Optional<Target> target =
                command.target().isPresent() ? fleet.find(command.target().get()) : here(ask);
        return target.map(it -> allowed(ask, command.verb(), it, () -> then.apply(it)))
                .orElseGet(
                        () -> noTarget(command.target().map(TargetName::value).orElse("")));
    }

    /**
     * The window that was named, or of those of the target that run or are to come the first one that is {@code fit}, or at
     * least the first.
     */
    Answer window(
            Ask ask,
            Maintenance command,
            Optional<Noun.WindowId> named,
            Predicate<Window> fit,
            Function<Window, Answer> then) {
        if (named.isPresent())
            return named(ask, command, new WindowId(named.get().value()), then);
        return target(ask, command, target -> {
            List<Window> ahead = windows.ahead(target.name());
            Optional<Window> meant = ahead.stream()
                    .filter(fit)
                    .findFirst()
                    .or(() -> ahead.stream().findFirst());
            return meant.map(then)
                    .orElseGet(() -> Refused.because("No window of " + target.name()
                            + " runs and none is planned. `/odoo maintenance schedule tomorrow 22:00 for 1h` plans one,"
                            + " `/odoo maintenance start for 1h` begins one now."));
        });
    }

    private Answer named(Ask ask, Maintenance command, WindowId id, Function<Window, Answer> then) {
        return named(ask, command.verb(), id, window -> {
            Optional<TargetName> said = command.target().filter(target -> !target.equals(window.target()));
            return said.<Answer>map(target -> Refused.because(id + " is a window of " + window.target() + ", not of "
                            + target + ". Leave the target out, or name another window."))
                    .orElseGet(() -> then.apply(window));
        });
    }

    /** The window of this name, wherever it is asked for. */
    Answer named(Ask ask, Verb verb, WindowId id, Function<Window, Answer> then) {
        Optional<Window> window = windows.find(id);
        if (window.isEmpty()) {
            return Refused.because(WindowWords.unheard(id));
        }
        TargetName name = window.get().target();
        return fleet.find(name)
                .map(target -> allowed(ask, verb, target, () -> then.apply(window.get())))
                .orElseGet(() -> noTarget(name.value()));
    }

    /** The target that was named or is the channel's; otherwise all that the asker may look at. */
    List<Target> readable(Ask ask, Maintenance.Listing listing) {
        List<Target> meant = listing.target()
                .map(name -> fleet.find(name).stream().toList())
                .orElseGet(() -> here(ask).map(List::of).orElseGet(fleet::targets));
        return meant.stream()
                .filter(target -> people.may(ask.person().id(), Role.VIEWER, target.name()))
                .toList();
    }

    private Answer allowed(Ask ask, Verb verb, Target target, Supplier<Answer> then) {
        Role role = Wording.role(verb.right());
        if (people.may(ask.person().id(), role, target.name())) return then.get();
        return new Refused(Text.of(Wording.noRight(ask.person(), role, target, people)));
    }

    private Answer noTarget(String asked) {
        return Refused.because(Wording.noTarget(asked, fleet.targets()));
    }

    private Optional<Target> here(Ask ask) {
        List<Target> bound =
                fleet.byChannel(ask.place().platform().key(), ask.place().channel());
        return bound.size() == 1 ? Optional.of(bound.getFirst()) : Optional.empty();
    }
}
