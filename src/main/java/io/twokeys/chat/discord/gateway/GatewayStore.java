package io.twokeys.chat.discord.gateway;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.jdbi.v3.core.Jdbi;

/** The tables {@code discord_lease} and {@code discord_identify}. All time in them is the database's. */
@Singleton
public final class GatewayStore {
    /** A database that hangs must not keep a leader from noticing that its time is up. */
    private static final int PATIENCE_SECONDS = 2;

    private final Jdbi jdbi;

    @Inject
    public GatewayStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Returns the new fence, or empty while somebody holds the lease. */
    OptionalLong take(String holder, Duration term) {
        return number("""
                update discord_lease set holder = :holder, fence = fence + 1,
                    expires_at = clock_timestamp() + :millis * interval '1 millisecond'
                where expires_at <= clock_timestamp() returning fence
                """, holder, 0, term);
    }

    /** Returns empty if it is too late: the lease has run out, and may be somebody else's. */
    OptionalLong renew(String holder, long fence, Duration term) {
        return number("""
                update discord_lease set expires_at = clock_timestamp() + :millis * interval '1 millisecond'
                where holder = :holder and fence = :fence and expires_at > clock_timestamp() returning fence
                """, holder, fence, term);
    }

    void release(String holder, long fence) {
        number("""
                update discord_lease set expires_at = clock_timestamp() + :millis * interval '1 millisecond'
                where holder = :holder and fence = :fence returning fence
                """, holder, fence, Duration.ZERO);
    }

    /** Notes that the holder is about to identify; empty if it holds the lease no more. */
    OptionalLong identifying(String holder, long fence) {
        return number("""
                with old as (delete from discord_identify where at < clock_timestamp() - interval '2 days')
                insert into discord_identify (fence)
                select l.fence from discord_lease l
                where l.holder = :holder and l.fence = :fence and l.expires_at > clock_timestamp()
                    and :millis = 0
                returning id
                """, holder, fence, Duration.ZERO);
    }

    /** The line never came up, so nothing was said on it. */
    void notIdentified(long id) {
        jdbi.useHandle(h -> h.execute("delete from discord_identify where id = ?", id));
    }

    /** How long ago each IDENTIFY of the last 24 hours was, youngest first. */
    List<Duration> identified() {
        return jdbi.withHandle(h -> h.createQuery("""
                select (extract(epoch from clock_timestamp() - at) * 1000)::bigint from discord_identify
                where at > clock_timestamp() - interval '24 hours' order by at desc
                """)
                .setQueryTimeout(PATIENCE_SECONDS)
                .mapTo(Long.class)
                .map(Duration::ofMillis)
                .list());
    }

    private OptionalLong number(String sql, String holder, long fence, Duration term) {
        return jdbi.withHandle(h -> h.createQuery(sql)
                .setQueryTimeout(PATIENCE_SECONDS)
                .bind("holder", holder)
                .bind("fence", fence)
                .bind("millis", term.toMillis())
                .mapTo(Long.class)
                .findOne()
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty()));
    }
}
