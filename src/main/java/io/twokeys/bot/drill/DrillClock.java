package io.twokeys.bot.drill;

import io.twokeys.approval.Approvals;
import io.twokeys.approval.Clearance;
import io.twokeys.bot.card.PlanCard;
import io.twokeys.bot.report.Conversation;
import io.twokeys.bot.report.ConversationStore;
import io.twokeys.bot.report.ProposalJson;
import io.twokeys.chat.Platform;
import io.twokeys.chat.outbox.Outbox;
import io.twokeys.chat.outbox.OutboxSender;
import io.twokeys.fleet.Fleet;
import io.twokeys.fleet.Target;
import io.twokeys.fleet.TargetName;
import io.twokeys.odoo.host.Reach;
import io.twokeys.operation.OperationKind;
import io.twokeys.operation.Operations;
import io.twokeys.operation.Operations.Admission;
import io.twokeys.plan.Gate;
import io.twokeys.plan.Plan;
import io.twokeys.plan.Planned;
import io.twokeys.plan.Planner;
import io.twokeys.plan.Proposal;
import io.twokeys.ssh.HostTrouble;
import io.twokeys.timer.Alarm;
import io.twokeys.timer.Timers;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Begins a drill on every target whose last successful one is too long ago. What stands against it is said in the log, and it
 * is tried again an hour later. The alarm may ring twice: a target runs one drill at a time, and a fresh one is not repeated.
 */
@Singleton
public class DrillClock {
    /** The kind of alarm that says: look whether this target wants a drill. */
    static final String ALARM = "drill";

    private static final Logger LOG = Logger.getLogger(DrillClock.class);
    private static final Duration AFTER_THE_START = Duration.ofMinutes(1);
    private static final Duration LATER = Duration.ofHours(1);

    private final Fleet fleet;
    private final Planning planning;
    private final Operations operations;
    private final Telling telling;
    private final Timers timers;
    private final Rhythm rhythm;

    @Inject
    DrillClock(Fleet fleet, Planning planning, Operations operations, Telling telling, Timers timers, Rhythm rhythm) {
        this.fleet = fleet;
        this.planning = planning;
        this.operations = operations;
        this.telling = telling;
        this.timers = timers;
        this.rhythm = rhythm;
    }

    /**
     * How often.
     *
     * @param every empty for never
     */
    public record Rhythm(Optional<Duration> every, InstantSource clock) {
        public Rhythm {
            every.filter(time -> time.compareTo(LATER) < 0).ifPresent(time -> {
                throw new IllegalArgumentException("a drill every " + time + " is too often: at least an hour apart");
            });
        }
    }

    /** How it is planned. */
    @Singleton
    static final class Planning {
        private final Planner planner;
        private final Reach reach;
        private final Approvals approvals;

        @Inject
        Planning(Planner planner, Reach reach, Approvals approvals) {
            this.planner = planner;
            this.reach = reach;
            this.approvals = approvals;
        }
    }

    /** Where it is told. */
    @Singleton
    static final class Telling {
        private final Jdbi jdbi;
        private final ConversationStore conversations;
        private final Outbox outbox;
        private final OutboxSender sender;

        @Inject
        Telling(Jdbi jdbi, ConversationStore conversations, Outbox outbox, OutboxSender sender) {
            this.jdbi = jdbi;
            this.conversations = conversations;
            this.outbox = outbox;
            this.sender = sender;
        }
    }

    /** Answers the alarms of drills from now on; before the alarm clock starts. */
    public void start() {
        timers.on(ALARM, this::ring);
        if (rhythm.every().isEmpty()) return;
        Instant soon = rhythm.clock().instant().plus(AFTER_THE_START);
        telling.jdbi.useTransaction(handle -> fleet.targets()
                .forEach(target ->
                        timers.schedule(handle, ALARM, target.name().value(), later(soon, due(target.name())))));
    }

    private Alarm.Next ring(String name) {
        Optional<Target> target = fleet.find(name);
        if (target.isEmpty() || rhythm.every().isEmpty()) return new Alarm.Done();
        Instant now = rhythm.clock().instant();
        Instant due = due(target.get().name());
        if (due.isAfter(now)) return new Alarm.Again(due);
        boolean begun = begun(target.get());
        return new Alarm.Again(now.plus(begun ? rhythm.every().get() : LATER));
    }

    private Instant due(TargetName target) {
        return operations
                .lastSuccess(target, OperationKind.DRILL)
                .map(last -> last.plus(rhythm.every().orElseThrow()))
                .orElse(Instant.EPOCH);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private boolean begun(Target target) {
        try {
            return switch (planning.planner.drill(planning.reach.host(target.name()), Optional.empty())) {
                case Planned.Refused(String sentence) -> not(target, sentence);
                case Planned.Proposed(Proposal proposal) ->
                    proposal.gates().stream()
                            .filter(gate -> gate.result() == Gate.Result.FAIL)
                            .findFirst()
                            .map(gate -> not(target, gate.evidence() + ". " + gate.fix()))
                            .orElseGet(() -> begin(target, proposal));
            };
        } catch (HostTrouble trouble) {
            return not(target, trouble.getMessage());
        } catch (Taken taken) {
            return not(target, taken.getMessage());
        }
    }

    private static boolean not(Target target, String why) {
        LOG.warnf("%s: the drill does not begin, it is tried again in an hour: %s", target.name(), why);
        return false;
    }

    /** Clearance, operation, conversations and cards in one transaction. */
    private boolean begin(Target target, Proposal proposal) {
        if (!(proposal.plan() instanceof Plan.Drill drill))
            throw new IllegalStateException(proposal.plan().title());
        telling.jdbi.useTransaction(handle -> {
            Clearance clearance = planning.approvals.routine(handle, drill);
            switch (operations.enqueue(handle, clearance)) {
                case Admission.Queued queued -> tell(handle, target, clearance, proposal);
                case Admission.Busy(var lock) -> throw new Taken(lock.target() + " is taken: " + lock.reason());
            }
        });
        telling.sender.nudge();
        return true;
    }

    private void tell(Handle handle, Target target, Clearance clearance, Proposal proposal) {
        target.channels().forEach((platform, channel) -> {
            var here = new Conversation(
                    clearance.request().value(),
                    Platform.valueOf(platform.toUpperCase(Locale.ROOT)),
                    channel,
                    null,
                    ProposalJson.write(proposal));
            telling.conversations.open(handle, here);
            telling.outbox.post(handle, here.root(), here.card(), PlanCard.answered(proposal, "Started on schedule."));
        });
    }

    /** Somebody else has the target; nothing was written. */
    private static final class Taken extends RuntimeException {
        private static final long serialVersionUID = 1;

        Taken(String message) {
            super(message);
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }
}
