package io.twokeys.approval;

import io.twokeys.people.PersonId;
import io.twokeys.plan.Plan;

/** Clearances for tests of what comes after the approval. */
public final class Clearances {
    private Clearances() {}

    public static Clearance of(int request, Plan plan, String requester) {
        return new Clearance(new RequestId("AR-" + request), plan, new PersonId(requester));
    }
}
