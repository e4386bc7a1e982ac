package io.twokeys.bot;

import io.twokeys.approval.ApprovalRequest;
import io.twokeys.approval.Approvals;
import io.twokeys.approval.Claim;
import io.twokeys.approval.Claim.Reactions;
import io.twokeys.approval.Claim.Reality;
import io.twokeys.approval.Claim.Started;
import io.twokeys.approval.RequestId;
import io.twokeys.approval.Requirement.Mode;
import io.twokeys.bot.report.ApprovalStory;
import io.twokeys.bot.report.Conversation;
import io.twokeys.chat.ChatTrouble;
import io.twokeys.chat.Message;
import io.twokeys.chat.Message.Kind;
import io.twokeys.chat.Message.Text;
import io.twokeys.operation.Operation;
import io.twokeys.operation.Operations;
import io.twokeys.operation.Operations.Admission;
import io.twokeys.plan.Gate;
import io.twokeys.plan.PlanDifference;
import io.twokeys.plan.Planned;
import io.twokeys.plan.Proposal;
import io.twokeys.ssh.HostTrouble;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Takes granted requests over the point of no return. Right before, everything is looked at once more: the reactions on the
 * platforms, the roles, the target. What cannot be read means not now.
 */
@Singleton
public final class KeyTurner {
    private static final Logger LOG = Logger.getLogger(KeyTurner.class);

    private static final Duration PAUSE = Duration.ofSeconds(3);

    private final Approvals approvals;
    private final Operations operations;
    private final FreshLook look;
    private final ApprovalStory story;
    private final PlanDesk.Voice voice;
    private final BotSettings settings;
    private final Map<RequestId, Instant> notBefore = new ConcurrentHashMap<>();
    private final Set<RequestId> underway = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("keys-", 0).factory());

    @Inject
    KeyTurner(
            Approvals approvals,
            Operations operations,
            FreshLook look,
            ApprovalStory story,
            PlanDesk.Voice voice,
            BotSettings settings) {
        this.approvals = approvals;
        this.operations = operations;
        this.look = look;
        this.story = story;
        this.voice = voice;
        this.settings = settings;
    }

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
                if (until != null && !voice.clock().instant().isBefore(until)) turn(request);
                else showCountdown(request);
            }
            case PENDING, EXECUTING, DONE, FAILED, UNKNOWN, DENIED, EXPIRED, CANCELLED, SUPERSEDED -> {}
        }
    }

    /** What changed while it was drawn is drawn over it, so that no old countdown stays on the card. */
    private void showCountdown(ApprovalRequest seen) {
        draw(seen);
        approvals
                .find(seen.id())
                .filter(now -> now.progress().version() != seen.progress().version())
                .ifPresent(this::draw);
    }

    private void draw(ApprovalRequest request) {
        voice.jdbi().useTransaction(handle -> {
            for (Conversation here :
                    voice.conversations().of(handle, request.id().value())) {
                voice.outbox().edit(handle, here.card(), story.card(request, here));
            }
        });
        voice.sender().nudge();
    }

    /** On a thread of its own, because hosts may be slow; one at a time for each request, and not again at once. */
    private void turn(ApprovalRequest request) {
        Instant now = voice.clock().instant();
        if (now.isBefore(notBefore.getOrDefault(request.id(), now)) || !underway.add(request.id())) return;
        Thread.startVirtualThread(() -> {
            try {
                attempt(request);
            } catch (RuntimeException trouble) {
                LOG.errorf(trouble, "%s could not be begun; it is tried again", request.id());
            } finally {
                notBefore.put(request.id(), voice.clock().instant().plus(PAUSE));
                underway.remove(request.id());
            }
        });
    }

    private void attempt(ApprovalRequest request) {
        try {
            switch (look.at(request.plan())) {
                case Planned.Refused(String sentence) -> say(request, "cannot-begin", "It cannot begin: " + sentence);
                case Planned.Proposed(Proposal now) -> weigh(request, now);
            }
        } catch (ChatTrouble trouble) {
            say(
                    request,
                    "votes-unreadable",
                    "It does not begin yet, because the votes cannot be read again: " + trouble.getMessage() + ".");
        } catch (HostTrouble trouble) {
            say(
                    request,
                    "unreadable",
                    "It does not begin yet, because the target cannot be read: " + trouble.getMessage());
        }
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
        report(request, approvals.claim(request.id(), new Reality(digest, shown(request)), this::start), now.plan());
    }

    private Started<Operation> start(org.jdbi.v3.core.Handle handle, io.twokeys.approval.Clearance clearance) {
        return switch (operations.enqueue(handle, clearance)) {
            case Admission.Queued(Operation operation) -> new Started.Begun<>(operation);
            case Admission.Busy(var lock) ->
                new Started.NotNow<>(lock.target() + " is taken: " + lock.reason() + ", by " + lock.holder());
        };
    }

    private void report(ApprovalRequest request, Claim<Operation> claim, io.twokeys.plan.Plan now) {
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

    /**
     * Reactions of every platform. A vote on a card that is gone does not count.
     *
     * @throws ChatTrouble if a platform is away: then nobody knows, and nothing begins
     */
    private List<Reactions> shown(ApprovalRequest request) {
        List<Reactions> all = new ArrayList<>();
        for (Conversation here : voice.jdbi()
                .withHandle(
                        handle -> voice.conversations().of(handle, request.id().value()))) {
            try {
                look.reactions(here).ifPresent(all::add);
            } catch (ChatTrouble trouble) {
                LOG.warnf(
                        "%s: the reactions on %s cannot be read: %s",
                        request.id(), here.platform(), trouble.getMessage());
                if (trouble.kind() != ChatTrouble.Kind.GONE) throw trouble;
            }
        }
        return all;
    }

    /** Says it once, however often it is true. */
    private void say(ApprovalRequest request, String what, String words) {
        voice.jdbi().useTransaction(handle -> {
            for (Conversation here :
                    voice.conversations().of(handle, request.id().value())) {
                voice.outbox()
                        .post(
                                handle,
                                here.inside(),
                                here.key("/" + what),
                                Message.of(Kind.REFUSAL, "Not begun", Text.of(words)));
            }
        });
        voice.sender().nudge();
    }
}
