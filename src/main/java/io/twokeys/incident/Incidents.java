package io.twokeys.incident;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twokeys.fleet.TargetName;
import io.twokeys.incident.Incident.Status;
import io.twokeys.journal.Journal;
import io.twokeys.journal.NewEntry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Opens, finds and ends incidents. Every change and its journal entry are one transaction, the caller's. */
@Singleton
public class Incidents {
    private final Jdbi jdbi;
    private final Journal journal;

    @Inject
    public Incidents(Jdbi jdbi, Journal journal) {
        this.jdbi = jdbi;
        this.journal = journal;
    }

    /** Opens the incident of a failed operation; an operation has one, however often this is called. */
    public Incident open(Handle handle, TargetName target, String operation, String title) {
        Optional<Incident> known = IncidentStore.ofOperation(handle, operation);
        if (known.isPresent()) return known.get();
        Incident incident = IncidentStore.insert(handle, target, operation, title);
        note(handle, incident, "incident.opened", NewEntry.TWOKEYS);
        return incident;
    }

    /** The target works again: its open incidents wait for a review. */
    public void recovered(Handle handle, TargetName target, String by) {
        for (Incident incident : IncidentStore.open(handle, target)) {
            IncidentStore.move(handle, incident.id(), Status.OPEN, Status.RESOLVED_PENDING_REVIEW)
                    .ifPresent(moved -> note(handle, moved, "incident.recovered", by));
        }
    }

    /**
     * People were let in although nobody says that the target works.
     *
     * @return whether an incident is open that says so now
     */
    public boolean letIn(Handle handle, TargetName target, String by) {
        List<Incident> open = IncidentStore.open(handle, target);
        open.forEach(incident -> note(handle, incident, "incident.let-in", by));
        return !open.isEmpty();
    }

    /**
     * The review is done. Empty if it was resolved before or is still open.
     *
     * @param learnt what was written down; may be empty
     */
    public Optional<Incident> resolve(IncidentId id, String by, String learnt) {
        return jdbi.inTransaction(handle -> {
            var moved = IncidentStore.move(handle, id, Status.RESOLVED_PENDING_REVIEW, Status.RESOLVED);
            moved.ifPresent(incident -> note(handle, incident, "incident.resolved", by, learnt));
            return moved;
        });
    }

    public Optional<Incident> find(IncidentId id) {
        return jdbi.withHandle(handle -> IncidentStore.find(handle, id));
    }

    public Optional<Incident> find(Handle handle, IncidentId id) {
        return IncidentStore.find(handle, id);
    }

    /** Not resolved yet, newest first. */
    public List<Incident> unresolved(TargetName target) {
        return jdbi.withHandle(handle -> IncidentStore.unresolved(handle, target));
    }

    private void note(Handle handle, Incident incident, String kind, String actor) {
        note(handle, incident, kind, actor, "");
    }

    private void note(Handle handle, Incident incident, String kind, String actor, String learnt) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put("operation", incident.operation());
        data.put("title", incident.title());
        data.put("status", incident.status().words());
        if (!learnt.isEmpty()) data.put("learnt", learnt);
        journal.append(
                handle, new NewEntry(incident.id().value(), incident.target().value(), kind, actor, data));
    }
}
