package io.twokeys.approval;

import io.twokeys.people.PersonId;
import io.twokeys.plan.Plan;

/**
 * Proof that the people it took agreed to this very plan, and that it begins now. Only {@link Approvals#claim} makes one
 * (and {@link Approvals#routine}, for drills alone), once per request, in the transaction that also stores what it starts: a crash leaves both or neither.
 */
public final class Clearance {
    private final RequestId request;
    private final Plan plan;
    private final PersonId requester;

    Clearance(RequestId request, Plan plan, PersonId requester) {
        this.request = request;
        this.plan = plan;
        this.requester = requester;
    }

    public RequestId request() {
        return request;
    }

    /** Byte for byte what was approved. */
    public Plan plan() {
        return plan;
    }

    /** SHA-256 of {@link #plan()}. */
    public String digest() {
        return plan.digest();
    }

    public PersonId requester() {
        return requester;
    }
}
