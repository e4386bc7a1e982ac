package io.twokeys.approval;

import io.twokeys.people.Person;
import java.util.List;

/** What came of asking. */
public sealed interface Opening {
    record Opened(ApprovalRequest request) implements Opening {}

    /**
     * It could never be granted, so nobody is asked.
     *
     * @param needed how many it takes
     * @param eligible those there are
     * @param missing who is missing and what to do, for people
     */
    record NotEnoughPeople(int needed, List<Person> eligible, String missing) implements Opening {}
}
