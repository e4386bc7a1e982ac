package io.twokeys.bot;

import io.twokeys.chat.Message;
import io.twokeys.chat.Message.Kind;
import io.twokeys.chat.Message.Text;
import io.twokeys.fleet.Target;
import io.twokeys.fleet.TargetName;
import io.twokeys.incident.Incident;
import io.twokeys.incident.IncidentId;
import io.twokeys.incident.Incidents;
import io.twokeys.operation.Operation;
import io.twokeys.operation.OperationId;
import io.twokeys.operation.Operations;
import io.twokeys.people.People;
import io.twokeys.people.Role;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Stops operations, locks targets, ends incidents. */
@Singleton
final class OperationDesk {
    private final Operations operations;
    private final Incidents incidents;
    private final People people;
    private final Replies replies;

    @Inject
    OperationDesk(Operations operations, Incidents incidents, People people, Replies replies) {
        this.operations = operations;
        this.incidents = incidents;
        this.people = people;
        this.replies = replies;
    }

    void cancel(Asker asker, String id) {
        Optional<Operation> operation = OperationId.parse(id).flatMap(operations::find);
        if (operation.isEmpty()) {
            replies.refuse(asker, "There is no operation " + id + ". `/odoo history` lists them.");
            return;
        }
        if (!allowed(asker, operation.get().target())) return;
        String answer = switch (operations.requestCancel(
                operation.get().id(), asker.person().id())) {
            case NOTED -> id + " stops before its next step and undoes what it has done.";
            case PAST_NO_RETURN ->
                id
                        + " is past the point where it can be undone. What runs on the host is told to stop; the verdict follows.";
            case ENDED -> id + " is over already.";
            case UNHEARD_OF -> "There is no operation " + id + ".";
        };
        replies.say(asker, Message.of(Kind.NOTICE, "Cancel " + id, Text.of(answer)));
    }

    void lock(Asker asker, Target target, String reason) {
        var before = operations.lock(target.name(), asker.person().id(), reason, null);
        if (before.isPresent()) {
            replies.refuse(
                    asker,
                    target.name() + " is locked by " + before.get().holder() + " already: "
                            + before.get().reason() + ". `/odoo unlock` removes it.");
            return;
        }
        replies.say(
                asker,
                Message.of(
                        Kind.NOTICE,
                        target.name() + " is locked by " + asker.person().name(),
                        Text.of(reason + ". No operation begins before `/odoo unlock`.")));
    }

    void unlock(Asker asker, Target target) {
        var before = operations.unlock(target.name(), asker.person().id());
        if (before.isEmpty()) {
            replies.refuse(asker, target.name() + " is not locked.");
            return;
        }
        replies.say(
                asker,
                Message.of(
                        Kind.NOTICE,
                        target.name() + " is unlocked by " + asker.person().name(),
                        Text.of("It was locked by " + before.get().holder() + ": "
                                + before.get().reason() + ".")));
    }

    /** @param because what is to be learnt; may be empty */
    void resolve(Asker asker, Optional<String> id, String because) {
        Optional<Incident> incident = id.map(IncidentId::new).flatMap(incidents::find);
        if (incident.isEmpty()) {
            String said = id.map(name -> "There is no incident " + name + ".").orElse("Which incident?");
            replies.refuse(
                    asker, said + " `/odoo incident resolve ID because …` closes one; `/odoo status` lists them.");
            return;
        }
        if (!allowed(asker, incident.get().target())) return;
        String name = incident.get().id().value();
        if (incidents
                .resolve(incident.get().id(), asker.person().id().value(), because)
                .isPresent()) {
            replies.say(asker, Message.of(Kind.NOTICE, name + " is resolved.", Text.of("Its thread says so, too.")));
            return;
        }
        replies.refuse(
                asker,
                incident.get().status() == Incident.Status.RESOLVED
                        ? name + " is resolved already."
                        : name + " is " + incident.get().status().words()
                                + ". It can be closed once an upgrade, a rollback or a thaw has shown that the target works again.");
    }

    private boolean allowed(Asker asker, TargetName target) {
        if (people.may(asker.person().id(), Role.OPERATOR, target)) return true;
        replies.refuse(asker, asker.person().name() + " is not an operator on " + target + ".");
        return false;
    }
}
