package io.twokeys.operation;

import com.fasterxml.jackson.databind.JsonNode;
import io.twokeys.plan.Plan;
import java.util.Optional;

/** What a step knows and may say while it runs. */
public interface StepContext {
    /** As it was when this replica picked it up. */
    Operation operation();

    Plan plan();

    /** Number of this pick-up. A host that has seen a higher one must refuse. */
    default long epoch() {
        return operation().epoch();
    }

    /** What an earlier step left; empty if it has not been done. */
    Optional<JsonNode> result(String stepId);

    /**
     * Whether this is the first time ever that the step was begun: what the host already knows of its job is then not ours.
     */
    boolean firstTry(String stepId);

    /**
     * Writes something down about this operation, at once and for good.
     *
     * @param kind as in the journal, {@code checkpoint.taken}
     * @throws Fenced if another replica has taken over; let it pass
     */
    void note(String kind, Object data);

    /** Whether a person asked to cancel. A step that can stop cleanly does and says {@code Failed}. */
    boolean cancelRequested();

    /** Whether this replica is going down. A long step says {@code Unknown} then; the next replica runs it again at once. */
    boolean stopping();

    /** The name of a step's job on the host: {@code UP-42-upgrade}. */
    default String jobId(String stepId) {
        return operation().id() + "-" + stepId;
    }

    /** This replica no longer owns the operation. Nothing it does may count any more. */
    final class Fenced extends RuntimeException {
        Fenced(OperationId id, long epoch) {
            super(id + " was taken over by another replica; pick-up " + epoch + " ends here");
        }
    }
}
