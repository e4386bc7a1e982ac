package io.twokeys.bot.vote;

import io.twokeys.odoo.host.Reach;
import io.twokeys.operation.Operation;
import io.twokeys.operation.Operation.StepRun;
import io.twokeys.operation.OperationId;
import io.twokeys.operation.Operations;
import io.twokeys.plan.Planned;
import io.twokeys.plan.Planner;
import io.twokeys.ssh.HostTrouble;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Plans to take a rollback's swap back, from what the operation left. */
@Singleton
public class Undoing {
    private final Operations operations;
    private final Planner planner;
    private final Reach reach;

    @Inject
    public Undoing(Operations operations, Planner planner, Reach reach) {
        this.operations = operations;
        this.planner = planner;
        this.reach = reach;
    }

    public Optional<Operation> find(String id) {
        return OperationId.parse(id).flatMap(operations::find);
    }

    /** @throws HostTrouble if the target cannot be read */
    public Planned plan(Operation done) {
        String id = done.id().toString();
        if (!done.state().isFinal()) {
            return new Planned.Refused(
                    id + " is not over yet. Follow its thread, or `/odoo cancel " + id + "`; then ask again.");
        }
        Optional<StepRun> swap = operations.steps(done.id()).stream()
                .filter(step -> step.id().equals("swap") && step.state() != Operation.StepState.UNDONE)
                .filter(step -> step.result().has("kept"))
                .findFirst();
        return swap.<Planned>map(step -> planner.undo(
                        reach.host(done.target()),
                        new Planner.Swapped(
                                id,
                                done.plan(),
                                Optional.ofNullable(step.ended()).orElse(step.began()))))
                .orElseGet(
                        () -> new Planned.Refused(
                                id
                                        + " swapped no database, so there is nothing to undo. `/odoo history` shows the rollbacks that did."));
    }
}
