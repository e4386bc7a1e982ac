package io.twokeys.bot;

import io.twokeys.bot.card.Wording;
import io.twokeys.bot.window.MaintenanceDesk;
import io.twokeys.checkpoint.CheckpointId;
import io.twokeys.command.Command;
import io.twokeys.command.CommandParser;
import io.twokeys.command.Noun;
import io.twokeys.command.Parsed;
import io.twokeys.fleet.Fleet;
import io.twokeys.fleet.Target;
import io.twokeys.people.People;
import io.twokeys.people.Role;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Commands: understood, allowed, then handed to the desk that does them. */
@Singleton
final class CommandDesk {
    private static final Logger LOG = Logger.getLogger(CommandDesk.class);

    private final CommandParser parser;
    private final Fleet fleet;
    private final People people;
    private final PlanDesk plans;
    private final ReadingDesk reading;
    private final OperationDesk operations;
    private final MaintenanceDesk windows;
    private final PlanDesk.Undo undo;
    private final PlanDesk.Trial trial;
    private final WaiverDesk waivers;

    @Inject
    CommandDesk(CommandParser parser, Fleet fleet, People people, Desks desks) {
        this.parser = parser;
        this.fleet = fleet;
        this.people = people;
        this.plans = desks.plans();
        this.reading = desks.reading();
        this.operations = desks.operations();
        this.windows = desks.windows();
        this.undo = desks.undo();
        this.trial = desks.trial();
        this.waivers = desks.waivers();
    }

    /** Who does what is commanded. */
    record Desks(
            PlanDesk plans,
            ReadingDesk reading,
            OperationDesk operations,
            MaintenanceDesk windows,
            PlanDesk.Undo undo,
            PlanDesk.Trial trial,
            WaiverDesk waivers) {}

    void command(Asker asker, String text, Replies replies) {
        switch (parser.parse(text)) {
            case Parsed.Refused(Parsed.Problem problem) -> replies.refuse(asker, problem.sentence());
            case Parsed.Understood(Command command) -> answered(asker, command, replies);
        }
    }

    /** Nobody is left without an answer: what breaks is said to the asker and stands in the log. */
    private void answered(Asker asker, Command command, Replies replies) {
        try {
            run(asker, command, replies);
        } catch (RuntimeException broken) {
            LOG.errorf(
                    broken,
                    "%s of %s broke",
                    command.verb().phrase(),
                    asker.person().id());
            replies.refuse(
                    asker,
                    "`/odoo " + command.verb().phrase() + "` broke in Twokeys itself; its log has the details. "
                            + "`/odoo status` shows how things stand.");
        }
    }

    private void run(Asker asker, Command command, Replies replies) {
        switch (command) {
            case Command.Help help -> reading.help(asker, help);
            case Command.Whoami whoami -> reading.whoami(asker);
            case Command.Audit audit
            when readable(asker).isEmpty() -> replies.refuse(asker, Wording.noRole(asker.person()));
            case Command.Audit audit -> reading.audit(asker, audit);
            case Command.Cancel cancel ->
                operations.cancel(asker, cancel.operation().value());
            case Command.UndoRollback(var operation) -> undo.undo(asker, operation.value());
            case Command.Incident.Resolve resolve ->
                operations.resolve(
                        asker,
                        resolve.incident().map(Noun::value),
                        resolve.because().orElse(""));
            case Command.Maintenance maintenance -> replies.answer(asker, windows.command(asker.ask(), maintenance));
            case Command.History history
            when everywhere(asker, command) -> overall(asker, replies, targets -> reading.history(asker, targets));
            case Command.Status status
            when everywhere(asker, command) -> overall(asker, replies, targets -> reading.status(asker, targets));
            default -> onTarget(asker, command, replies);
        }
    }

    /** Over all targets that the asker may look at. */
    private void overall(Asker asker, Replies replies, Consumer<List<Target>> look) {
        List<Target> targets = readable(asker);
        if (targets.isEmpty()) replies.refuse(asker, Wording.noRole(asker.person()));
        else look.accept(targets);
    }

    private List<Target> readable(Asker asker) {
        return fleet.targets().stream()
                .filter(target -> people.may(asker.person().id(), Role.VIEWER, target.name()))
                .toList();
    }

    /** Whether neither the words nor the place name a target. */
    private boolean everywhere(Asker asker, Command command) {
        return command.target().isEmpty() && here(asker).size() != 1;
    }

    private void onTarget(Asker asker, Command command, Replies replies) {
        Optional<Target> target = target(asker, command);
        if (target.isEmpty()) {
            String asked = command.target().map(Object::toString).orElse("");
            replies.refuse(asker, Wording.noTarget(asked, fleet.targets()));
            return;
        }
        Role role = Wording.role(command.verb().right());
        if (!people.may(asker.person().id(), role, target.get().name())) {
            replies.refuse(asker, Wording.noRight(asker.person(), role, target.get(), people));
            return;
        }
        run(asker, command, target.get(), replies);
    }

    private void run(Asker asker, Command command, Target target, Replies replies) {
        switch (command) {
            case Command.Upgrade(var modules, var on, var at) ->
                plans.upgrade(asker, target, names(modules), at.map(Noun::value));
            case Command.MakePlan(var modules, var on, var at) ->
                plans.show(asker, target, names(modules), at.map(Noun::value));
            case Command.DryRun(var modules, var on, var at) ->
                trial.dryRun(asker, target, names(modules), at.map(Noun::value));
            case Command.Rollback(var to, var on, var because) ->
                plans.rollback(asker, target, to.map(id -> new CheckpointId(id.value())), because.orElse(""));
            case Command.Backup backup -> plans.backup(asker, target);
            case Command.Drill drill -> plans.drill(asker, target);
            case Command.Thaw thaw -> plans.thaw(asker, target);
            case Command.Check check -> reading.check(asker, target, names(check.checks()));
            case Command.Status status -> reading.status(asker, List.of(target));
            case Command.History history -> reading.history(asker, List.of(target));
            case Command.Checkpoints checkpoints -> reading.checkpoints(asker, target);
            case Command.Diagnose diagnose ->
                reading.diagnose(asker, target, diagnose.operation().map(Noun::value));
            case Command.Lock lock -> operations.lock(asker, target, lock.because());
            case Command.Unlock unlock -> operations.unlock(asker, target);
            case Command.Waive waive -> waivers.waive(asker, target, waive);
            default ->
                replies.refuse(
                        asker,
                        "`" + command.verb().phrase()
                                + "` does nothing on a target yet. `/odoo help` lists what does.");
        }
    }

    private Optional<Target> target(Asker asker, Command command) {
        if (command.target().isPresent()) return fleet.find(command.target().get());
        List<Target> here = here(asker);
        return here.size() == 1 ? Optional.of(here.getFirst()) : Optional.empty();
    }

    private List<Target> here(Asker asker) {
        return fleet.byChannel(asker.place().platform().key(), asker.place().channel());
    }

    private static List<String> names(List<? extends Noun> modules) {
        return modules.stream().map(Noun::value).toList();
    }
}
