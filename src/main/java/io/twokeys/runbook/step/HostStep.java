package io.twokeys.runbook.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twokeys.odoo.host.OdooHost;
import io.twokeys.odoo.host.Reach;
import io.twokeys.operation.Step;
import io.twokeys.operation.StepContext;
import io.twokeys.operation.StepOutcome;
import io.twokeys.operation.StepOutcome.Aftermath;
import io.twokeys.operation.StepOutcome.Failed;
import io.twokeys.operation.StepOutcome.Unknown;
import io.twokeys.plan.Plan;
import io.twokeys.ssh.HostTrouble;
import io.twokeys.tail.Redactor;

/**
 * A step on a target's host. Trouble that may pass is tried again; a refusal fails the step with its sentence.
 *
 * <p>What failed before the modules were touched is undone, and a drill or a dry run always; after that, and in a rollback, everything
 * stays as it is.
 */
public abstract class HostStep implements Step {
    /** In the result: what people should know of a step that was done. */
    public static final String REMARK = "remark";

    private final Reach reach;
    private final String id;
    private final String title;

    protected HostStep(Reach reach, String id, String title) {
        this.reach = reach;
        this.id = id;
        this.title = title;
    }

    @Override
    public final String id() {
        return id;
    }

    @Override
    public final String title() {
        return title;
    }

    @Override
    public final StepOutcome run(StepContext context) {
        OdooHost host = host(context);
        try {
            StepOutcome outcome = act(context, host);
            return outcome instanceof Failed failed ? withoutItsHalf(context, host, failed) : outcome;
        } catch (HostTrouble trouble) {
            return trouble.kind().passes()
                    ? new Unknown(masked(trouble))
                    : withoutItsHalf(context, host, failed(context, masked(trouble)));
        }
    }

    /** The runner undoes the steps before a failed one; what that one began itself is taken back here. */
    private StepOutcome withoutItsHalf(StepContext context, OdooHost host, Failed failed) {
        if (failed.aftermath() == Aftermath.STAY) return failed;
        try {
            takeBack(context, host);
            return failed;
        } catch (HostTrouble trouble) {
            return trouble.kind().passes()
                    ? new Unknown(masked(trouble))
                    : failed(
                            context,
                            failed.why() + " Taking it back failed, too: " + masked(trouble),
                            failed.evidence());
        }
    }

    @Override
    public final void undo(StepContext context) {
        takeBack(context, host(context));
    }

    protected abstract StepOutcome act(StepContext context, OdooHost host);

    protected void takeBack(StepContext context, OdooHost host) {}

    /** Whether the modules may have been touched when this step runs in an upgrade. */
    protected boolean afterTheUpgrade() {
        return false;
    }

    protected final Failed failed(StepContext context, String why) {
        return failed(context, why, result());
    }

    protected final Failed failed(StepContext context, String why, JsonNode evidence) {
        boolean untouched = switch (context.plan()) {
            case Plan.Upgrade _, Plan.Backup _ -> !afterTheUpgrade();
            case Plan.Drill _, Plan.DryRun _ -> true;
            case Plan.Rollback _, Plan.UndoRollback _, Plan.Thaw _ -> false;
        };
        return new Failed(why.replace("\0", ""), evidence, untouched ? Aftermath.UNDO : Aftermath.STAY);
    }

    /** What a host said goes to the journal and to chats, so without its secrets. */
    static String masked(HostTrouble trouble) {
        return Redactor.masked(trouble.getMessage());
    }

    protected static ObjectNode result() {
        return JsonNodeFactory.instance.objectNode();
    }

    private OdooHost host(StepContext context) {
        return reach.host(context.plan().target());
    }
}
