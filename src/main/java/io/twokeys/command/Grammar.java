package io.twokeys.command;

import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The verbs that can be said here; any other is unknown to parser, help and completion alike. {@link Verb#HELP} always
 * belongs to them. Immutable.
 */
public record Grammar(Set<Verb> enabled) {
    public Grammar {
        var verbs = EnumSet.of(Verb.HELP);
        verbs.addAll(enabled);
        enabled = Set.copyOf(verbs);
    }

    /** Everything that was ever thought of. */
    public static Grammar whole() {
        return new Grammar(EnumSet.allOf(Verb.class));
    }

    /** The verbs in the order help tells them. */
    public List<Verb> verbs() {
        return enabled.stream().sorted().toList();
    }

    /** The verb that these words begin with. */
    Optional<Verb> verb(List<String> words) {
        return verbs().stream()
                .filter(verb -> {
                    List<String> phrase = wordsOf(verb);
                    return words.size() >= phrase.size()
                            && words.subList(0, phrase.size()).equals(phrase);
                })
                .findFirst();
    }

    /** The verbs meant by a whole phrase or by the first word of several: {@code maintenance} means six. */
    List<Verb> about(String topic) {
        return verbs().stream()
                .filter(verb -> verb.phrase().equals(topic) || verb.phrase().startsWith(topic + " "))
                .toList();
    }

    /** The verb a person perhaps meant. */
    Optional<String> nearestVerb(String words) {
        return nearest(words, verbs().stream().map(Verb::phrase).toList());
    }

    static List<String> wordsOf(Verb verb) {
        return List.of(verb.phrase().split(" ", -1));
    }

    /** The choice that needs the fewest edits, if these are at most a third of its letters, and one for the shortest. */
    static Optional<String> nearest(String typed, Collection<String> choices) {
        if (typed.length() > 40) return Optional.empty();
        return choices.stream()
                .filter(choice -> !choice.isEmpty() && edits(typed, choice) <= Math.max(1, choice.length() / 3))
                .min(Comparator.comparingInt(choice -> edits(typed, choice)));
    }

    /** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
    private static int edits(String from, String to) {
        int[][] cost = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : edit(cost, from, to, i, j);
            }
        }
        return cost[from.length()][to.length()];
    }

    private static int edit(int[][] cost, String from, String to, int i, int j) {
        int replaced = cost[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        boolean swapped =
                i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return swapped ? Math.min(best, 1 + cost[i - 2][j - 2]) : best;
    }
}
