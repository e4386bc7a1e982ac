package io.twokeys.operation;

import com.fasterxml.jackson.databind.JsonNode;
import io.twokeys.approval.RequestId;
import io.twokeys.people.PersonId;
import io.twokeys.plan.Plan;
import java.time.Instant;
import java.util.Optional;

/**
 * A step of an operation that nobody interrupts, with no step before it.
 *
 * @param first whether it begins for the first time
 */
public record Alone(Operation operation, boolean first) implements StepContext {
    /**
     * {@code UP-number}, at this step for the first time.
     *
     * @param committed whether the point of no return is behind it
     */
    public static Alone upgrade(int number, Plan.Upgrade plan, String step, boolean committed) {
        return new Alone(
                new Operation(
                        new OperationId(OperationKind.UPGRADE, number),
                        plan.target(),
                        new Operation.Order(
                                new RequestId("AR-" + number),
                                new PersonId("operator"),
                                plan.canonical(),
                                plan.digest()),
                        OperationState.RUNNING,
                        1,
                        new Operation.Progress(step, committed, null, null),
                        new Operation.Times(Instant.EPOCH, Instant.EPOCH, null),
                        ""),
                true);
    }

    @Override
    public Plan plan() {
        return operation.plan();
    }

    @Override
    public Optional<JsonNode> result(String stepId) {
        return Optional.empty();
    }

    @Override
    public boolean firstTry(String stepId) {
        return first;
    }

    @Override
    public void note(String kind, Object data) {
        throw new UnsupportedOperationException(kind);
    }

    @Override
    public boolean cancelRequested() {
        return false;
    }

    @Override
    public boolean stopping() {
        return false;
    }
}
