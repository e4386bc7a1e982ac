package io.twokeys.runbook.step;

import io.twokeys.checkpoint.Checkpoint;
import io.twokeys.checkpoint.Checkpoints;
import io.twokeys.incident.Incident;
import io.twokeys.incident.Incidents;
import io.twokeys.odoo.host.OdooHost;
import io.twokeys.odoo.host.Reach;
import io.twokeys.operation.StepContext;
import io.twokeys.operation.StepOutcome;
import io.twokeys.ssh.HostTrouble;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Deletes checkpoints beyond what the target keeps. What an incident that nobody has closed began with stays. What cannot be
 * deleted is said and tried again by the next operation: the one that is over has succeeded.
 */
public final class DeleteCheckpoints extends HostStep {
    private final Checkpoints checkpoints;
    private final Incidents incidents;

    public DeleteCheckpoints(Reach reach, Checkpoints checkpoints, Incidents incidents) {
        super(reach, "retention", "Delete checkpoints beyond what is kept");
        this.checkpoints = checkpoints;
        this.incidents = incidents;
    }

    @Override
    protected StepOutcome act(StepContext context, OdooHost host) {
        Set<String> needed = incidents.unresolved(host.target().name()).stream()
                .map(Incident::operation)
                .collect(Collectors.toSet());
        var result = result();
        var deleted = result.putArray("deleted");
        var kept = result.putArray("keptForIncidents");
        for (Checkpoint checkpoint : checkpoints.beyondWhatIsKept(host.target())) {
            if (needed.contains(checkpoint.operation())) {
                kept.add(checkpoint.id().value());
                continue;
            }
            try {
                checkpoints.delete(host, checkpoint);
                deleted.add(checkpoint.id().value());
                context.note("checkpoint.deleted", checkpoint.id());
            } catch (HostTrouble trouble) {
                if (trouble.kind().passes()) throw trouble;
                result.put("notDeleted", checkpoint.id() + ": " + masked(trouble));
                break;
            }
        }
        return new StepOutcome.Done(result);
    }

    @Override
    protected boolean afterTheUpgrade() {
        return true;
    }
}
