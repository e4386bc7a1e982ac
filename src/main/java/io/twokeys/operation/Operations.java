package io.twokeys.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twokeys.approval.Clearance;
import io.twokeys.fleet.TargetName;
import io.twokeys.journal.Journal;
import io.twokeys.journal.NewEntry;
import io.twokeys.operation.Operation.Order;
import io.twokeys.operation.Operation.StepRun;
import io.twokeys.operation.OperationStore.LockStore;
import io.twokeys.people.PersonId;
import io.twokeys.timer.Timers;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Every operation that was ever cleared: begun here, looked up here, stopped here; and the locks on targets. */
@Singleton
public final class Operations {
    /** The kind of alarm that says: look after this operation. */
    static final String ALARM = "operation";

    private final Jdbi jdbi;
    private final Journal journal;
    private final Timers timers;
    private final InstantSource clock;

    @Inject
    public Operations(Jdbi jdbi, Journal journal, Timers timers, InstantSource clock) {
        this.jdbi = jdbi;
        this.journal = journal;
        this.timers = timers;
        this.clock = clock;
    }

    /** Whether a cleared plan was let in. */
    public sealed interface Admission {
        /** It will run. The same clearance presented again gives the same operation, whatever became of it. */
        record Queued(Operation operation) implements Admission {}

        /** The target is taken; nothing was written. */
        record Busy(TargetLock lock) implements Admission {}
    }

    /** What became of a wish to cancel. */
    public enum Cancel {
        /** It stops before its next step and undoes what it has done. */
        NOTED,
        /** The step it is at was told and may heed it; the engine itself will not stop any more. */
        PAST_NO_RETURN,
        /** It is over. */
        ENDED,
        /** There is no such operation. */
        UNHEARD_OF
    }

    /** Lets a cleared plan in: row, journal entry and alarm are part of the handle's transaction, and so is a refusal's nothing. */
    public Admission enqueue(Handle handle, Clearance clearance) {
        var plan = clearance.plan();
        var target = plan.target();
        var order = new Order(clearance.request(), clearance.requester(), plan.canonical(), clearance.digest());
        LockStore.turn(handle, target);
        var before = OperationStore.ofRequest(handle, order.request());
        if (before.isPresent()) {
            return new Admission.Queued(before.get());
        }
        var kind = OperationKind.of(plan);
        if (kind.exclusive()) {
            var lock = readLock(handle, target);
            if (lock.isPresent()) {
                return new Admission.Busy(lock.get());
            }
        }
        var now = clock.instant();
        var id = OperationStore.next(handle, kind);
        if (!OperationStore.insert(handle, id, target, order, now)) {
            return new Admission.Busy(readLock(handle, target).orElseThrow());
        }
        timers.schedule(handle, ALARM, id.toString(), now);
        var data = nothing()
                .put("title", plan.title())
                .put("request", order.request().value())
                .put("digest", order.digest());
        write(
                handle,
                id.toString(),
                target,
                "operation.queued",
                order.requester().value(),
                data);
        return new Admission.Queued(OperationStore.find(handle, id).orElseThrow());
    }

    public Optional<Operation> find(OperationId id) {
        return jdbi.withHandle(handle -> OperationStore.find(handle, id));
    }

    /** When the newest operation of the kind that succeeded on the target ended; empty if none ever did. */
    public Optional<Instant> lastSuccess(TargetName target, OperationKind kind) {
        return jdbi.withHandle(handle -> OperationStore.lastSuccess(handle, kind, target));
    }

    /** The operation that has the target for itself now, queued ones included. */
    public Optional<Operation> running(TargetName target) {
        return jdbi.withHandle(handle -> OperationStore.running(handle, target));
    }

    /** Of one target, the latest first. */
    public List<Operation> history(TargetName target, int limit) {
        return jdbi.withHandle(handle -> OperationStore.history(handle, target, limit));
    }

    /** Of all targets, the latest first. */
    public List<Operation> history(int limit) {
        return jdbi.withHandle(handle -> OperationStore.history(handle, null, limit));
    }

    /** The steps that have begun, in the order of the runbook. */
    public List<StepRun> steps(OperationId id) {
        return jdbi.withHandle(handle -> StepStore.of(handle, id));
    }

    /** Asks an operation to stop; Asking twice changes nothing. */
    public Cancel requestCancel(OperationId id, PersonId by) {
        return jdbi.inTransaction(handle -> {
            boolean isNew = OperationStore.cancel(handle, id, by);
            var found = OperationStore.find(handle, id);
            if (isNew && found.isPresent()) {
                timers.hurry(handle, ALARM, id.toString());
                write(handle, id.toString(), found.get().target(), "operation.cancelling", by.value(), nothing());
            }
            return found.map(Operations::answer).orElse(Cancel.UNHEARD_OF);
        });
    }

    private static Cancel answer(Operation operation) {
        if (operation.state().isFinal()) {
            return Cancel.ENDED;
        }
        return operation.progress().committed() ? Cancel.PAST_NO_RETURN : Cancel.NOTED;
    }

    /** Why the target is taken: by a running operation, by hand, or because nobody can tell; empty if it is free. */
    public Optional<TargetLock> lock(TargetName target) {
        try {
            return jdbi.inTransaction(handle -> lockIn(handle, target));
        } catch (RuntimeException e) {
            return Optional.of(TargetLock.unreadable(target, clock.instant(), e));
        }
    }

    /**
     * Locks a target by hand. A running operation goes on; none begins until the lock is gone.
     *
     * @param until when it ends by itself; null for not before somebody unlocks
     * @return empty if it is locked now, else the lock by hand that is in the way
     */
    public Optional<TargetLock> lock(TargetName target, PersonId by, String reason, @Nullable Instant until) {
        return jdbi.inTransaction(handle -> {
            LockStore.turn(handle, target);
            var now = clock.instant();
            var before = LockStore.find(handle, target, now);
            if (before.isPresent()) {
                return before;
            }
            LockStore.put(handle, new TargetLock(target, by.value(), reason, now, until, null));
            var data = nothing().put("reason", reason).put("until", until == null ? null : until.toString());
            write(handle, target.value(), target, "target.locked", by.value(), data);
            return Optional.empty();
        });
    }

    /** Removes a lock by hand, whoever holds it, and returns it so that the holder can be told; empty if there is none. */
    public Optional<TargetLock> unlock(TargetName target, PersonId by) {
        return jdbi.inTransaction(handle -> {
            LockStore.turn(handle, target);
            var before = LockStore.find(handle, target, clock.instant());
            before.ifPresent(lock -> {
                LockStore.remove(handle, target);
                var data = nothing().put("holder", lock.holder()).put("reason", lock.reason());
                write(handle, target.value(), target, "target.unlocked", by.value(), data);
            });
            return before;
        });
    }

    private Optional<TargetLock> readLock(Handle handle, TargetName target) {
        return LockStore.read(
                handle,
                () -> lockIn(handle, target),
                trouble -> TargetLock.unreadable(target, clock.instant(), trouble));
    }

    private Optional<TargetLock> lockIn(Handle handle, TargetName target) {
        return OperationStore.running(handle, target)
                .map(operation -> lockOf(handle, operation))
                .or(() -> LockStore.find(handle, target, clock.instant()));
    }

    private static TargetLock lockOf(Handle handle, Operation operation) {
        var since = operation.times().created();
        var eta = OperationStore.usualSeconds(handle, operation.kind(), operation.target())
                .map(seconds -> since.plusMillis((long) (seconds * 1000)))
                .orElse(null);
        return new TargetLock(
                operation.target(),
                operation.order().requester().value(),
                operation.plan().title(),
                since,
                eta,
                operation.id());
    }

    private void write(Handle handle, String subject, TargetName target, String kind, String actor, JsonNode data) {
        journal.append(handle, new NewEntry(subject, target.value(), kind, actor, data));
    }

    private static ObjectNode nothing() {
        return JsonNodeFactory.instance.objectNode();
    }
}
