package io.twokeys.bot.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.twokeys.approval.ApprovalRequest;
import io.twokeys.approval.Approvals;
import io.twokeys.bot.card.StepsCard;
import io.twokeys.bot.card.VerdictCard;
import io.twokeys.chat.outbox.Outbox;
import io.twokeys.incident.Incidents;
import io.twokeys.journal.Entry;
import io.twokeys.operation.Operation;
import io.twokeys.operation.Operation.StepRun;
import io.twokeys.operation.OperationId;
import io.twokeys.operation.OperationState;
import io.twokeys.operation.Operations;
import io.twokeys.plan.Plan;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Tells an operation in the thread of the request that cleared it: the live checklist, then the verdict. */
@Singleton
public class OperationStory implements Story {
    private static final String FREEZE = "freeze";
    private static final Set<String> SWITCHES = Set.of(FREEZE, "thaw");

    private final Operations operations;
    private final Incidents incidents;
    private final ConversationStore conversations;
    private final Outbox outbox;
    private final LogStory logs;
    private final Approvals approvals;

    @Inject
    public OperationStory(
            Operations operations,
            Incidents incidents,
            ConversationStore conversations,
            Outbox outbox,
            LogStory logs,
            Approvals approvals) {
        this.operations = operations;
        this.incidents = incidents;
        this.conversations = conversations;
        this.outbox = outbox;
        this.logs = logs;
        this.approvals = approvals;
    }

    @Override
    public boolean about(Entry entry) {
        return entry.kind().startsWith("operation.") || entry.kind().startsWith("step.");
    }

    /** What is only queued has nothing to show yet: first the thread hears that it begins. */
    @Override
    public void tell(Handle handle, Entry entry) {
        if (entry.kind().equals("operation.queued")) return;
        Operation operation =
                OperationId.parse(entry.subject()).flatMap(operations::find).orElseThrow();
        List<StepRun> runs = operations.steps(operation.id());
        for (Conversation here :
                conversations.of(handle, operation.order().request().value())) {
            showSteps(handle, here, operation, runs);
            if (startsTheUpgrade(entry)) logs.begin(handle, operation.id().toString(), here.platform());
            if (ended(entry)) {
                outbox.post(
                        handle,
                        here.inside(),
                        here.key("/" + operation.id() + "/verdict"),
                        VerdictCard.of(operation, runs));
            }
        }
        if (ended(entry)) settle(handle, entry, operation, runs);
    }

    private void showSteps(Handle handle, Conversation here, Operation operation, List<StepRun> runs) {
        String key = stepsKey(here, operation.id().toString());
        var card = StepsCard.of(operation, runs, logs.progress(operation, runs));
        if (!outbox.post(handle, here.inside(), key, card)) outbox.edit(handle, key, card);
    }

    static String stepsKey(Conversation here, String operation) {
        return here.key("/" + operation + "/steps");
    }

    /**
     * The request that cleared it ends with it. A failed operation that stopped in the middle opens an incident; one that
     * worked, pages and all, ends the target's.
     */
    private void settle(Handle handle, Entry entry, Operation operation, List<StepRun> runs) {
        approvals.finish(handle, operation.order().request(), end(operation));
        boolean told = letsPeopleIn(operation, runs)
                && incidents.letIn(
                        handle,
                        operation.target(),
                        operation.order().requester().value());
        switch (operation.state()) {
            case FAILED, UNKNOWN -> {
                if (stoppedInTheMiddle(runs) && !told) {
                    incidents.open(
                            handle,
                            operation.target(),
                            operation.id().toString(),
                            operation.plan().title() + " failed");
                }
            }
            case SUCCEEDED -> {
                if (mends(operation.plan())) {
                    incidents.recovered(handle, operation.target(), entry.actor());
                } else if (operation.plan() instanceof Plan.UndoRollback undo) {
                    String title =
                            undo.unsettled() + " had left half-upgraded what " + operation.id() + " brought back";
                    incidents.open(handle, operation.target(), operation.id().toString(), title);
                }
            }
            case QUEUED, RUNNING, CANCELLED -> {}
        }
    }

    /** A thaw after which the target is not known to work. */
    private static boolean letsPeopleIn(Operation operation, List<StepRun> runs) {
        boolean works = operation.state() == OperationState.SUCCEEDED && mends(operation.plan());
        return operation.plan() instanceof Plan.Thaw && !works && !frozen(runs).orElse(true);
    }

    /** How the maintenance page was left by the steps that stand; empty if they did not touch it. */
    static Optional<Boolean> frozen(List<StepRun> runs) {
        return runs.stream()
                .filter(run -> run.state() == Operation.StepState.DONE && SWITCHES.contains(run.id()))
                .reduce((earlier, later) -> later)
                .map(last -> last.id().equals(FREEZE));
    }

    /** Whether the target works again when this has succeeded. */
    private static boolean mends(Plan plan) {
        return switch (plan) {
            case Plan.Upgrade _, Plan.Rollback _ -> true;
            case Plan.Thaw thaw -> thaw.unsettled().isEmpty();
            case Plan.UndoRollback undo -> undo.unsettled().isEmpty();
            case Plan.Backup _, Plan.Drill _, Plan.DryRun _ -> false;
        };
    }

    private static ApprovalRequest.State end(Operation operation) {
        return switch (operation.state()) {
            case SUCCEEDED -> ApprovalRequest.State.DONE;
            case FAILED, CANCELLED -> ApprovalRequest.State.FAILED;
            case UNKNOWN -> ApprovalRequest.State.UNKNOWN;
            case QUEUED, RUNNING -> throw new IllegalStateException(operation.id() + " has not ended");
        };
    }

    private static boolean stoppedInTheMiddle(List<StepRun> runs) {
        return runs.stream()
                .anyMatch(run -> run.state() == Operation.StepState.DONE || run.state() == Operation.StepState.UNKNOWN);
    }

    private static boolean startsTheUpgrade(Entry entry) {
        JsonNode step = entry.data().path("step");
        return entry.kind().equals("step.started") && step.asText().equals("upgrade");
    }

    private static boolean ended(Entry entry) {
        return switch (entry.kind()) {
            case "operation.succeeded", "operation.failed", "operation.unknown", "operation.cancelled" -> true;
            default -> false;
        };
    }
}
