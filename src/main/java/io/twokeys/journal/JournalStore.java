package io.twokeys.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** The table {@code journal}. */
final class JournalStore {
    /** Spells "journal". */
    private static final long LOCK = 0x6a6f75726e616cL;

    private JournalStore() {}

    /**
     * One writer at a time until its transaction ends: whoever reads past a seq never misses a lower one.
     *
     * @throws IllegalStateException if there is no transaction
     */
    static void lock(Handle handle) {
        if (!handle.isInTransaction()) {
            throw new IllegalStateException("an entry is written together with what it tells of, in one transaction");
        }
        handle.createQuery("select 1 from (select pg_advisory_xact_lock(:lock)) as locked")
                .bind("lock", LOCK)
                .mapTo(Integer.class)
                .one();
    }

    record Head(long seq, String hash) {}

    static Head head(Handle handle) {
        return handle.createQuery("select seq, hash from journal order by seq desc limit 1")
                .map((row, context) -> new Head(row.getLong("seq"), row.getString("hash")))
                .findOne()
                .orElse(new Head(0, Link.GENESIS));
    }

    static void insert(Handle handle, Link link) {
        handle.createUpdate("""
                insert into journal (seq, at, subject, target, kind, actor, data, prev_hash, hash)
                values (:seq, :at, :subject, :target, :kind, :actor, :json, :prevHash, :hash)
                """)
                .bind("seq", link.seq())
                .bind("at", link.at())
                .bind("subject", link.subject())
                .bind("target", link.target())
                .bind("kind", link.kind())
                .bind("actor", link.actor())
                .bind("json", link.json())
                .bind("prevHash", link.prevHash())
                .bind("hash", link.hash())
                .execute();
    }

    static List<Link> after(Handle handle, long cursor, int limit) {
        return handle.createQuery("select * from journal where seq > :cursor order by seq limit :limit")
                .bind("cursor", cursor)
                .bind("limit", limit)
                .map(JournalStore::link)
                .list();
    }

    static List<Link> of(Handle handle, String subject) {
        return handle.createQuery("select * from journal where subject = :subject order by seq")
                .bind("subject", subject)
                .map(JournalStore::link)
                .list();
    }

    private static Link link(ResultSet row, StatementContext context) throws SQLException {
        return new Link(
                row.getLong("seq"),
                row.getTimestamp("at").toInstant(),
                row.getString("subject"),
                row.getString("target"),
                row.getString("kind"),
                row.getString("actor"),
                row.getString("data"),
                row.getString("prev_hash"),
                row.getString("hash"));
    }
}
