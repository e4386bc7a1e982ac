package io.twokeys.chat.discord.gateway;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The right to the one gateway session, as this process knows it. It expires by the database's clock; here it counts as gone a
 * second earlier, measured from before the database was asked, so that two processes never both believe to hold it.
 */
final class GatewayLease {
    /** How long a leader that died keeps the others waiting. */
    static final Duration TERM = Duration.ofSeconds(8);

    private static final Duration MARGIN = Duration.ofSeconds(1);

    private final GatewayStore store;
    private final InstantSource clock;
    private final String holder;
    private volatile @Nullable Held held;

    private record Held(long fence, Instant until) {}

    GatewayLease(GatewayStore store, InstantSource clock, String holder) {
        this.store = store;
        this.clock = clock;
        this.holder = holder;
    }

    boolean holds() {
        Held now = held;
        return now != null && clock.instant().isBefore(now.until());
    }

    /** Takes it if nobody has it. */
    boolean take() {
        Instant asked = clock.instant();
        return keep(store.take(holder, TERM), asked);
    }

    /** Holds it for another term; false if that came too late. */
    boolean renew() {
        Held now = held;
        if (now == null) return false;
        Instant asked = clock.instant();
        return keep(store.renew(holder, now.fence(), TERM), asked);
    }

    private boolean keep(OptionalLong fence, Instant asked) {
        held = fence.isEmpty()
                ? null
                : new Held(fence.getAsLong(), asked.plus(TERM).minus(MARGIN));
        return fence.isPresent();
    }

    /** Gives it up, so that the next one need not wait. */
    void release() {
        Held now = held;
        held = null;
        if (now != null) store.release(holder, now.fence());
    }

    /** Notes an IDENTIFY in everybody's sight before it is sent; empty if this process may not send one. */
    OptionalLong identifying() {
        Held now = held;
        return now == null ? OptionalLong.empty() : store.identifying(holder, now.fence());
    }

    void notIdentified(long id) {
        store.notIdentified(id);
    }

    IdentifyBudget budget() {
        return new IdentifyBudget(store.identified());
    }
}
