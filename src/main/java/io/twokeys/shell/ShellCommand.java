package io.twokeys.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A command line for a POSIX shell, kept as words until the moment it is sent. Immutable.
 *
 * <p>{@link #line()} is what the host gets, {@link #toString()} what people and logs see: secrets print as dots there.
 */
public record ShellCommand(List<Word> words) {
    /** POSIX.1-2017, Shell Command Language, 2.4; those that shells may add; the ones quoted anyway are left out. */
    private static final Set<String> RESERVED = Set.of(
            "case",
            "do",
            "done",
            "elif",
            "else",
            "esac",
            "fi",
            "for",
            "if",
            "in",
            "then",
            "until",
            "while",
            "function",
            "select",
            "time",
            "coproc",
            "namespace");

    /** One word of a command line. */
    public sealed interface Word {
        String value();
    }

    /** A word that may be shown. */
    public record Plain(String value) implements Word {}

    /** A word that is never shown. */
    public record Secret(String value) implements Word {
        @Override
        public String toString() {
            return "•••";
        }
    }

    public ShellCommand {
        words = List.copyOf(words);
        if (words.isEmpty()) throw new IllegalArgumentException("a command needs at least one word");
        for (Word word : words) {
            if (word.value().indexOf('\0') >= 0) throw new IllegalArgumentException("a word cannot hold a NUL byte");
        }
    }

    public static ShellCommand of(String... words) {
        return new ShellCommand(Stream.of(words).<Word>map(Plain::new).toList());
    }

    /** This command with more words at its end. */
    public ShellCommand with(String... more) {
        return new ShellCommand(
                Stream.concat(words.stream(), Stream.of(more).map(Plain::new)).toList());
    }

    public ShellCommand withSecret(String secret) {
        return new ShellCommand(
                Stream.concat(words.stream(), Stream.of(new Secret(secret))).toList());
    }

    /** Run by {@code user} through sudo, which must not ask for a password ({@code -n}). */
    public ShellCommand as(String user) {
        List<Word> all = new ArrayList<>(List.of(new Plain("sudo"), new Plain("-n"), new Plain("-u"), new Plain(user)));
        all.addAll(words);
        return new ShellCommand(all);
    }

    /** Run by root through sudo, which must not ask for a password. */
    public ShellCommand asRoot() {
        List<Word> all = new ArrayList<>(List.of(new Plain("sudo"), new Plain("-n")));
        all.addAll(words);
        return new ShellCommand(all);
    }

    /** The line for the host's shell: every word quoted where it needs to be. */
    public String line() {
        return joined(word -> quote(word.value()));
    }

    @Override
    public String toString() {
        return joined(word -> word instanceof Secret secret ? secret.toString() : quote(word.value()));
    }

    private String joined(Function<Word, String> shown) {
        String first = shown.apply(words.getFirst());
        Stream<String> rest = words.stream().skip(1).map(shown);
        return Stream.concat(Stream.of(plainFirst(first)), rest).collect(Collectors.joining(" "));
    }

    /** An unquoted first word could be an assignment or a reserved word; in quotes it names a command. */
    private static String plainFirst(String shown) {
        return shown.indexOf('=') > 0 && !shown.startsWith("'") || RESERVED.contains(shown) ? "'" + shown + "'" : shown;
    }

    private static String quote(String word) {
        return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
