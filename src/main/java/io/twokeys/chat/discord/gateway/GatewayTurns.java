package io.twokeys.chat.discord.gateway;

import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.requests.RestRateLimiter.GlobalRateLimit;
import net.dv8tion.jda.api.utils.SessionController;
import org.jboss.logging.Logger;

/**
 * Decides when a session is begun. JDA's own controller tries an unreachable gateway thousands of times a second and remembers
 * nothing; this one waits 1 s, doubling, at most a minute, and keeps to the {@link IdentifyBudget}. It also tells JDA where the
 * gateway is, which the REST base address does not.
 */
final class GatewayTurns implements SessionController {
    private static final Logger LOG = Logger.getLogger(GatewayTurns.class);
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final String address;
    private final GatewayLease lease;
    private final InstantSource clock;
    private final Consumer<GatewayState> tell;
    private final GlobalRateLimit limit = GlobalRateLimit.create();
    private final CountDownLatch closed = new CountDownLatch(1);

    GatewayTurns(String address, GatewayLease lease, InstantSource clock, Consumer<GatewayState> tell) {
        this.address = address;
        this.lease = lease;
        this.clock = clock;
        this.tell = tell;
    }

    /** 1 s, 2 s, 4 s … a minute. */
    static Duration afterwards(Duration wait) {
        Duration doubled = wait.multipliedBy(2);
        return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    }

    void close() {
        closed.countDown();
    }

    /** False if it was closed meanwhile. */
    boolean pause(Duration time) {
        try {
            return !closed.await(Math.max(0, time.toMillis()), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopping) {
            return false;
        }
    }

    @Override
    public void appendSession(SessionConnectNode node) {
        Thread.ofVirtual().name("discord-connect").start(() -> begin(node));
    }

    private void begin(SessionConnectNode node) {
        for (Duration wait = FIRST; closed.getCount() > 0; wait = afterwards(wait)) {
            try {
                if (!pause(turn()) || begun(node)) return;
                tell.accept(new GatewayState.Connecting("the gateway does not answer"));
            } catch (InterruptedException stopping) {
                return;
            } catch (RuntimeException unreadable) {
                LOG.warnf("no Discord session is begun: %s; next try in %d s", unreadable, wait.toSeconds());
            }
            if (!pause(wait)) return;
        }
    }

    private Duration turn() {
        IdentifyBudget budget = lease.budget();
        Duration pause = budget.pause();
        if (budget.isUsedUp()) {
            var until = clock.instant().plus(pause);
            LOG.errorf("Discord: %d sessions were begun within a day; none before %s", IdentifyBudget.A_DAY, until);
            tell.accept(new GatewayState.Waiting(until));
        }
        return pause;
    }

    /** False if the gateway could not be reached; then nothing was said, and it does not count. */
    private boolean begun(SessionConnectNode node) throws InterruptedException {
        OptionalLong noted = lease.identifying();
        if (noted.isEmpty()) {
            LOG.info("Discord: another replica may hold the gateway by now; this one begins no session");
            return true;
        }
        try {
            node.run(true);
            return true;
        } catch (IllegalStateException unreachable) {
            lease.notIdentified(noted.getAsLong());
            return false;
        }
    }

    @Override
    public void removeSession(SessionConnectNode node) {
        close();
    }

    @Override
    public GlobalRateLimit getRateLimitHandle() {
        return limit;
    }

    @Override
    public String getGateway() {
        return address;
    }

    @Override
    public ShardedGateway getShardedGateway(JDA api) {
        return new ShardedGateway(address, 1);
    }
}
