package io.twokeys.operation;

import io.twokeys.approval.RequestId;
import io.twokeys.fleet.TargetName;
import io.twokeys.operation.Operation.Order;
import io.twokeys.operation.Operation.Progress;
import io.twokeys.operation.Operation.Times;
import io.twokeys.people.PersonId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The table {@code operation}. */
final class OperationStore {
    private OperationStore() {}

    static OperationId next(Handle handle, OperationKind kind) {
        long number = handle.createQuery("select nextval(cast(:sequence as regclass))")
                .bind("sequence", "operation_" + kind.prefix())
                .mapTo(Long.class)
                .one();
        return new OperationId(kind, number);
    }

    /** Whether it was admitted; if not, another one has the target. */
    static boolean insert(Handle handle, OperationId id, TargetName target, Order order, Instant now) {
        return handle.createUpdate("""
                        insert into operation (id, kind, target, exclusive, request, requester, plan, digest, state, created)
                        values (:id, :kind, :target, :exclusive, :request, :requester, :plan, :digest, 'QUEUED', :now)
                        on conflict (target) where exclusive and state in ('QUEUED', 'RUNNING') do nothing
                        """)
                        .bind("request", order.request().value())
                        .bind("requester", order.requester().value())
                        .bind("plan", order.plan())
                        .bind("digest", order.digest())
                        .bind("id", id.toString())
                        .bind("kind", id.kind().name())
                        .bind("target", target.value())
                        .bind("exclusive", id.kind().exclusive())
                        .bind("now", now)
                        .execute()
                == 1;
    }

    static Optional<Operation> find(Handle handle, OperationId id) {
        return handle.createQuery("select * from operation where id = :id")
                .bind("id", id.toString())
                .map(OperationStore::operation)
                .findOne();
    }

    static Optional<Operation> ofRequest(Handle handle, RequestId request) {
        return handle.createQuery("select * from operation where request = :request")
                .bind("request", request.value())
                .map(OperationStore::operation)
                .findOne();
    }

    /** The one that has the target for itself. */
    static Optional<Operation> running(Handle handle, TargetName target) {
        return handle.createQuery("""
                        select * from operation
                         where target = :target and exclusive and state in ('QUEUED', 'RUNNING')
                        """)
                .bind("target", target.value())
                .map(OperationStore::operation)
                .findOne();
    }

    /** The latest first; of all targets when {@code target} is null. */
    static List<Operation> history(Handle handle, @Nullable TargetName target, int limit) {
        return handle.createQuery("""
                        select * from operation
                         where cast(:target as text) is null or target = :target
                         order by created desc, id desc limit :limit
                        """)
                .bind("target", target == null ? null : target.value())
                .bind("limit", limit)
                .map(OperationStore::operation)
                .list();
    }

    /** Half of the last five such operations that succeeded took less, in seconds. */
    static Optional<Double> usualSeconds(Handle handle, OperationKind kind, TargetName target) {
        return handle.createQuery("""
                        select percentile_cont(0.5) within group (order by extract(epoch from ended - started))
                          from (select started, ended from operation
                                 where kind = :kind and target = :target and state = 'SUCCEEDED'
                                 order by ended desc limit 5) as latest
                        """)
                .bind("kind", kind.name())
                .bind("target", target.value())
                .mapTo(Double.class)
                .findOne();
    }

    /** When the newest such operation that succeeded ended. */
    static Optional<Instant> lastSuccess(Handle handle, OperationKind kind, TargetName target) {
        return handle.createQuery("""
                        select ended from operation
                         where kind = :kind and target = :target and state = 'SUCCEEDED' order by ended desc limit 1
                        """)
                .bind("kind", kind.name())
                .bind("target", target.value())
                .map((row, context) -> row.getTimestamp("ended").toInstant())
                .findOne();
    }

    /** What a replica gets when it picks an operation up. */
    record Claim(Operation operation, boolean parked) {}

    /** Begins a new epoch; empty if the operation is over. */
    static Optional<Claim> claim(Handle handle, OperationId id, Instant now) {
        return handle.createQuery("""
                        with before as (
                            select id, parked from operation
                             where id = :id and state in ('QUEUED', 'RUNNING') for update)
                        update operation
                           set epoch = epoch + 1, state = 'RUNNING', started = coalesce(started, :now), parked = false
                          from before where operation.id = before.id
                        returning operation.*, before.parked as was_parked
                        """)
                .bind("id", id.toString())
                .bind("now", now)
                .map((row, context) -> new Claim(operation(row, context), row.getBoolean("was_parked")))
                .findOne();
    }

    /** Locks the row until the transaction ends; false if the epoch is no longer this one or all is over. */
    static boolean hold(Handle handle, OperationId id, long epoch) {
        return handle.createQuery("""
                        select 1 from operation where id = :id and epoch = :epoch and state = 'RUNNING' for update
                        """)
                .bind("id", id.toString())
                .bind("epoch", epoch)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    static void at(Handle handle, OperationId id, String step, boolean commits) {
        handle.createUpdate("update operation set step = :step, committed = committed or :commits where id = :id")
                .bind("id", id.toString())
                .bind("step", step)
                .bind("commits", commits)
                .execute();
    }

    static void park(Handle handle, OperationId id) {
        handle.createUpdate("update operation set parked = true where id = :id")
                .bind("id", id.toString())
                .execute();
    }

    static Operation turnBack(Handle handle, OperationId id, OperationState ending, String verdict) {
        return handle.createQuery("""
                        update operation set ending = :ending, verdict = :verdict where id = :id returning *
                        """)
                .bind("id", id.toString())
                .bind("ending", ending.name())
                .bind("verdict", verdict)
                .map(OperationStore::operation)
                .one();
    }

    static Operation end(Handle handle, OperationId id, OperationState state, String verdict, Instant now) {
        return handle.createQuery("""
                        update operation set state = :state, verdict = :verdict, ended = :now where id = :id returning *
                        """)
                .bind("id", id.toString())
                .bind("state", state.name())
                .bind("verdict", verdict)
                .bind("now", now)
                .map(OperationStore::operation)
                .one();
    }

    /** Whether the wish is new and the operation not over. */
    static boolean cancel(Handle handle, OperationId id, PersonId by) {
        return handle.createUpdate("""
                        update operation set cancelled_by = :by
                         where id = :id and cancelled_by is null and state in ('QUEUED', 'RUNNING')
                        """)
                        .bind("id", id.toString())
                        .bind("by", by.value())
                        .execute()
                == 1;
    }

    private static Operation operation(ResultSet row, StatementContext context) throws SQLException {
        var ending = row.getString("ending");
        var cancelledBy = row.getString("cancelled_by");
        return new Operation(
                OperationId.parse(row.getString("id")).orElseThrow(),
                new TargetName(row.getString("target")),
                new Order(
                        new RequestId(row.getString("request")),
                        new PersonId(row.getString("requester")),
                        row.getString("plan"),
                        row.getString("digest")),
                OperationState.valueOf(row.getString("state")),
                row.getLong("epoch"),
                new Progress(
                        row.getString("step"),
                        row.getBoolean("committed"),
                        cancelledBy == null ? null : new PersonId(cancelledBy),
                        ending == null ? null : OperationState.valueOf(ending)),
                new Times(
                        row.getTimestamp("created").toInstant(),
                        instant(row.getTimestamp("started")),
                        instant(row.getTimestamp("ended"))),
                row.getString("verdict"));
    }

    static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }

    /** The table {@code target_lock}, and the turn that everyone takes who decides about a target. */
    static final class LockStore {
        private LockStore() {}

        /** One decision about a target at a time, until the transaction ends. */
        static void turn(Handle handle, TargetName target) {
            handle.createQuery("""
                            select 1 from (select pg_advisory_xact_lock(hashtextextended('target ' || :target, 0))) as turn
                            """)
                    .bind("target", target.value())
                    .mapTo(Integer.class)
                    .one();
        }

        static Optional<TargetLock> find(Handle handle, TargetName target, Instant now) {
            return handle.createQuery("""
                            select target, holder, reason, since, until from target_lock
                             where target = :target and (until is null or until > :now)
                            """)
                    .bind("target", target.value())
                    .bind("now", now)
                    .map(LockStore::lock)
                    .findOne();
        }

        /** Tries to read; a failure spoils the transaction only back to here. */
        static Optional<TargetLock> read(
                Handle handle, Supplier<Optional<TargetLock>> lock, Function<RuntimeException, TargetLock> unreadable) {
            handle.savepoint("reading_the_lock");
            try {
                return lock.get();
            } catch (RuntimeException e) {
                handle.rollbackToSavepoint("reading_the_lock");
                return Optional.of(unreadable.apply(e));
            }
        }

        /** Replaces one that has run out. */
        static void put(Handle handle, TargetLock lock) {
            handle.createUpdate("""
                            insert into target_lock (target, holder, reason, since, until)
                            values (:target, :holder, :reason, :since, :until)
                            on conflict (target) do update
                               set holder = excluded.holder, reason = excluded.reason,
                                   since = excluded.since, until = excluded.until
                            """)
                    .bind("target", lock.target().value())
                    .bind("holder", lock.holder())
                    .bind("reason", lock.reason())
                    .bind("since", lock.since())
                    .bind("until", lock.eta())
                    .execute();
        }

        static void remove(Handle handle, TargetName target) {
            handle.createUpdate("delete from target_lock where target = :target")
                    .bind("target", target.value())
                    .execute();
        }

        private static TargetLock lock(ResultSet row, StatementContext context) throws SQLException {
            return new TargetLock(
                    new TargetName(row.getString("target")),
                    row.getString("holder"),
                    row.getString("reason"),
                    row.getTimestamp("since").toInstant(),
                    instant(row.getTimestamp("until")),
                    null);
        }
    }
}
