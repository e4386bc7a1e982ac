package io.twokeys.plan;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.twokeys.fleet.TargetName;
import java.util.List;
import java.util.Map;

/**
 * What an operation will do. Immutable; two plans are the same plan when their digests are.
 *
 * <p>A plan holds what people approve and nothing that merely passes by: no clock times, no estimates, no free disk. If a
 * fact in it changes before execution, the digest differs and the votes are void.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Plan.Upgrade.class, name = "upgrade"),
    @JsonSubTypes.Type(value = Plan.Rollback.class, name = "rollback"),
    @JsonSubTypes.Type(value = Plan.UndoRollback.class, name = "undo-rollback"),
    @JsonSubTypes.Type(value = Plan.Backup.class, name = "backup"),
    @JsonSubTypes.Type(value = Plan.Drill.class, name = "drill"),
    @JsonSubTypes.Type(value = Plan.DryRun.class, name = "dry-run"),
    @JsonSubTypes.Type(value = Plan.Thaw.class, name = "thaw")
})
public sealed interface Plan {
    TargetName target();

    String database();

    /** The titles of the runbook's steps, in order. */
    List<String> steps();

    /** The one line that names it: {@code upgrade sale_custom on prod}. */
    @JsonIgnore
    String title();

    /** Every module that will be loaded, in Odoo's order; none if it upgrades nothing. */
    @JsonIgnore
    default List<Change> loads() {
        return switch (this) {
            case Upgrade upgrade -> upgrade.changes();
            case DryRun dryRun -> dryRun.changes();
            case Rollback _, UndoRollback _, Backup _, Drill _, Thaw _ -> List.of();
        };
    }

    /** This plan as canonical JSON: keys sorted, no white space. What is hashed, stored and run. */
    default String canonical() {
        return CanonicalJson.of(this);
    }

    /** SHA-256 of {@link #canonical()} in hexadecimal. */
    default String digest() {
        return CanonicalJson.sha256(canonical());
    }

    /** Reads what {@link #canonical()} wrote. */
    static Plan parse(String canonical) {
        return CanonicalJson.parse(canonical, Plan.class);
    }

    /**
     * Upgrade of modules.
     *
     * @param modules the modules asked for
     * @param changes every module that will be loaded, in Odoo's order
     * @param baseline SHA-256 of the installed modules with state and version, the ground the plan stands on
     * @param checkpoint how the restore point is taken: {@code clone}, {@code dump} or {@code pgbackrest}
     */
    record Upgrade(
            TargetName target,
            String database,
            List<String> modules,
            Revisions revisions,
            List<Change> changes,
            String baseline,
            String checkpoint,
            List<String> steps)
            implements Plan {
        @Override
        public String title() {
            return "upgrade " + String.join(", ", modules) + " on " + target;
        }

        /** SHA-256 of what it does to the modules and on what ground; equal for a dry run of the same change. */
        @JsonIgnore
        public String change() {
            return changeOf(modules, revisions.to(), changes, baseline);
        }
    }

    /** The commit that is deployed and the commit that will be, both in full. */
    record Revisions(String from, String to) {}

    /**
     * One module of an upgrade.
     *
     * @param from installed version; empty when it is newly installed
     * @param why {@code requested}, {@code depends on sale_custom}, …
     * @param scripts migration scripts in the order they run, {@code 19.0.1.1.0/post-fill.py}
     */
    record Change(String module, String from, String to, String why, List<String> scripts) {}

    /**
     * Return to a checkpoint.
     *
     * @param checkpoint its id, {@code CP-12}
     * @param undoes the operation that made it necessary, {@code UP-42}; empty if none
     * @param keepAs the name under which the present database is kept
     */
    record Rollback(
            TargetName target,
            String database,
            String checkpoint,
            String undoes,
            Revisions revisions,
            Fingerprints fingerprints,
            String keepAs,
            List<String> steps)
            implements Plan {
        @Override
        public String title() {
            return "roll back " + target + " to " + checkpoint;
        }
    }

    /**
     * Return to the database that a rollback replaced and kept.
     *
     * @param undone the operation whose swap is taken back, {@code RB-7}
     * @param kept the name under which that operation keeps the database
     * @param keepAs the name under which the present database is kept
     * @param unsettled the operation that left the kept database half-upgraded, {@code UP-42}; empty if none did
     */
    record UndoRollback(
            TargetName target,
            String database,
            String undone,
            String kept,
            Revisions revisions,
            Fingerprints fingerprints,
            String keepAs,
            String unsettled,
            List<String> steps)
            implements Plan {
        @Override
        public String title() {
            return "undo " + undone + " on " + target;
        }
    }

    /**
     * A checkpoint, taken for its own sake.
     *
     * @param checkpoint how it is taken: {@code clone}, for which Odoo stops, {@code dump} or {@code pgbackrest}
     */
    record Backup(TargetName target, String database, String checkpoint, List<String> steps) implements Plan {
        @Override
        public String title() {
            return "back up " + target;
        }
    }

    /**
     * A checkpoint restored beside everything else, proven and dropped again.
     *
     * @param scratch the database that is made for it
     * @param fingerprint SHA-256 of the modules' states and versions that it must have
     */
    record Drill(
            TargetName target,
            String database,
            String checkpoint,
            String scratch,
            String fingerprint,
            List<String> steps)
            implements Plan {
        @Override
        public String title() {
            return "drill " + checkpoint + " of " + target;
        }
    }

    /**
     * Traffic let in again, whatever an operation before has left behind.
     *
     * @param unsettled the operation after which the database is not known to be whole, {@code UP-42}; empty if none
     */
    record Thaw(TargetName target, String database, String unsettled, List<String> steps) implements Plan {
        @Override
        public String title() {
            return "reopen " + target;
        }
    }

    /**
     * An upgrade on a copy: a checkpoint of one target restored on the host of its staging twin, neutralized, upgraded there
     * with the twin's Odoo and addons checkout, judged, and dropped.
     *
     * @param target the twin
     * @param database the copy, made for this and dropped afterwards
     * @param modules the modules asked for
     * @param revisions the commit in the twin's checkout, and the one that is tried
     * @param changes every module that will be loaded, in Odoo's order
     */
    record DryRun(
            TargetName target,
            String database,
            Source source,
            List<String> modules,
            Revisions revisions,
            List<Change> changes,
            List<String> steps)
            implements Plan {
        @Override
        public String title() {
            return "dry-run " + String.join(", ", modules) + " of " + source.target() + " on " + target;
        }

        /** SHA-256 of what it does to the modules and on what ground; equal for the upgrade that it tries. */
        @JsonIgnore
        public String change() {
            return changeOf(modules, revisions.to(), changes, source.baseline());
        }
    }

    /**
     * Where the copy of a dry run comes from.
     *
     * @param target the target whose upgrade is tried
     * @param checkpoint its id, {@code CP-12}
     * @param baseline SHA-256 of the target's modules with state and version, in the database of now and in the checkpoint
     */
    record Source(TargetName target, String checkpoint, String baseline) {}

    private static String changeOf(List<String> modules, String commit, List<Change> changes, String baseline) {
        return CanonicalJson.sha256(CanonicalJson.of(
                Map.of("modules", modules, "commit", commit, "changes", changes, "baseline", baseline)));
    }

    /** SHA-256 of the modules' states and versions now and in the database that takes its place. */
    record Fingerprints(String current, String restored) {}
}
