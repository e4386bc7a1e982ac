package io.twokeys.operation;

import io.twokeys.plan.Plan;

/** What sort of work an operation does. */
public enum OperationKind {
    UPGRADE("UP", true),
    ROLLBACK("RB", true),
    UNDO_ROLLBACK("UR", true),
    BACKUP("BK", true),
    CHECK("CH", false),
    DRY_RUN("DR", true),
    DRILL("DL", true),
    THAW("TH", true);

    private final String prefix;
    private final boolean exclusive;

    OperationKind(String prefix, boolean exclusive) {
        this.prefix = prefix;
        this.exclusive = exclusive;
    }

    /** What its ids begin with. */
    public String prefix() {
        return prefix;
    }

    /** Whether it needs the target for itself: one such operation a target at a time. */
    public boolean exclusive() {
        return exclusive;
    }

    /** The kind of operation that carries out {@code plan}. */
    public static OperationKind of(Plan plan) {
        return switch (plan) {
            case Plan.Upgrade _ -> UPGRADE;
            case Plan.Rollback _ -> ROLLBACK;
            case Plan.UndoRollback _ -> UNDO_ROLLBACK;
            case Plan.Backup _ -> BACKUP;
            case Plan.Drill _ -> DRILL;
            case Plan.DryRun _ -> DRY_RUN;
            case Plan.Thaw _ -> THAW;
        };
    }
}
