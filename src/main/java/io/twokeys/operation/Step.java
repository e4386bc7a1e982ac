package io.twokeys.operation;

/**
 * One step of a runbook.
 *
 * <p>A step is idempotent: after a crash, or when its end is not known, it is run again, perhaps by another replica while the
 * first still believes it is running it. It asks the host what is already so before it changes anything.
 */
public interface Step {
    /** Short and stable, unique in its runbook: {@code upgrade}. Part of the names of its jobs on the host. */
    String id();

    /** What people read: {@code Upgrade the modules}. */
    String title();

    /**
     * Does it, or finds it done. A long step looks at {@link StepContext#stopping()} and {@link StepContext#cancelRequested()} now
     * and then. An exception counts as {@link StepOutcome.Unknown}.
     */
    StepOutcome run(StepContext context);

    /**
     * Takes it back. Called for steps that were done and for one whose end is not known, the last first; idempotent like
     * {@link #run}. An exception means not undone yet: it is tried again.
     */
    default void undo(StepContext context) {}

    /** Whether a cancel comes too late for the engine once this step has begun; the step may still heed it itself. */
    default boolean pointOfNoReturn() {
        return false;
    }
}
