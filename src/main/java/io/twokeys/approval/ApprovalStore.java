package io.twokeys.approval;

import io.twokeys.approval.ApprovalRequest.Progress;
import io.twokeys.approval.ApprovalRequest.State;
import io.twokeys.approval.Requirement.Mode;
import io.twokeys.approval.Vote.Ballot;
import io.twokeys.approval.Vote.Decision;
import io.twokeys.approval.Vote.Retraction;
import io.twokeys.approval.Vote.Via;
import io.twokeys.fleet.TargetName;
import io.twokeys.people.PersonId;
import io.twokeys.plan.Plan;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The tables {@code approval} and {@code approval_vote}. */
final class ApprovalStore {
    private ApprovalStore() {}

    static RequestId insert(
            Handle handle, Plan plan, PersonId requester, String reason, Requirement asked, Duration ttl) {
        return handle.createQuery("""
                insert into approval (id, target, plan, plan_digest, requester, reason, mode, keys, eligible, state, expires_at)
                values ('AR-' || nextval('approval_number'), :target, :plan, :digest, :requester, :reason, :mode, :keys,
                        :eligible, 'PENDING', clock_timestamp() + :millis * interval '1 millisecond')
                returning id
                """)
                .bind("target", plan.target().value())
                .bind("plan", plan.canonical())
                .bind("digest", plan.digest())
                .bind("requester", requester.value())
                .bind("reason", reason)
                .bind("mode", asked.mode())
                .bind("keys", asked.keys())
                .bindArray(
                        "eligible",
                        String.class,
                        asked.eligible().stream().map(PersonId::value).sorted().toList())
                .bind("millis", ttl.toMillis())
                .map((row, context) -> new RequestId(row.getString("id")))
                .one();
    }

    /** Waits for its turn; until the transaction ends nobody else decides about this request. */
    static Optional<ApprovalRequest> lock(Handle handle, RequestId id) {
        handle.createQuery("select 1 from approval where id = :id for update")
                .bind("id", id.value())
                .mapTo(Integer.class)
                .findOne();
        return find(handle, id);
    }

    /** The clock that expiry goes by, read after the lock was had. */
    static Instant now(Handle handle) {
        return handle.createQuery("select clock_timestamp() as at")
                .map((row, context) -> instant(row, "at"))
                .one();
    }

    static Optional<ApprovalRequest> find(Handle handle, RequestId id) {
        return handle.createQuery("select * from approval where id = :id")
                .bind("id", id.value())
                .map((row, context) -> request(handle, row))
                .findOne();
    }

    /** Requests that are not decided and not begun, oldest first. */
    static List<RequestId> undecided(Handle handle) {
        return ids(
                handle,
                "select id from approval where state in ('PENDING', 'APPROVED', 'COUNTDOWN') order by opened_at");
    }

    /** Those of them whose own time is up. */
    static List<RequestId> due(Handle handle) {
        return ids(handle, """
                select id from approval
                where state in ('PENDING', 'APPROVED', 'COUNTDOWN') and expires_at <= clock_timestamp()
                order by opened_at
                """);
    }

    private static List<RequestId> ids(Handle handle, String sql) {
        return handle.createQuery(sql)
                .map((row, context) -> new RequestId(row.getString("id")))
                .list();
    }

    static List<ApprovalRequest> undecided(Handle handle, TargetName target) {
        return handle.createQuery("""
                select * from approval
                where target = :target and state in ('PENDING', 'APPROVED', 'COUNTDOWN')
                order by opened_at
                """)
                .bind("target", target.value())
                .map((row, context) -> request(handle, row))
                .list();
    }

    static void tried(Handle handle, RequestId id) {
        handle.createUpdate("update approval set tried_at = clock_timestamp() where id = :id")
                .bind("id", id.value())
                .execute();
    }

    /** Whether it might have begun for at least {@code time}, and nobody has tried to begin it for as long. */
    static boolean isLeftAlone(Handle handle, RequestId id, Duration time) {
        return handle.createQuery("""
                select greatest(tried_at, countdown_until, granted_at) + :millis * interval '1 millisecond'
                       <= clock_timestamp()
                from approval where id = :id and state in ('APPROVED', 'COUNTDOWN')
                """)
                .bind("millis", time.toMillis())
                .bind("id", id.value())
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false);
    }

    /** @throws IllegalStateException if somebody else changed it since it was read */
    static void update(Handle handle, ApprovalRequest next) {
        int rows = handle.createUpdate("""
                update approval
                set state = :state, granted_at = :granted, countdown_until = :until, version = :version
                where id = :id and version = :version - 1
                """)
                .bind("id", next.id().value())
                .bind("state", next.state())
                .bind("granted", next.progress().grantedAt())
                .bind("until", next.progress().countdownUntil())
                .bind("version", next.progress().version())
                .execute();
        if (rows != 1) {
            throw new IllegalStateException(next.id() + " was changed without its lock");
        }
    }

    static void put(Handle handle, RequestId request, Vote vote) {
        handle.createUpdate("""
                insert into approval_vote (request, person, decision, digest, platform, platform_user, event_id, via, reason, at, retracted_at,
                                           by_hand)
                values (:request, :person, :decision, :digest, :platform, :user, :event, :via, :reason, :at, :retracted,
                        :byHand)
                on conflict (request, person) do update
                set decision = excluded.decision, digest = excluded.digest, platform = excluded.platform,
                    platform_user = excluded.platform_user, event_id = excluded.event_id, via = excluded.via,
                    reason = excluded.reason, at = excluded.at, retracted_at = excluded.retracted_at,
                    by_hand = excluded.by_hand
                """)
                .bind("request", request.value())
                .bind("person", vote.person().value())
                .bind("decision", vote.decision())
                .bind("digest", vote.ballot().digest())
                .bind("platform", vote.ballot().platform())
                .bind("user", vote.ballot().userId())
                .bind("event", vote.ballot().eventId())
                .bind("via", vote.ballot().via())
                .bind("reason", vote.ballot().reason())
                .bind("at", vote.at())
                .bind(
                        "retracted",
                        vote.retraction() == null ? null : vote.retraction().at())
                .bind("byHand", vote.isTakenBackByHand())
                .execute();
    }

    private static List<Vote> votes(Handle handle, String request) {
        return handle.createQuery("select * from approval_vote where request = :request order by at, person")
                .bind("request", request)
                .map(ApprovalStore::vote)
                .list();
    }

    private static ApprovalRequest request(Handle handle, ResultSet row) throws SQLException {
        var plan = Plan.parse(row.getString("plan"));
        var id = new RequestId(row.getString("id"));
        if (!plan.digest().equals(row.getString("plan_digest"))) {
            throw new IllegalStateException("the stored plan of " + id + " is not the one that was asked about");
        }
        return new ApprovalRequest(
                id,
                plan,
                new PersonId(row.getString("requester")),
                row.getString("reason"),
                requirement(row),
                progress(row),
                votes(handle, id.value()));
    }

    private static Requirement requirement(ResultSet row) throws SQLException {
        var eligible = Arrays.stream((String[]) row.getArray("eligible").getArray())
                .map(PersonId::new)
                .collect(Collectors.toSet());
        return new Requirement(row.getInt("keys"), eligible, Mode.valueOf(row.getString("mode")));
    }

    private static Progress progress(ResultSet row) throws SQLException {
        return new Progress(
                State.valueOf(row.getString("state")),
                instant(row, "opened_at"),
                instant(row, "expires_at"),
                instantOrNull(row, "granted_at"),
                instantOrNull(row, "countdown_until"),
                row.getInt("version"));
    }

    private static Vote vote(ResultSet row, StatementContext context) throws SQLException {
        var ballot = new Ballot(
                row.getString("platform"),
                row.getString("platform_user"),
                row.getString("event_id"),
                Via.valueOf(row.getString("via")),
                row.getString("digest"),
                row.getString("reason"));
        Instant retracted = instantOrNull(row, "retracted_at");
        return new Vote(
                new PersonId(row.getString("person")),
                Decision.valueOf(row.getString("decision")),
                ballot,
                instant(row, "at"),
                retracted == null ? null : new Retraction(retracted, row.getBoolean("by_hand")));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getTimestamp(column).toInstant();
    }

    private static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
