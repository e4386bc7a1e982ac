package io.twokeys.ssh;

import java.time.Instant;

/** What the host knows of a remote job. */
public sealed interface JobState {

    /**
     * Its command was never run. A start may run it; {@link RemoteJobs#stop} makes sure that a start which is still on
     * its way does not.
     */
    record Absent() implements JobState {}

    /**
     * At least one of its processes is alive.
     *
     * @param startedAt by the host's clock, to the second
     */
    record Running(Instant startedAt) implements JobState {}

    /**
     * It ended and left its status.
     *
     * @param status 0 to 255; 128 + n when signal n ended it
     */
    record Exited(int status) implements JobState {}

    /**
     * It ended without leaving a status.
     *
     * @param how "killed without an exit status" or "the host was restarted"
     */
    record Vanished(String how) implements JobState {}

    /**
     * The host has seen a higher epoch of this operation: somebody else runs it now, and whoever is told this must stop.
     *
     * @param because a sentence with both epochs
     */
    record Refused(String because) implements JobState {}

    /** No process of it runs, and none will unless it is started again. */
    default boolean ended() {
        return switch (this) {
            case Exited ignored -> true;
            case Vanished ignored -> true;
            case Absent ignored -> false;
            case Running ignored -> false;
            case Refused ignored -> false;
        };
    }
}
