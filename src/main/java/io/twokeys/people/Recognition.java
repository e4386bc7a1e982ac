package io.twokeys.people;

import java.util.List;

/** Who stands behind an account on a platform. Only {@link Known} may do anything. */
public sealed interface Recognition {
    record Known(Person person) implements Recognition {}

    record Unknown(String platformKey, String userId) implements Recognition {}

    /** Two or more persons claim the account, so it is nobody's. */
    record Ambiguous(String platformKey, String userId, List<PersonId> claimants) implements Recognition {}
}
