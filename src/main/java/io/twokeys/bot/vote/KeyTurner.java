package io.twokeys.bot.vote;

import io.twokeys.approval.ApprovalRequest;
import io.twokeys.approval.Approvals;
import io.twokeys.approval.Claim;
import io.twokeys.approval.Claim.Started;
import io.twokeys.approval.Clearance;
import io.twokeys.approval.RequestId;
import io.twokeys.approval.Requirement.Mode;
import io.twokeys.chat.ChatTrouble;
import io.twokeys.chat.Message;
import io.twokeys.chat.Message.Kind;
import io.twokeys.chat.Message.Text;
import io.twokeys.chat.Platform;
import io.twokeys.operation.Operation;
import io.twokeys.operation.Operations;
import io.twokeys.operation.Operations.Admission;
import io.twokeys.plan.Plan;
import io.twokeys.plan.PlanDifference;
import io.twokeys.plan.Planned;
import io.twokeys.plan.Proposal;
import io.twokeys.plan.gate.Gate;
import io.twokeys.ssh.HostTrouble;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * Takes granted requests over the point of no return. Right before, everything is looked at once more: the reactions on the
 * platforms, the roles, the target. What cannot be read means not now.
 */
@Singleton
public final class KeyTurner {
    private static final Logger LOG = Logger.getLogger(KeyTurner.class);

    private static final String UNREADABLE = "votes-unreadable";
    private static final Duration PAUSE = Duration.ofSeconds(3);

    /** Slack allows a workspace 50 edits a minute or so; a countdown leaves room for others. */
    private static final Duration BETWEEN_DRAWINGS = Duration.ofSeconds(3);

    /** How long the replica that can read the votes may be silent before another says that nobody does. */
    private static final Duration LEFT_ALONE = Duration.ofSeconds(30);

    private final Approvals approvals;
    private final Operations operations;
    private final LastLook look;
    private final Threads threads;
    private final VoteSettings settings;
    private final InstantSource clock;
    private final Map<RequestId, Drawn> drawn = new ConcurrentHashMap<>();
    private final Map<RequestId, Instant> notBefore = new ConcurrentHashMap<>();
    private final Set<RequestId> underway = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("keys-", 0).factory());

    @Inject
    KeyTurner(
            Approvals approvals,
            Operations operations,
            LastLook look,
            Threads threads,
            VoteSettings settings,
            InstantSource clock) {
        this.approvals = approvals;
        this.operations = operations;
        this.look = look;
        this.threads = threads;
        this.settings = settings;
        this.clock = clock;
    }

    /** @param version of the request's progress that the card shows */
    private record Drawn(int version, Instant at) {}

    public void start() {
        clockwork.scheduleWithFixedDelay(this::lookSafely, 0, 500, TimeUnit.MILLISECONDS);
    }

    public void stop() {
        clockwork.shutdown();
    }

    private void lookSafely() {
        try {
            look();
        } catch (RuntimeException | Error trouble) {
            LOG.error("the open requests could not be looked at; it is tried again", trouble);
        }
    }

    /** Moves every open request on as far as it can go now. Any replica may do so at any time. */
    void look() {
        approvals.expireDue();
        List<RequestId> open = approvals.open();
        notBefore.keySet().retainAll(open);
        drawn.keySet().retainAll(open);
        for (RequestId id : open) approvals.find(id).ifPresent(this::moveOn);
    }

    /** A request that was just granted, or found granted after a restart. */
    void moveOn(ApprovalRequest request) {
        switch (request.state()) {
            case APPROVED -> {
                if (request.requirement().mode() == Mode.CONFIRMATION) turn(request);
                else approvals.beginCountdown(request.id(), settings.countdown());
            }
            case COUNTDOWN -> {
                var until = request.progress().countdownUntil();
                if (until != null && !clock.instant().isBefore(until)) turn(request);
                else showCountdown(request);
            }
            case PENDING, EXECUTING, DONE, FAILED, UNKNOWN, DENIED, EXPIRED, CANCELLED, SUPERSEDED -> {}
        }
    }

    /** What changed while it was drawn is drawn over it, so that no old countdown stays on the card. */
    private void showCountdown(ApprovalRequest seen) {
        Instant now = clock.instant();
        Drawn before = drawn.get(seen.id());
        boolean isFresh = before != null
                && before.version() == seen.progress().version()
                && now.isBefore(before.at().plus(BETWEEN_DRAWINGS));
        if (isFresh) return;
        drawn.put(seen.id(), new Drawn(seen.progress().version(), now));
        threads.redraw(seen);
        approvals
                .find(seen.id())
                .filter(later -> later.progress().version() != seen.progress().version())
                .ifPresent(threads::redraw);
    }

    /** On a thread of its own, because hosts may be slow; one at a time for each request, and not again at once. */
    private void turn(ApprovalRequest request) {
        Instant now = clock.instant();
        if (now.isBefore(notBefore.getOrDefault(request.id(), now)) || !underway.add(request.id())) return;
        Thread.startVirtualThread(() -> {
            try {
                attempt(request);
            } catch (RuntimeException trouble) {
                LOG.errorf(trouble, "%s could not be begun; it is tried again", request.id());
            } finally {
                notBefore.put(request.id(), clock.instant().plus(PAUSE));
                underway.remove(request.id());
            }
        });
    }

    private void attempt(ApprovalRequest request) {
        Set<Platform> elsewhere = look.elsewhere(request);
        if (!elsewhere.isEmpty()) {
            leave(request, elsewhere);
            return;
        }
        approvals.tried(request.id());
        try {
            switch (look.at(request)) {
                case Planned.Refused(String sentence) -> say(request, "cannot-begin", "It cannot begin: " + sentence);
                case Planned.Proposed(Proposal now) -> weigh(request, now);
            }
        } catch (ChatTrouble trouble) {
            LOG.warnf("%s: the votes cannot be read again: %s", request.id(), trouble.getMessage());
            say(request, UNREADABLE, unreadable("" + trouble.getMessage()));
        } catch (HostTrouble trouble) {
            say(
                    request,
                    "unreadable",
                    "It does not begin yet, because the target cannot be read: " + trouble.getMessage());
        }
    }

    /** Another replica has the only connection, and the word; if none has, somebody must say so. */
    private void leave(ApprovalRequest request, Set<Platform> elsewhere) {
        if (!approvals.isLeftAlone(request.id(), LEFT_ALONE)) return;
        String where = elsewhere.stream().map(Platform::key).sorted().collect(Collectors.joining(" and "));
        say(request, UNREADABLE, unreadable("nobody is connected to " + where));
    }

    private static String unreadable(String why) {
        return "It does not begin yet, because the votes cannot be read again: " + why + ".";
    }

    /** The same plan may stand behind a gate that has closed since. */
    private void weigh(ApprovalRequest request, Proposal now) {
        String digest = now.plan().digest();
        Optional<Gate> closed = now.gates().stream()
                .filter(gate -> gate.result() == Gate.Result.FAIL)
                .findFirst();
        if (closed.isPresent() && digest.equals(request.digest())) {
            Gate gate = closed.get();
            say(request, "gate-" + gate.id(), "It does not begin yet: " + gate.evidence() + ". " + gate.fix());
            return;
        }
        report(request, approvals.claim(request.id(), look.reality(request, digest), this::start), now.plan());
    }

    private Started<Operation> start(Handle handle, Clearance clearance) {
        return switch (operations.enqueue(handle, clearance)) {
            case Admission.Queued(Operation operation) -> new Started.Begun<>(operation);
            case Admission.Busy(var lock) ->
                new Started.NotNow<>(lock.target() + " is taken: " + lock.reason() + ", by " + lock.holder());
        };
    }

    private void report(ApprovalRequest request, Claim<Operation> claim, Plan now) {
        switch (claim) {
            case Claim.Cleared<Operation> cleared ->
                LOG.infof("%s runs as %s", request.id(), cleared.started().id());
            case Claim.Held<Operation> held -> say(request, "held", "It does not begin yet: " + held.because() + ".");
            case Claim.Superseded<Operation> superseded ->
                say(
                        request,
                        "superseded",
                        "The target changed, so the votes are void:\n"
                                + String.join("\n", PlanDifference.between(request.plan(), now)));
            case Claim.BackToPending<Operation> back ->
                say(
                        request,
                        "back" + back.request().progress().version(),
                        back.missing() == 1 ? "1 key is missing again." : back.missing() + " keys are missing again.");
            case Claim.Refused<Operation> refused ->
                LOG.infof(
                        "%s was not begun: %s", request.id(), refused.refusal().sentence());
        }
    }

    /** Says it once, however often it is true. */
    private void say(ApprovalRequest request, String what, String words) {
        threads.say(request, what, Message.of(Kind.REFUSAL, "Not begun", Text.of(words)));
    }
}
