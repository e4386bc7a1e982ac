package io.twokeys.operation;

import com.fasterxml.jackson.databind.JsonNode;
import io.twokeys.approval.RequestId;
import io.twokeys.fleet.TargetName;
import io.twokeys.people.PersonId;
import io.twokeys.plan.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One durable piece of work on one target.
 *
 * @param epoch how often it was picked up; 0 while queued. A host is told it and refuses a lower one
 * @param verdict how it ended, in a sentence; empty before, and after a success that has nothing to add
 */
public record Operation(
        OperationId id,
        TargetName target,
        Order order,
        OperationState state,
        long epoch,
        Progress progress,
        Times times,
        String verdict) {

    /** The plan, as it was approved. */
    public Plan plan() {
        return Plan.parse(order.plan());
    }

    public OperationKind kind() {
        return id.kind();
    }

    /**
     * What was cleared.
     *
     * @param request the request that cleared it
     * @param requester the person who asked
     * @param plan canonical JSON, byte for byte
     * @param digest SHA-256 of it, the one that was voted on
     */
    public record Order(RequestId request, PersonId requester, String plan, String digest) {}

    /**
     * How far it got.
     *
     * @param step the step it is at or ended at; null before the first
     * @param committed whether the point of no return is behind it
     * @param cancelledBy who asked to cancel it; null if nobody did
     * @param ending the state it is on its way to while it undoes its steps; null while it goes forward
     */
    public record Progress(
            @Nullable String step,
            boolean committed,
            @Nullable PersonId cancelledBy,
            @Nullable OperationState ending) {}

    /** When it was cleared, first picked up, and over. */
    public record Times(
            Instant created,
            @Nullable Instant started,
            @Nullable Instant ended) {}

    /**
     * One step of an operation that has begun.
     *
     * @param began when it was begun first
     * @param ended when its state became what it is; null while it runs
     * @param why what went wrong, in a sentence; empty otherwise
     * @param result what it left for later steps, or the evidence of its failure
     */
    public record StepRun(
            String id,
            String title,
            StepState state,
            Tries tries,
            Instant began,
            @Nullable Instant ended,
            String why,
            JsonNode result) {
        /** From its first beginning to its end. */
        public Optional<Duration> duration() {
            return Optional.ofNullable(ended).map(end -> Duration.between(began, end));
        }
    }

    /**
     * How often it was tried.
     *
     * @param begun beginnings, those after a crash included
     * @param unknown attempts in a row of which the end is not known, forward or undoing
     * @param unknownSince end of the first of those; null if there are none
     */
    public record Tries(int begun, int unknown, @Nullable Instant unknownSince) {}

    public enum StepState {
        RUNNING,
        DONE,
        FAILED,
        UNKNOWN,
        UNDONE
    }
}
