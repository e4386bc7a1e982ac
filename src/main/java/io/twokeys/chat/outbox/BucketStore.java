package io.twokeys.chat.outbox;

import io.twokeys.chat.Pace;
import io.twokeys.chat.Platform;
import java.time.Duration;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/**
 * The tables {@code outbox_bucket} and {@code outbox_attempt}. A bucket is kept as two times rather than as a count: when it would be full
 * again, and when the next token is there; so nothing has to fill it.
 */
final class BucketStore {
    private BucketStore() {}

    /** Takes a token; false if there is none. */
    static boolean take(Handle h, Pace pace, boolean patient, Instant now) {
        return h.createUpdate("""
                        insert into outbox_bucket as b (bucket, full_at, free_at, urgent_run)
                        values (:bucket, :full, :free, :urgent)
                        on conflict (bucket) do update set
                          full_at = greatest(b.full_at, :now) + :every * interval '1 us',
                          free_at = greatest(b.full_at, :now) + (:every - :slack) * interval '1 us',
                          urgent_run = case when :urgent = 0 then 0 else least(b.urgent_run + 1, 3) end
                        where b.free_at <= :now
                        """)
                        .bind("bucket", pace.bucket())
                        .bind("now", now)
                        .bind("every", micros(pace.every()))
                        .bind("slack", micros(slack(pace)))
                        .bind("full", now.plus(pace.every()))
                        .bind("free", now.plus(pace.every()).minus(slack(pace)))
                        .bind("urgent", patient ? 0 : 1)
                        .execute()
                == 1;
    }

    /** No token before {@code until}, for any replica, and one at a time from then on. */
    static void stop(Handle h, Pace pace, Instant until) {
        h.createUpdate("""
                        insert into outbox_bucket as b (bucket, full_at, free_at)
                        values (:bucket, :full, :until)
                        on conflict (bucket) do update set
                          full_at = greatest(b.full_at, excluded.full_at), free_at = greatest(b.free_at, excluded.free_at)
                        """)
                .bind("bucket", pace.bucket())
                .bind("until", until)
                .bind("full", until.plus(slack(pace)))
                .execute();
    }

    /** A bucket is full this long before its last token would be there. */
    private static Duration slack(Pace pace) {
        return pace.every().multipliedBy(pace.burst() - 1);
    }

    private static long micros(Duration time) {
        return time.toNanos() / 1_000;
    }

    /** Notes that a call begins; true if another one began before and nobody knows what came of it. */
    static boolean begin(Handle h, long row, Instant now) {
        String sql = "insert into outbox_attempt (outbox_id, begun_at) values (?, ?) on conflict do nothing";
        return h.execute(sql, row, now) == 0;
    }

    /** Whether a post began on the platform after {@code since} of which nobody knows yet what came. */
    static boolean posting(Handle h, Platform platform, Instant since) {
        return h.createQuery("""
                        select exists (select 1 from outbox_attempt a join outbox o on o.id = a.outbox_id
                        where o.kind = 'POST' and o.platform = :platform and o.sent_at is null and a.begun_at > :since)
                        """)
                .bind("platform", platform.name())
                .bind("since", since)
                .mapTo(Boolean.class)
                .one();
    }

    /** What came of the call is known. */
    static void answered(Handle h, long row) {
        h.execute("delete from outbox_attempt where outbox_id = ?", row);
    }
}
