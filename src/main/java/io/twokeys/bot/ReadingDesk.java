package io.twokeys.bot;

import io.twokeys.approval.Approvals;
import io.twokeys.bot.card.Answers;
import io.twokeys.bot.card.Answers.Condition;
import io.twokeys.bot.card.VerdictCard;
import io.twokeys.bot.card.Wording;
import io.twokeys.bot.window.MaintenanceDesk;
import io.twokeys.chat.Message.Text;
import io.twokeys.checkpoint.Checkpoints;
import io.twokeys.command.Command;
import io.twokeys.command.Usage;
import io.twokeys.command.Verb;
import io.twokeys.fleet.Fleet;
import io.twokeys.fleet.Nearest;
import io.twokeys.fleet.Target;
import io.twokeys.incident.Incidents;
import io.twokeys.journal.Journal;
import io.twokeys.odoo.host.OdooHost;
import io.twokeys.odoo.host.Reach;
import io.twokeys.operation.Operation;
import io.twokeys.operation.OperationKind;
import io.twokeys.operation.Operations;
import io.twokeys.people.Person;
import io.twokeys.plan.Planner;
import io.twokeys.plan.gate.Gate;
import io.twokeys.ssh.HostTrouble;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Everything that only looks. */
@Singleton
final class ReadingDesk {
    private static final int SHOWN = 15;

    private final Sources sources;
    private final Planner planner;
    private final Reach reach;
    private final Usage usage;
    private final MaintenanceDesk windows;
    private final Replies replies;

    @Inject
    ReadingDesk(Sources sources, Planner planner, Reach reach, Usage usage, MaintenanceDesk windows, Replies replies) {
        this.sources = sources;
        this.planner = planner;
        this.reach = reach;
        this.usage = usage;
        this.windows = windows;
        this.replies = replies;
    }

    /** What can be read. */
    record Sources(
            Fleet fleet,
            Operations operations,
            Approvals approvals,
            Checkpoints checkpoints,
            Incidents incidents,
            Journal journal,
            PastOperations past) {}

    void help(Asker asker, Command.Help help) {
        String text = help.topic()
                .map(topic -> usage.about(topic, right -> anywhere(asker.person(), right)))
                .orElseGet(() -> usage.all(right -> anywhere(asker.person(), right)));
        replies.say(asker, Answers.help(asker.person(), text));
    }

    private boolean anywhere(Person person, Verb.Right right) {
        return sources.fleet.targets().stream().anyMatch(target -> person.may(Wording.role(right), target.name()));
    }

    void whoami(Asker asker) {
        replies.say(asker, Answers.whoami(asker.person(), sources.fleet.targets()));
    }

    void audit(Asker asker, Command.Audit audit) {
        switch (audit) {
            case Command.Audit.Verify verify -> replies.say(asker, Answers.audit(sources.journal.verify()));
            case Command.Audit.Export export ->
                replies.refuse(asker, "Exports do not exist yet. `/odoo audit verify` proves the journal.");
        }
    }

    void status(Asker asker, List<Target> targets) {
        var lines = targets.stream().map(this::state).toList();
        replies.say(asker, Answers.status(lines));
    }

    private Answers.TargetState state(Target target) {
        return new Answers.TargetState(
                target,
                sources.operations.running(target.name()),
                sources.past.holder(target.name()),
                sources.past.halfUpgradedBy(target.name()),
                sources.approvals.open(target.name()),
                sources.incidents.unresolved(target.name()),
                windows.status(target.name()),
                condition(target));
    }

    private Condition condition(Target target) {
        try {
            OdooHost host = reach.host(target.name());
            boolean frozen = host.traffic().frozen();
            boolean active = host.service().active();
            var login = host.pages().login();
            String words = (active ? "Odoo runs" : "Odoo is stopped") + ", " + login + ", traffic "
                    + (frozen ? "frozen" : "open");
            return new Condition(active && login.ok() && !frozen, words);
        } catch (HostTrouble trouble) {
            return new Condition(false, trouble.getMessage());
        }
    }

    void history(Asker asker, List<Target> targets) {
        var all = targets.stream()
                .flatMap(target -> sources.operations.history(target.name(), SHOWN).stream())
                .sorted(Comparator.comparing(
                                (Operation operation) -> operation.times().created())
                        .reversed())
                .limit(SHOWN)
                .toList();
        replies.say(asker, Answers.history(all));
    }

    void checkpoints(Asker asker, Target target) {
        replies.say(asker, Answers.checkpoints(target, sources.checkpoints.of(target.name())));
    }

    /** @param names the checks wanted, by their ids or how these begin; all if there are none */
    void check(Asker asker, Target target, List<String> names) {
        try {
            List<Gate> all = planner.check(reach.host(target.name()));
            Optional<String> unknown = names.stream()
                    .filter(name -> all.stream().noneMatch(gate -> goesBy(gate, name)))
                    .findFirst();
            if (unknown.isPresent()) {
                replies.refuse(
                        asker, noCheck(unknown.get(), all.stream().map(Gate::id).toList()));
                return;
            }
            List<Gate> wanted = all.stream()
                    .filter(gate -> names.isEmpty() || names.stream().anyMatch(name -> goesBy(gate, name)))
                    .toList();
            replies.say(asker, Answers.gates(target, wanted));
        } catch (HostTrouble trouble) {
            replies.refuse(asker, trouble.getMessage());
        }
    }

    private static String noCheck(String name, List<String> ids) {
        String meant =
                Nearest.to(name, ids).map(id -> "; did you mean " + id + "?").orElse(".");
        return "There is no check " + name + meant + " There are " + String.join(", ", ids) + ".";
    }

    private static boolean goesBy(Gate gate, String name) {
        return gate.id().equals(name) || gate.id().startsWith(name + "-");
    }

    /** The diagnosis of an operation, or of the target's last upgrade. */
    void diagnose(Asker asker, Target target, Optional<String> id) {
        Optional<Operation> operation = sources.operations.history(target.name(), 50).stream()
                .filter(one ->
                        id.isPresent() ? one.id().toString().equals(id.get()) : one.kind() == OperationKind.UPGRADE)
                .findFirst();
        if (operation.isEmpty()) {
            replies.refuse(
                    asker, "No upgrade of " + target.name() + " to diagnose. `/odoo history` lists what there is.");
            return;
        }
        var steps = sources.operations.steps(operation.get().id());
        boolean waits = sources.past
                .halfUpgradedBy(target.name())
                .filter(operation.get().id().toString()::equals)
                .isPresent();
        var card = VerdictCard.diagnosis(operation.get(), steps, waits);
        boolean half = VerdictCard.database(steps).equals("half-upgraded");
        replies.say(
                asker,
                half && !waits
                        ? card.with(
                                Text.of(
                                        "That database is not live any more: it was replaced since, and nothing of the above is left to do."))
                        : card);
    }
}
