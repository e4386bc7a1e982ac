package io.twokeys.people;

/** What a person may do on a target. */
public enum Role {
    /** Reads: plans, status, history, checks. */
    VIEWER,
    /** Starts operations, asks for rollbacks; reads. */
    OPERATOR,
    /** Approves rollbacks; reads. May not start anything. */
    APPROVER;

    /** Whether whoever has this role may do what {@code role} may. */
    public boolean includes(Role role) {
        return this == role || role == VIEWER;
    }
}
