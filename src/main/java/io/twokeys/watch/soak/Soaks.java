package io.twokeys.watch.soak;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twokeys.fleet.Fleet;
import io.twokeys.fleet.Target;
import io.twokeys.incident.Incidents;
import io.twokeys.journal.Journal;
import io.twokeys.journal.NewEntry;
import io.twokeys.operation.Operation;
import io.twokeys.operation.OperationId;
import io.twokeys.operation.OperationState;
import io.twokeys.operation.Operations;
import io.twokeys.ssh.HostTrouble;
import io.twokeys.tail.Redactor;
import io.twokeys.timer.Alarm;
import io.twokeys.timer.Timers;
import io.twokeys.watch.soak.Soak.Seen;
import io.twokeys.watch.soak.Soak.State;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Looks at upgraded targets every half a minute until their time is over, on one replica at a time. What was seen stands in the
 * database after every look, so a look that was cut off is made again.
 *
 * <p>A breach opens the operation's incident and ends the watch; so does whatever begins on the target meanwhile.
 */
@Singleton
public class Soaks {
    /** The kind of alarm that says: look at the target of this operation. */
    static final String ALARM = "soak";

    private static final Duration EVERY = Duration.ofSeconds(30);

    private final Jdbi jdbi;
    private final Journal journal;
    private final Timers timers;
    private final Scene scene;
    private final InstantSource clock;

    @Inject
    public Soaks(Jdbi jdbi, Journal journal, Timers timers, Scene scene, InstantSource clock) {
        this.jdbi = jdbi;
        this.journal = journal;
        this.timers = timers;
        this.scene = scene;
        this.clock = clock;
    }

    /** What it looks at, how, and where it calls for help. */
    public record Scene(Fleet fleet, Operations operations, Incidents incidents, Sight sight) {}

    /** Answers the alarms from now on; before the alarm clock starts. */
    public void start() {
        timers.on(ALARM, this::ring);
    }

    /**
     * Begins to watch, or finds it begun.
     *
     * @param log from where Odoo's log counts
     * @return when it ends
     */
    public Instant begin(OperationId operation, Target target, String log) {
        String id = operation.toString();
        Instant now = clock.instant();
        var soak =
                new Soak(id, target.name(), now.plus(target.settings().watch().time()), new Seen(log, 0, 0, 0));
        return jdbi.inTransaction(handle -> {
            if (!SoakStore.insert(handle, soak)) return SoakStore.until(handle, id);
            timers.schedule(handle, ALARM, id, now.plus(EVERY));
            write(
                    handle,
                    soak,
                    "soak.began",
                    data(soak.seen()).put("until", soak.until().toString()));
            return soak.until();
        });
    }

    Alarm.Next ring(String id) {
        Optional<Soak> found = jdbi.withHandle(handle -> SoakStore.watching(handle, id));
        if (found.isEmpty()) return new Alarm.Done();
        Soak soak = found.get();
        Operation operation =
                OperationId.parse(id).flatMap(scene.operations()::find).orElseThrow();
        if (!operation.state().isFinal()) return later();
        Optional<String> over = over(soak, operation);
        if (over.isPresent()) return cutShort(soak, over.get());
        try {
            Glance glance = scene.sight().at(soak);
            return jdbi.inTransaction(handle -> settle(handle, soak, operation, glance));
        } catch (HostTrouble trouble) {
            return clock.instant().isBefore(soak.until())
                    ? later()
                    : cutShort(soak, Redactor.masked(trouble.getMessage()));
        }
    }

    /** Why it is not watched any longer; empty if it is. */
    private Optional<String> over(Soak soak, Operation operation) {
        if (scene.fleet().find(soak.target()).isEmpty()) return Optional.of(soak.target() + " is no target any more");
        if (operation.state() != OperationState.SUCCEEDED) return Optional.of(operation.id() + " did not succeed");
        return scene.operations().running(soak.target()).map(other -> other.id() + " began");
    }

    private Alarm.Next settle(Handle handle, Soak soak, Operation operation, Glance glance) {
        Seen seen = soak.seen().and(glance);
        int most = scene.fleet()
                .find(soak.target())
                .orElseThrow()
                .settings()
                .watch()
                .errors();
        List<String> breaches = glance.breaches(most, seen.unanswered()).stream()
                .map(Redactor::masked)
                .toList();
        boolean timeIsOver = !clock.instant().isBefore(soak.until());
        State state = !breaches.isEmpty() ? State.BREACHED : timeIsOver ? State.QUIET : State.WATCHING;
        if (!SoakStore.move(handle, soak, seen, state)) return new Alarm.Done();
        switch (state) {
            case BREACHED -> breached(handle, soak, operation, breaches);
            case QUIET -> write(handle, soak, "soak.ended", data(seen));
            case WATCHING, CUT_SHORT -> {}
        }
        return state == State.WATCHING ? later() : new Alarm.Done();
    }

    private void breached(Handle handle, Soak soak, Operation operation, List<String> breaches) {
        String title = operation.plan().title() + " succeeded, but is not well since";
        var incident = scene.incidents().open(handle, soak.target(), soak.operation(), title);
        ObjectNode data = data(soak.seen()).put("incident", incident.id().value());
        breaches.forEach(data.putArray("breaches")::add);
        write(handle, soak, "soak.breached", data);
    }

    private Alarm.Next cutShort(Soak soak, String why) {
        jdbi.useTransaction(handle -> {
            if (!SoakStore.move(handle, soak, soak.seen(), State.CUT_SHORT)) return;
            write(handle, soak, "soak.ended", data(soak.seen()).put("why", why));
        });
        return new Alarm.Done();
    }

    private Alarm.Next later() {
        return new Alarm.Again(clock.instant().plus(EVERY));
    }

    private static ObjectNode data(Seen seen) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("looks", seen.looks())
                .put("errors", seen.errors())
                .put("log", !seen.log().isEmpty());
    }

    private void write(Handle handle, Soak soak, String kind, ObjectNode data) {
        journal.append(handle, new NewEntry(soak.operation(), soak.target().value(), kind, NewEntry.TWOKEYS, data));
    }
}
