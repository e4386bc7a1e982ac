package io.twokeys.operation;

import io.twokeys.plan.Plan;
import java.util.List;

/** How one kind of operation is done. */
public interface Runbook {
    OperationKind kind();

    /** The steps in order. The same plan gives the same steps, with the same ids, on every replica and after every restart. */
    List<Step> steps(Plan plan);
}
