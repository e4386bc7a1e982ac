package io.twokeys.operation;

import io.twokeys.fleet.TargetName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why a target is taken.
 *
 * @param holder id of the person who locked it by hand, or who asked for the running operation
 * @param reason the person's words, or the operation's title
 * @param eta when it is expected to be free: the end of a lock by hand, or what such operations usually take here
 * @param operation the running operation; null for a lock by hand
 */
public record TargetLock(
        TargetName target,
        String holder,
        String reason,
        Instant since,
        @Nullable Instant eta,
        @Nullable OperationId operation) {

    /** A lock that cannot be read counts as taken. */
    static TargetLock unreadable(TargetName target, Instant now, RuntimeException trouble) {
        return new TargetLock(
                target, "nobody knows", "the lock cannot be read: " + trouble.getMessage(), now, null, null);
    }
}
