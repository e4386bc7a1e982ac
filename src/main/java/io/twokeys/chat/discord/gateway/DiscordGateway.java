package io.twokeys.chat.discord.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.entities.Message.MentionType;
import net.dv8tion.jda.api.utils.messages.MessageRequest;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the one gateway session: whichever replica holds the lease connects, and stays connected; the others wait for it to be
 * free. Discord being away never holds the service up. What the session misses between two leaders, or while the line is down,
 * Discord does not repeat: {@link #whenBack} is the moment to read again what may have changed.
 */
@Singleton
public final class DiscordGateway {
    private static final Logger LOG = Logger.getLogger(DiscordGateway.class);
    private static final Duration RENEWAL = Duration.ofSeconds(2);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration WATCH = Duration.ofMillis(200);
    private static final Duration FRESH_START = Duration.ofSeconds(5);

    private final DiscordSettings settings;
    private final InstantSource clock;
    private final GatewayLease lease;
    private final List<Runnable> whenBack = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService beats = Executors.newScheduledThreadPool(
            2, Thread.ofVirtual().name("discord-lease-", 0).factory());
    private volatile GatewayState state = new GatewayState.Off();
    private volatile Ear ear = (type, payload, delivery) -> {};
    private volatile @Nullable GatewayLine line;
    private volatile Instant renewed = Instant.EPOCH;
    private volatile Instant notBefore = Instant.EPOCH;
    private volatile boolean stopped;

    /** Where events go, on the gateway's own thread and in its order: take them and return. */
    @FunctionalInterface
    public interface Ear {
        /**
         * @param type {@code INTERACTION_CREATE}
         * @param delivery names this delivery for good: the session and the event's number in it, the same when it is replayed
         */
        void heard(String type, JsonNode payload, String delivery);
    }

    @Inject
    public DiscordGateway(DiscordSettings settings, GatewayStore store, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.lease = new GatewayLease(store, clock, settings.replica());
    }

    /** Begins to try for the lease, in the background. Does nothing where Discord is off. */
    public void start(Ear listener) {
        if (!settings.enabled()) return;
        ear = listener;
        MessageRequest.setDefaultMentions(EnumSet.noneOf(MentionType.class));
        state = new GatewayState.Connecting("asking for the lease");
        beats.scheduleWithFixedDelay(this::lookAtLease, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
        beats.scheduleWithFixedDelay(this::watch, 0, WATCH.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Closes the session and gives the lease up; another replica connects within a second. */
    public void stop() throws InterruptedException {
        stopped = true;
        beats.shutdown();
        if (!beats.awaitTermination(5, TimeUnit.SECONDS))
            LOG.warn("the database does not answer; the Discord lease runs out by itself");
        GatewayLine open = line;
        line = null;
        if (open != null) open.close();
        release();
        state = new GatewayState.Off();
    }

    /** Whether the session is ours and up at this moment. */
    public boolean isOpen() {
        GatewayLine open = line;
        return open != null && lease.holds() && open.isConnected();
    }

    /** The way to the REST API; empty on a replica that does not lead. */
    public Optional<JDA> jda() {
        GatewayLine open = line;
        return open != null && lease.holds() ? open.jda() : Optional.empty();
    }

    /** Whether the account is the bot's own. */
    public boolean isSelf(String account) {
        return jda().filter(open -> open.getSelfUser().getId().equals(account)).isPresent();
    }

    /**
     * Has {@code look} called after every connect and reconnect, after a take-over, and when reactions were cleared by a
     * moderator: the event names nobody, so whoever counts votes reads them again. On a thread of its own; calls may overlap.
     */
    public void whenBack(Runnable look) {
        whenBack.add(look);
    }

    /** Calls every {@link #whenBack}, in the background. */
    public void lookAgain() {
        for (Runnable look : whenBack) Thread.ofVirtual().name("discord-look").start(() -> run(look));
    }

    private static void run(Runnable look) {
        try {
            look.run();
        } catch (RuntimeException failed) {
            LOG.warn("looking again after Discord was away failed", failed);
        }
    }

    public GatewayState state() {
        return state;
    }

    /** Renews the lease, or tries for it. A database that does not answer is no reason to lead on: see {@link #watch}. */
    private void lookAtLease() {
        try {
            if (state instanceof GatewayState.Refused) return;
            if (line != null) renew();
            else if (!clock.instant().isBefore(notBefore)) take();
        } catch (RuntimeException unanswered) {
            LOG.warnf("the Discord lease could not be read: %s", unanswered.getMessage());
        }
    }

    private void renew() {
        Instant now = clock.instant();
        if (now.isBefore(renewed.plus(RENEWAL))) return;
        if (lease.renew()) renewed = now;
        else cut("the lease ran out");
    }

    private void take() {
        if (!lease.take()) {
            state = new GatewayState.Standby();
            return;
        }
        renewed = clock.instant();
        state = new GatewayState.Connecting("this replica leads");
        LOG.info("Discord: this replica leads and connects");
        GatewayLine next = new GatewayLine(settings, lease, clock, new Events());
        line = next;
        next.open();
    }

    /** Closes a session whose lease is over even while the renewal hangs. */
    private void watch() {
        if (line != null && !lease.holds()) cut("the lease could not be renewed in time");
    }

    private synchronized void cut(String why) {
        GatewayLine open = line;
        if (open == null) return;
        LOG.warnf("Discord: %s; the session is closed at once", why);
        line = null;
        open.cut();
        state = new GatewayState.Standby();
    }

    private void release() {
        try {
            lease.release();
        } catch (RuntimeException unanswered) {
            LOG.warnf("the Discord lease was not given up: %s; it runs out by itself", unanswered.getMessage());
        }
    }

    private final class Events implements GatewayLine.Owner {
        @Override
        public void stands(GatewayState next) {
            if (!stopped && !(state instanceof GatewayState.Refused)) state = next;
        }

        @Override
        public void back(JDA jda) {
            LOG.infof("Discord: %s", state.words());
            lookAgain();
        }

        /** Not for a process whose lease is over: another one hears it too. Interactions are told apart by their id. */
        @Override
        public void heard(String type, JsonNode payload, String delivery) {
            if (lease.holds() || type.equals("INTERACTION_CREATE")) ear.heard(type, payload, delivery);
        }

        @Override
        public void ended(int code) {
            if (GatewayState.Refused.isFinal(code)) {
                GatewayState.Refused refused = GatewayState.Refused.of(code);
                LOG.errorf("Discord: %s", refused.words());
                state = refused;
            } else {
                LOG.warnf("Discord: the session ended with close code %d; a new one follows", code);
                notBefore = clock.instant().plus(FRESH_START);
            }
            Thread.ofVirtual().name("discord-end").start(this::end);
        }

        private void end() {
            synchronized (DiscordGateway.this) {
                GatewayLine open = line;
                line = null;
                if (open != null) open.cut();
            }
            release();
        }
    }
}
