package io.twokeys.bot.vote;

import io.twokeys.approval.ApprovalRequest;
import io.twokeys.approval.Approvals;
import io.twokeys.approval.Claim.Reactions;
import io.twokeys.approval.RequestId;
import io.twokeys.approval.Requirement.Mode;
import io.twokeys.bot.report.Conversation;
import io.twokeys.chat.ChatTrouble;
import io.twokeys.chat.ChatUser;
import io.twokeys.chat.Standing;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Reads the reactions under open requests again: at the start, after every connection, and from time to time. So votes cast and
 * taken back while nobody listened are found, whatever the platform failed to tell.
 */
@Singleton
public final class Rereading {
    private static final Logger LOG = Logger.getLogger(Rereading.class);
    private static final long LOOK_SECONDS = 20;

    private final Approvals approvals;
    private final ShownVotes shown;
    private final Standings standings;
    private final Threads threads;
    private final KeyTurner turner;
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("reactions-", 0).factory());

    @Inject
    Rereading(Approvals approvals, ShownVotes shown, Standings standings, Threads threads, KeyTurner turner) {
        this.approvals = approvals;
        this.shown = shown;
        this.standings = standings;
        this.threads = threads;
        this.turner = turner;
    }

    public void start() {
        clockwork.scheduleWithFixedDelay(this::lookSafely, 0, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    public void stop() {
        clockwork.shutdown();
    }

    /** Looks soon; returns at once. To be called whenever a connection to a platform is up again. */
    public void lookAgain() {
        if (!clockwork.isShutdown()) clockwork.execute(this::lookSafely);
    }

    private void lookSafely() {
        try {
            look();
        } catch (RuntimeException | Error trouble) {
            LOG.error("the votes on open requests could not be read again; it is tried again", trouble);
        }
    }

    void look() {
        for (RequestId id : approvals.open()) {
            for (Conversation here : threads.of(id)) {
                if (!standings.isElsewhere(here.platform())) approvals.find(id).ifPresent(it -> look(it, here));
            }
        }
    }

    private void look(ApprovalRequest request, Conversation here) {
        if (request.requirement().mode() != Mode.TWO_KEYS || !request.state().isOpen()) return;
        try {
            Optional<Reactions> seen = shown.under(here, request, this::mayVote);
            seen.flatMap(reactions -> approvals.reconcile(request.id(), reactions))
                    .ifPresent(turner::moveOn);
        } catch (ChatTrouble trouble) {
            LOG.debugf("%s: the reactions on %s: %s", request.id(), here.platform(), trouble.getMessage());
            if (trouble.kind() == ChatTrouble.Kind.GONE) threads.redraw(request);
        }
    }

    /** Whose platform cannot be asked now is asked the next time. */
    private boolean mayVote(ChatUser user) {
        try {
            return standings.of(user) == Standing.MEMBER;
        } catch (ChatTrouble trouble) {
            LOG.debugf("%s on %s is not known: %s", user.id(), user.platform(), trouble.getMessage());
            return false;
        }
    }
}
