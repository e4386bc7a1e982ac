package io.twokeys.approval;

import io.twokeys.people.PersonId;
import io.twokeys.plan.Plan;

/** Clearances for tests of what comes after the approval. */
public final class Clearances {
    private Clearances() {}

    /** As if {@code operator} had asked for it. */
    public static Clearance of(String request, Plan plan) {
        return of(request, plan, "operator");
    }

    public static Clearance of(String request, Plan plan, String requester) {
        return new Clearance(new RequestId(request), plan, new PersonId(requester));
    }
}
