package io.twokeys.checkpoint;

import io.twokeys.checkpoint.Checkpoint.Contents;
import io.twokeys.checkpoint.Checkpoint.State;
import io.twokeys.checkpoint.written.Marks;
import io.twokeys.fleet.Target.CheckpointStrategy;
import io.twokeys.fleet.Target.Keep;
import io.twokeys.fleet.TargetName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The table {@code checkpoint}. Times are the database's own. */
final class CheckpointStore {
    private final Jdbi jdbi;

    CheckpointStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Looks first: an insert that meets a conflict has used up a number all the same. */
    CheckpointId reserve(TargetName target, String operation) {
        return CheckpointId.of(jdbi.withHandle(handle -> reserved(handle, operation)
                .orElseGet(() -> handle.createQuery("""
                        insert into checkpoint (target, operation) values (:target, :operation)
                        on conflict (operation) do update set operation = excluded.operation
                        returning number""")
                        .bind("target", target.value())
                        .bind("operation", operation)
                        .mapTo(Long.class)
                        .one())));
    }

    private static Optional<Long> reserved(Handle handle, String operation) {
        return handle.createQuery("select number from checkpoint where operation = :operation")
                .bind("operation", operation)
                .mapTo(Long.class)
                .findOne();
    }

    /** Another number for a checkpoint that nothing was done for yet. */
    CheckpointId renumber(String operation) {
        return CheckpointId.of(jdbi.withHandle(handle -> handle.createQuery("""
                        update checkpoint set number = default where operation = :operation and state = 'TAKING'
                        returning number""")
                .bind("operation", operation)
                .mapTo(Long.class)
                .one()));
    }

    /** What was in the database right before the copy was begun. */
    void mark(CheckpointId id, Marks marks) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "update checkpoint set marks = :marks where number = :number and state = 'TAKING'")
                .bind("marks", marks.json())
                .bind("number", number(id))
                .execute());
    }

    /** Empty for a checkpoint that was taken before marks were kept. */
    Optional<Marks> marks(CheckpointId id) {
        return jdbi.withHandle(handle -> handle.createQuery("select marks from checkpoint where number = :number")
                        .bind("number", number(id))
                        .mapTo(String.class)
                        .findOne())
                .flatMap(Marks::parse);
    }

    Checkpoint verified(CheckpointId id, String operation, CheckpointStrategy how, Contents contents) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        update checkpoint
                        set state = 'VERIFIED', taken_at = coalesce(taken_at, now()), strategy = :strategy,
                            database = :database, copy = :copy, revision = :revision, fingerprint = :fingerprint,
                            bytes = :bytes, sha256 = :sha256
                        where number = :number and operation = :operation and state <> 'RESTORED'""")
                .bind("strategy", how.name())
                .bind("operation", operation)
                .bindMethods(contents)
                .bind("number", number(id))
                .execute());
        return find(id).orElseThrow();
    }

    void restored(CheckpointId id) {
        jdbi.useHandle(
                handle -> handle.createUpdate("""
                        update checkpoint set state = 'RESTORED', restored_at = coalesce(restored_at, now())
                        where number = :number""").bind("number", number(id)).execute());
    }

    void deleted(CheckpointId id) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "update checkpoint set state = 'DELETED' where number = :number and state = 'VERIFIED'")
                .bind("number", number(id))
                .execute());
    }

    /** Those beyond what is kept, the oldest first; never the newest that can be restored. */
    List<Checkpoint> beyond(TargetName target, Keep keep) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select * from (
                            select *, row_number() over (order by taken_at desc, number desc) as place
                            from checkpoint where target = :target and state = 'VERIFIED') ranked
                        where place > greatest(:checkpoints, 1) and taken_at < now() - make_interval(days => :days)
                        order by taken_at, number""")
                .bind("target", target.value())
                .bind("checkpoints", keep.checkpoints())
                .bind("days", keep.days())
                .map((row, context) -> read(row))
                .list());
    }

    Optional<Checkpoint> find(CheckpointId id) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select * from checkpoint where number = :number and state <> 'TAKING'")
                        .bind("number", number(id))
                        .map((row, context) -> read(row))
                        .findOne());
    }

    /** The one whose copy went live last on the target, if that was after the newest that can be restored was taken. */
    Optional<Checkpoint> restoredLast(TargetName target) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select * from checkpoint c
                        where target = :target and state = 'RESTORED'
                          and not exists (select from checkpoint newer
                                          where newer.target = c.target and newer.state = 'VERIFIED'
                                            and newer.taken_at > coalesce(c.restored_at, c.taken_at))
                        order by coalesce(restored_at, taken_at) desc limit 1""")
                .bind("target", target.value())
                .map((row, context) -> read(row))
                .findOne());
    }

    List<Checkpoint> of(TargetName target) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select * from checkpoint where target = :target and state <> 'TAKING'
                        order by taken_at desc, number desc limit 50""")
                .bind("target", target.value())
                .map((row, context) -> read(row))
                .list());
    }

    private static long number(CheckpointId id) {
        return Long.parseLong(id.value().substring(3));
    }

    private static Checkpoint read(ResultSet row) throws SQLException {
        Instant taken = row.getObject("taken_at", OffsetDateTime.class).toInstant();
        var contents = new Contents(
                row.getString("database"),
                row.getString("copy"),
                row.getString("revision"),
                row.getString("fingerprint"),
                row.getLong("bytes"),
                row.getString("sha256"));
        return new Checkpoint(
                CheckpointId.of(row.getLong("number")),
                new TargetName(row.getString("target")),
                row.getString("operation"),
                CheckpointStrategy.valueOf(row.getString("strategy")),
                contents,
                State.valueOf(row.getString("state")),
                taken);
    }
}
