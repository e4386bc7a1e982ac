package io.twokeys.plan.gate;

import io.twokeys.fleet.TargetName;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** What a planner must know of the past; answered by whoever keeps it. What cannot be read throws and so counts as no. */
public interface History {
    /** Who holds the target, since when, until when about, and the next move; empty if it is free. */
    Optional<String> holder(TargetName target);

    /** The upgrade that left this target's database half-upgraded and was not rolled back since, {@code UP-42}. */
    Optional<String> halfUpgradedBy(TargetName target);

    /** What {@link #halfUpgradedBy} would be if the swap of this operation were taken back now. */
    Optional<String> halfUpgradedBefore(TargetName target, String operation);

    /** The undone rollback after which nothing else changed the database, {@code UR-3}. */
    Optional<String> undoneLast(TargetName target);

    /** The operation that runs on the target, {@code UP-42}. */
    Optional<String> running(TargetName target);

    /** How long the last ten successful operations of a kind took, {@code upgrade} or {@code rollback}. */
    List<Duration> durations(TargetName target, String kind);

    /** What proves that the target can be brought back. */
    Proofs proofs(TargetName target);

    /**
     * The last time this very change was tried for the target: a dry run of it that came to a verdict, or an upgrade of the same
     * modules to the same commit on the staging twin that succeeded.
     */
    Optional<Rehearsal> rehearsal(TargetName target, Change change);

    /** The maintenance windows of the target. */
    Windows windows(TargetName target);

    /** Who could turn the keys if the change had to be taken back. */
    Keys keys(TargetName target);

    /** The waiver of a gate that holds now. */
    Optional<Waiver> waiver(TargetName target, String gate);

    /**
     * @param needed how many keys a rollback takes
     * @param holders the names of those who have one
     */
    record Keys(int needed, List<String> holders) {}

    /** @param by the id of the person who waived it */
    record Waiver(String by, Instant until, String reason) {}

    /**
     * @param checkpoint the newest verified one that can be restored
     * @param drill the newest checkpoint that was restored into a scratch database and proven to load
     */
    record Proofs(Optional<Proof> checkpoint, Optional<Proof> drill) {}

    /** @param what its id, {@code CP-12} */
    record Proof(String what, Instant at) {}

    /**
     * @param modules the modules asked for, sorted
     * @param digest SHA-256 of commit, modules, what is done to each, and the modules it begins with
     */
    record Change(String commit, List<String> modules, String digest) {}

    /**
     * @param what its id, {@code DR-3}
     * @param passed whether its verdict was good
     * @param took the upgrade of the modules alone, on a copy of the target; empty if that is not known
     */
    record Rehearsal(String what, Instant at, boolean passed, Optional<Duration> took) {}

    /**
     * @param zone where the people of the target live: when their day and their week end
     * @param open the window that runs, {@code MW-3}
     * @param next the beginning of the one that is planned
     */
    record Windows(ZoneId zone, Optional<String> open, Optional<Instant> next) {}
}
