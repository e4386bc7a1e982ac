package io.twokeys.maintenance;

import io.twokeys.fleet.TargetName;
import java.time.Duration;
import java.time.Instant;

/** A window that somebody would like to have. {@code reason} may be empty. */
public record Booking(TargetName target, Instant start, Duration length, String reason) {}
