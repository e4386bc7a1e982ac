package io.twokeys.waiver;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twokeys.fleet.TargetName;
import io.twokeys.journal.Journal;
import io.twokeys.journal.NewEntry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Keeps waivers; each is in the journal before it counts. */
@Singleton
public class Waivers {
    /** How long one holds if nobody says otherwise. */
    public static final Duration USUAL = Duration.ofHours(24);

    public static final Duration LONGEST = Duration.ofDays(7);

    private final Jdbi jdbi;
    private final Journal journal;
    private final InstantSource clock;

    @Inject
    public Waivers(Jdbi jdbi, Journal journal, InstantSource clock) {
        this.jdbi = jdbi;
        this.journal = journal;
        this.clock = clock;
    }

    public void grant(Waiver waiver) {
        ObjectNode data = JsonNodeFactory.instance
                .objectNode()
                .put("gate", waiver.gate())
                .put("reason", waiver.reason())
                .put("until", waiver.until().toString());
        String target = waiver.target().value();
        jdbi.useTransaction(handle -> {
            WaiverStore.insert(handle, waiver, clock.instant());
            journal.append(
                    handle,
                    new NewEntry(target, target, "gate.waived", waiver.by().value(), data));
        });
    }

    /** The waiver that holds now. */
    public Optional<Waiver> of(TargetName target, String gate) {
        return jdbi.withHandle(handle -> WaiverStore.find(handle, target, gate, clock.instant()));
    }
}
