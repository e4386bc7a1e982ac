package io.twokeys.plan.gate;

import io.twokeys.fleet.TargetName;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Nothing has happened yet; a test overrides what it is about. */
public class NoHistory implements History {
    @Override
    public Optional<String> holder(TargetName target) {
        return Optional.empty();
    }

    @Override
    public Optional<String> halfUpgradedBy(TargetName target) {
        return Optional.empty();
    }

    @Override
    public Optional<String> halfUpgradedBefore(TargetName target, String operation) {
        return Optional.empty();
    }

    @Override
    public Optional<String> undoneLast(TargetName target) {
        return Optional.empty();
    }

    @Override
    public Optional<String> running(TargetName target) {
        return Optional.empty();
    }

    @Override
    public List<Duration> durations(TargetName target, String kind) {
        return List.of();
    }

    @Override
    public Proofs proofs(TargetName target) {
        return new Proofs(Optional.empty(), Optional.empty());
    }

    @Override
    public Optional<Rehearsal> rehearsal(TargetName target, Change change) {
        return Optional.empty();
    }

    @Override
    public Optional<Waiver> waiver(TargetName target, String gate) {
        return Optional.empty();
    }

    @Override
    public Keys keys(TargetName target) {
        return new Keys(2, List.of("Ann", "Bob"));
    }

    @Override
    public Windows windows(TargetName target) {
        return new Windows(ZoneOffset.UTC, Optional.empty(), Optional.empty());
    }
}
