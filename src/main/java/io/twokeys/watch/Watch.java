package io.twokeys.watch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twokeys.fleet.Fleet;
import io.twokeys.fleet.TargetName;
import io.twokeys.journal.Entry;
import io.twokeys.journal.Journal;
import io.twokeys.journal.NewEntry;
import io.twokeys.operation.Operations;
import io.twokeys.plan.gate.Gate;
import io.twokeys.plan.gate.Gate.Result;
import io.twokeys.ssh.HostTrouble;
import io.twokeys.timer.Alarm;
import io.twokeys.timer.Timers;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Looks at every target on a schedule, on one replica at a time, and writes into the journal which gates changed. A gate that
 * is seen for the first time is a change only if it fails.
 *
 * <p>While an operation has the target nothing is looked at: what it does there is told by itself.
 */
@Singleton
public final class Watch {
    /** The kind of alarm that says: look at this target. */
    static final String ALARM = "checks";

    /** The kind of the journal entry; its subject is the target's name. */
    private static final String CHANGED = "checks.changed";

    private static final Duration WHILE_BUSY = Duration.ofMinutes(5);
    private static final String REACHED = "host-reached";
    /** They come and go with the hour and with ordinary work: asked before an upgrade, no news by themselves. */
    private static final Set<String> OF_THE_MOMENT = Set.of(
            "target-free",
            "window-open",
            "hour-sensible",
            "crons-idle",
            "queue-drained",
            "host-quiet",
            "locks-granted");

    private final Jdbi jdbi;
    private final Journal journal;
    private final Timers timers;
    private final Sight sight;
    private final WatchSettings settings;
    private final InstantSource clock;

    @Inject
    public Watch(Jdbi jdbi, Journal journal, Timers timers, Sight sight, WatchSettings settings, InstantSource clock) {
        this.jdbi = jdbi;
        this.journal = journal;
        this.timers = timers;
        this.sight = sight;
        this.settings = settings;
        this.clock = clock;
    }

    /** What it looks at, and how. */
    public record Sight(Fleet fleet, Operations operations, Look look) {}

    /** Sets the alarms and answers them from now on; before the alarm clock starts. */
    public void start() {
        timers.on(ALARM, this::ring);
        if (settings.every().isZero()) return;
        Instant first = clock.instant().plus(settings.every());
        jdbi.useTransaction(handle -> sight.fleet()
                .targets()
                .forEach(target -> timers.atLatest(handle, ALARM, target.name().value(), first)));
    }

    /** Whether the entry says which gates of its target changed. */
    public static boolean wrote(Entry entry) {
        return entry.kind().equals(CHANGED);
    }

    Alarm.Next ring(String alarm) {
        var name = new TargetName(alarm);
        if (settings.every().isZero() || sight.fleet().find(name).isEmpty()) return new Alarm.Done();
        if (sight.operations().running(name).isPresent()) {
            return new Alarm.Again(clock.instant().plus(WHILE_BUSY));
        }
        List<Gate> gates = look(name);
        jdbi.useTransaction(handle -> compare(handle, name, gates));
        return new Alarm.Again(clock.instant().plus(settings.every()));
    }

    private List<Gate> look(TargetName target) {
        try {
            List<Gate> gates = new ArrayList<>(sight.look().at(target));
            gates.removeIf(gate -> OF_THE_MOMENT.contains(gate.id()));
            gates.add(new Gate(REACHED, Result.PASS, "the host answers", ""));
            return gates;
        } catch (HostTrouble trouble) {
            String why = String.valueOf(trouble.getMessage());
            return List.of(new Gate(REACHED, Result.FAIL, why, "Until then nothing else is known of it."));
        }
    }

    private void compare(Handle handle, TargetName target, List<Gate> gates) {
        Map<String, Result> before = SeenStore.take(handle, target);
        ArrayNode changes = JsonNodeFactory.instance.arrayNode();
        for (Gate gate : gates) {
            Result was = before.get(gate.id());
            SeenStore.put(handle, target, gate, clock.instant());
            if (was == null ? gate.result() == Result.FAIL : was != gate.result()) changes.add(change(was, gate));
        }
        if (changes.isEmpty()) return;
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.set("changes", changes);
        journal.append(handle, new NewEntry(target.value(), target.value(), CHANGED, NewEntry.TWOKEYS, data));
    }

    private static ObjectNode change(@org.jspecify.annotations.Nullable Result was, Gate gate) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("gate", gate.id())
                .put("was", was == null ? "unknown" : word(was))
                .put("now", word(gate.result()))
                .put("evidence", gate.evidence())
                .put("fix", gate.fix());
    }

    private static String word(Result result) {
        return result.name().toLowerCase(Locale.ROOT);
    }
}
