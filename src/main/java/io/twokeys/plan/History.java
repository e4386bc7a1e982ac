package io.twokeys.plan;

import io.twokeys.fleet.TargetName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a planner must know of the past; answered by whoever keeps it. What cannot be read throws and so counts as no. */
public interface History {
    /** Who holds the target, since when, until when about, and the next move; empty if it is free. */
    Optional<String> holder(TargetName target);

    /** The upgrade that left this target's database half-upgraded and was not rolled back since, {@code UP-42}. */
    Optional<String> halfUpgradedBy(TargetName target);

    /** How long the last ten successful operations of a kind took, {@code upgrade} or {@code rollback}. */
    List<Duration> durations(TargetName target, String kind);
}
