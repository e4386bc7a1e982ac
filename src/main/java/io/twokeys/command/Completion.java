package io.twokeys.command;

import io.twokeys.command.Line.Token;
import io.twokeys.command.Slot.Form;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What may come next in a command that is being typed. */
public record Completion(Grammar grammar) {

    /** Discord shows no more than 25 choices in an autocomplete. */
    public static final int MOST = 25;

    /** The names that exist where the person types; each is asked for only when its slot is reached. */
    public interface Candidates {
        List<String> targets();

        List<String> modules();

        List<String> operations();

        List<String> checkpoints();
    }

    /**
     * One way on.
     *
     * @param word what would be typed next
     * @param text the whole text with that word in the place of the one being typed
     */
    public record Suggestion(String word, String text) {}

    /** Ways on from a partial text, names that begin as typed before names that merely contain it; at most {@link #MOST}. */
    public List<Suggestion> suggest(String partial, Candidates candidates) {
        if (Line.unreadable(partial).isPresent()) return List.of();
        Line line = Line.of(partial).withoutAddress();
        boolean typing =
                !partial.isEmpty() && !partial.endsWith(" ") && !line.tokens().isEmpty();
        int done = line.tokens().size() - (typing ? 1 : 0);
        List<Token> before = line.tokens().subList(0, done);
        String word = typing ? line.tokens().getLast().text() : "";
        int comma = word.lastIndexOf(',') + 1;
        String start = partial.substring(0, partial.length() - word.length() + comma);
        return ranked(next(before, word.substring(0, comma), candidates), word.substring(comma))
                .map(choice -> new Suggestion(choice, start + choice))
                .toList();
    }

    /**
     * What may be filled in for one parameter, the whole value each time: of a list, the last name is completed and what stands
     * before it is kept.
     */
    public List<String> fill(Verb verb, String parameter, String typed, Candidates candidates) {
        int comma = typed.lastIndexOf(',') + 1;
        String before = typed.substring(0, comma);
        List<String> listed =
                Stream.of(before.split(",", -1)).map(String::strip).toList();
        return verb.shape().slots().stream()
                .filter(slot -> slot.name().equals(parameter) && (comma == 0 || isList(slot)))
                .flatMap(slot -> slot.candidates().apply(candidates).stream())
                .filter(name -> !listed.contains(name))
                .collect(Collectors.collectingAndThen(
                        Collectors.toList(),
                        names -> ranked(names, typed.substring(comma).strip())))
                .map(name -> before + name)
                .toList();
    }

    private List<String> next(List<Token> before, String listed, Candidates candidates) {
        List<String> words = before.stream().map(Token::folded).toList();
        return grammar.verb(words)
                .map(verb -> verb == Verb.HELP
                        ? verbWords(words.subList(1, words.size()))
                        : inside(verb, before, listed, candidates))
                .orElseGet(() -> verbWords(words));
    }

    private List<String> verbWords(List<String> said) {
        return grammar.verbs().stream()
                .map(Grammar::wordsOf)
                .filter(phrase -> phrase.size() > said.size()
                        && phrase.subList(0, said.size()).equals(said))
                .map(phrase -> phrase.get(said.size()))
                .distinct()
                .toList();
    }

    private static List<String> inside(Verb verb, List<Token> before, String listed, Candidates candidates) {
        List<Slot<?>> open = new ArrayList<>(verb.shape().slots());
        Optional<Slot<?>> current = verb.shape().leading();
        List<Token> words = new ArrayList<>();
        for (Token token : before.subList(Grammar.wordsOf(verb).size(), before.size())) {
            Optional<Slot<?>> announced = verb.shape().announced(token);
            if (announced.isPresent()) {
                open.removeAll(current.stream().toList());
                current = announced;
                words.clear();
            } else {
                words.add(token);
            }
        }
        return choices(current, words, open, listed, candidates);
    }

    private static List<String> choices(
            Optional<Slot<?>> current, List<Token> words, List<Slot<?>> open, String listed, Candidates candidates) {
        if (current.stream().anyMatch(slot -> slot.form() == Form.TEXT)) return List.of();
        boolean wanting = current.stream().anyMatch(slot -> slot.form() == Form.WORDS && takesMore(slot, words));
        List<String> named = words.stream().map(Token::text).toList();
        List<String> alreadyListed = List.of(listed.split(",", -1));
        Stream<String> names = !wanting
                ? Stream.of()
                : current.stream()
                        .flatMap(slot -> slot.candidates().apply(candidates).stream())
                        .filter(name -> !named.contains(name) && !alreadyListed.contains(name));
        boolean mayMoveOn = listed.isEmpty()
                && (!wanting
                        || !words.isEmpty()
                        || current.stream().anyMatch(slot -> slot.keyword().isEmpty()));
        Stream<String> keywords = !mayMoveOn
                ? Stream.of()
                : open.stream()
                        .filter(slot -> !current.equals(Optional.of(slot)))
                        .map(Slot::keyword);
        return Stream.concat(names, keywords.filter(keyword -> !keyword.isEmpty()))
                .toList();
    }

    private static boolean takesMore(Slot<?> slot, List<Token> words) {
        return words.isEmpty() || isList(slot);
    }

    private static boolean isList(Slot<?> slot) {
        return slot.equals(Slot.MODULES) || slot.equals(Slot.CHECKS);
    }

    private static Stream<String> ranked(List<String> choices, String typed) {
        String wanted = typed.toLowerCase(Locale.ROOT);
        return choices.stream()
                .filter(choice -> choice.toLowerCase(Locale.ROOT).contains(wanted))
                .sorted(Comparator.comparing(
                        choice -> !choice.toLowerCase(Locale.ROOT).startsWith(wanted)))
                .limit(MOST);
    }
}
