package io.twokeys.bot;

import io.twokeys.bot.card.Wording;
import io.twokeys.bot.vote.Undoing;
import io.twokeys.fleet.Fleet;
import io.twokeys.fleet.Target;
import io.twokeys.operation.Operation;
import io.twokeys.people.People;
import io.twokeys.people.Role;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Asks for keys to take a rollback back; the operation says on which target. */
@Singleton
final class UndoDesk {
    private final Undoing undoing;
    private final PlanDesk plans;
    private final Fleet fleet;
    private final People people;
    private final Replies replies;

    @Inject
    UndoDesk(Undoing undoing, PlanDesk plans, Fleet fleet, People people, Replies replies) {
        this.undoing = undoing;
        this.plans = plans;
        this.fleet = fleet;
        this.people = people;
        this.replies = replies;
    }

    void undo(Asker asker, String id) {
        Optional<Operation> done = undoing.find(id);
        Optional<Target> target = done.map(Operation::target).flatMap(fleet::find);
        if (done.isEmpty() || target.isEmpty()) {
            replies.refuse(asker, "There is no operation " + id + ". `/odoo history` lists them.");
        } else if (!people.may(asker.person().id(), Role.OPERATOR, target.get().name())) {
            replies.refuse(asker, Wording.noRight(asker.person(), Role.OPERATOR, target.get(), people));
        } else {
            plans.withKeys(asker, target.get(), "", () -> undoing.plan(done.get()));
        }
    }
}
