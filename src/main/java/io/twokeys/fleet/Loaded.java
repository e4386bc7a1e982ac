package io.twokeys.fleet;

import java.util.List;

/** What reading a configuration file came to: the whole of it, or every problem at once. */
public sealed interface Loaded<T> {
    record Whole<T>(T value) implements Loaded<T> {}

    /** @param problems at least one */
    record Refused<T>(List<Problem> problems) implements Loaded<T> {
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
