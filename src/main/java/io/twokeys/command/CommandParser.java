package io.twokeys.command;

import io.twokeys.command.Line.Token;
import io.twokeys.command.Parsed.Problem;
import io.twokeys.command.Parsed.Refused;
import io.twokeys.command.Parsed.Understood;
import io.twokeys.command.Slot.Form;
import io.twokeys.command.Slot.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads what a person typed. Total: any text is understood or refused, none makes it throw. Safe for many threads. */
public final class CommandParser {
    private final Grammar grammar;

    public CommandParser(Grammar grammar) {
        this.grammar = grammar;
    }

    /** Reads a text, with or without the bot's mention and {@code /odoo} before it. No words at all ask for help. */
    public Parsed parse(String text) {
        Optional<Problem> unreadable = Line.unreadable(text);
        if (unreadable.isPresent()) return new Refused(unreadable.get());
        Line line = Line.of(text).withoutAddress();
        List<String> words = line.tokens().stream().map(Token::folded).toList();
        if (words.isEmpty()) return new Understood(new Command.Help(Optional.empty()));
        return grammar.verb(words)
                .map(verb -> command(verb, line))
                .orElseGet(() -> new Refused(noSuchVerb(line.tokens(), words)));
    }

    private Parsed command(Verb verb, Line line) {
        var values = new Values();
        for (Segment segment : segments(verb, line)) {
            Optional<Problem> problem = segment.slot()
                    .map(slot -> fill(values, slot, segment))
                    .orElseGet(() -> Optional.of(segment.tooMany(0)));
            if (problem.isPresent()) return new Refused(problem.get());
        }
        return missing(verb, line, values)
                .or(() -> values.maybe(Slot.TOPIC).flatMap(topic -> noSuchTopic(topic, line.tokens())))
                .<Parsed>map(Refused::new)
                .orElseGet(() -> new Understood(verb.command(values)));
    }

    private static List<Segment> segments(Verb verb, Line line) {
        List<Token> tokens = line.tokens();
        List<Segment> segments = new ArrayList<>();
        int at = Grammar.wordsOf(verb).size();
        Token head = tokens.get(at - 1);
        List<Token> leading = wordsFrom(verb, tokens, at);
        if (!leading.isEmpty()) {
            segments.add(
                    new Segment(verb, line, verb.shape().leading(), "/odoo " + verb.phrase(), head.end(), leading));
        }
        at += leading.size();
        while (at < tokens.size()) {
            Token keyword = tokens.get(at);
            Optional<Slot<?>> slot = verb.shape().announced(keyword);
            boolean rest = slot.stream().anyMatch(it -> it.form() == Form.TEXT) && !quotedAlone(verb, tokens, at + 1);
            List<Token> words = rest ? rest(line, keyword) : wordsFrom(verb, tokens, at + 1);
            segments.add(new Segment(verb, line, slot, keyword.text(), keyword.end(), words));
            at = rest ? tokens.size() : at + 1 + words.size();
        }
        return segments;
    }

    /** The words from an index up to the next keyword of the verb. */
    private static List<Token> wordsFrom(Verb verb, List<Token> tokens, int from) {
        return tokens.subList(from, tokens.size()).stream()
                .takeWhile(word -> verb.shape().announced(word).isEmpty())
                .toList();
    }

    private static boolean quotedAlone(Verb verb, List<Token> tokens, int at) {
        boolean quoted = at < tokens.size() && tokens.get(at).quoted();
        return quoted
                && (at + 1 == tokens.size()
                        || verb.shape().announced(tokens.get(at + 1)).isPresent());
    }

    private static List<Token> rest(Line line, Token keyword) {
        int start = keyword.end();
        String text = line.text().substring(start);
        return text.isBlank()
                ? List.of()
                : List.of(new Token(text, start, line.text().length(), true));
    }

    private static <T> Optional<Problem> fill(Values values, Slot<T> slot, Segment segment) {
        if (values.has(slot)) return Optional.of(segment.headTwice());
        return switch (slot.read(segment)) {
            case Reading.Wrong<T>(var problem) -> Optional.of(problem);
            case Reading.Value<T>(var value) -> {
                values.put(slot, value);
                yield Optional.empty();
            }
        };
    }

    private static Optional<Problem> missing(Verb verb, Line line, Values values) {
        return verb.shape().needed().stream()
                .filter(slot -> !values.has(slot))
                .findFirst()
                .map(slot -> Segment.nothingFor(slot, verb, line));
    }

    private Optional<Problem> noSuchTopic(String topic, List<Token> tokens) {
        if (!grammar.about(topic).isEmpty()) return Optional.empty();
        Token word = tokens.get(1);
        Optional<String> near = grammar.nearestVerb(topic).map(verb -> "/odoo help " + verb);
        return Optional.of(unknown(topic, word, near, "`/odoo help` lists them."));
    }

    private Problem noSuchVerb(List<Token> tokens, List<String> words) {
        Token first = tokens.getFirst();
        List<Verb> family = grammar.about(words.getFirst());
        if (family.isEmpty()) {
            Optional<String> near = grammar.nearestVerb(words.getFirst())
                    .or(() -> words.size() < 2
                            ? Optional.empty()
                            : grammar.nearestVerb(words.get(0) + " " + words.get(1)));
            return unknown(first.text(), first, near.map(verb -> "/odoo " + verb), "`/odoo help` lists them.");
        }
        String next = "`/odoo help " + words.getFirst() + "` explains.";
        if (words.size() > 1) {
            String both = words.get(0) + " " + words.get(1);
            String typed = first.text() + " " + tokens.get(1).text();
            return unknown(typed, tokens.get(1), grammar.nearestVerb(both).map(verb -> "/odoo " + verb), next);
        }
        String choices = family.stream().map(verb -> "`" + verb.phrase() + "`").collect(Collectors.joining(", "));
        String what = "`" + first.text() + "` alone says too little: " + choices + ".";
        return new Problem(what, first.text(), first.start() + 1, Optional.empty(), next);
    }

    private static Problem unknown(String typed, Token word, Optional<String> near, String next) {
        String shown = Segment.shown(typed);
        return new Problem("`" + shown + "` is not a verb I know.", shown, word.start() + 1, near, next);
    }
}
