package io.twokeys.command;

import java.util.Optional;

/** What became of a text. */
public sealed interface Parsed {

    /** A command, complete and well-formed. Whether its target or modules exist is not known here. */
    record Understood(Command command) implements Parsed {}

    /** No command; nothing was done. */
    record Refused(Problem problem) implements Parsed {}

    /**
     * Why a text is no command.
     *
     * @param what what is wrong, one sentence
     * @param word the offending word as typed, shortened; empty if something is missing
     * @param position where the word stands in the text, the first character being 1
     * @param nearest what was perhaps meant
     * @param next the next move, one sentence or two
     */
    record Problem(String what, String word, int position, Optional<String> nearest, String next) {

        /** What, perhaps the nearest match, and the next move: what a person reads. */
        public String sentence() {
            return what + nearest.map(it -> " Did you mean `" + it + "`?").orElse("") + " " + next;
        }
    }
}
