package io.twokeys.command;

import io.twokeys.command.Noun.CheckName;
import io.twokeys.command.Noun.CheckpointId;
import io.twokeys.command.Noun.IncidentId;
import io.twokeys.command.Noun.Mention;
import io.twokeys.command.Noun.ModuleName;
import io.twokeys.command.Noun.OperationId;
import io.twokeys.command.Noun.Revision;
import io.twokeys.command.Noun.WindowId;
import io.twokeys.fleet.TargetName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a person asked for, one record per verb. Immutable. Where no target was said, the place where it was said decides.
 */
public sealed interface Command {

    /** The target that was named. */
    default Optional<TargetName> target() {
        return Optional.empty();
    }

    default Verb verb() {
        return Phrase.of(this).verb();
    }

    /** The command in its canonical words, without {@code /odoo}; {@link CommandParser} reads them back to an equal command. */
    default String text() {
        return Phrase.of(this).text();
    }

    record Upgrade(List<ModuleName> modules, Optional<TargetName> target, Optional<Revision> at) implements Command {
        public Upgrade {
            modules = List.copyOf(modules);
        }
    }

    record MakePlan(List<ModuleName> modules, Optional<TargetName> target, Optional<Revision> at) implements Command {
        public MakePlan {
            modules = List.copyOf(modules);
        }
    }

    record DryRun(List<ModuleName> modules, Optional<TargetName> target, Optional<Revision> at) implements Command {
        public DryRun {
            modules = List.copyOf(modules);
        }
    }

    /** No check named means all of them. */
    record Check(List<CheckName> checks, Optional<TargetName> target) implements Command {
        public Check {
            checks = List.copyOf(checks);
        }
    }

    /** No length said means 24 hours. */
    record Waive(CheckName gate, Optional<TargetName> target, Optional<Duration> length, String because)
            implements Command {}

    /** No checkpoint named means the one the last operation took. */
    record Rollback(Optional<CheckpointId> to, Optional<TargetName> target, Optional<String> because)
            implements Command {}

    record UndoRollback(OperationId rollback) implements Command {}

    record Backup(Optional<TargetName> target) implements Command {}

    record Checkpoints(Optional<TargetName> target) implements Command {}

    record Drill(Optional<TargetName> target) implements Command {}

    record Thaw(Optional<TargetName> target) implements Command {}

    record Diagnose(Optional<OperationId> operation, Optional<TargetName> target) implements Command {}

    record Logs(Optional<TargetName> target, Optional<String> grep, Optional<Duration> since, boolean follow)
            implements Command {}

    /** A planned time on a target. Where no window is named, the target's running or next one is meant. */
    sealed interface Maintenance extends Command {
        record Schedule(When start, Duration length, Optional<TargetName> target, Optional<String> because)
                implements Maintenance {}

        record Start(
                Optional<WindowId> window,
                Optional<TargetName> target,
                Optional<Duration> length,
                Optional<String> because)
                implements Maintenance {}

        record Extend(Optional<WindowId> window, Duration by, Optional<TargetName> target) implements Maintenance {}

        record End(Optional<WindowId> window, Optional<TargetName> target) implements Maintenance {}

        record Cancel(WindowId window, Optional<String> because) implements Maintenance {}

        record Listing(Optional<TargetName> target) implements Maintenance {}
    }

    /** Where no incident is named, the thread's own is meant. */
    sealed interface Incident extends Command {
        record Open(Optional<TargetName> target, String because) implements Incident {}

        record Update(Optional<IncidentId> incident, String note) implements Incident {}

        record Assign(Optional<IncidentId> incident, Mention to) implements Incident {}

        record Resolve(Optional<IncidentId> incident, Optional<String> because) implements Incident {}

        record Report(Optional<IncidentId> incident) implements Incident {}
    }

    record Status(Optional<TargetName> target) implements Command {}

    record History(Optional<TargetName> target) implements Command {}

    record Lock(Optional<TargetName> target, String because) implements Command {}

    record Unlock(Optional<TargetName> target) implements Command {}

    record Cancel(OperationId operation) implements Command {}

    record Whoami() implements Command {}

    /** The journal, proven. */
    sealed interface Audit extends Command {
        record Verify() implements Audit {}

        record Export(OperationId operation) implements Audit {}
    }

    /**
     * The question what may be said here.
     *
     * @param topic a verb or the first word of several, such as {@code maintenance}; empty for all
     */
    record Help(Optional<String> topic) implements Command {}
}
