package io.twokeys.sandbox.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The options of {@code psql} that the stand-in knows.
 *
 * @param file script to run, {@code -} for standard input, null for none
 */
record PsqlOptions(
        String database,
        List<String> commands,
        @Nullable String file,
        boolean quiet,
        boolean tuplesOnly,
        boolean stopOnError,
        String separator) {

    /** @throws IllegalArgumentException for an option it does not know */
    static PsqlOptions parse(String... words) {
        Parser parser = new Parser();
        List<String> rest = new ArrayList<>(List.of(words));
        while (!rest.isEmpty()) {
            String word = rest.removeFirst();
            if (word.startsWith("--")) parser.longOption(word, rest);
            else if (word.startsWith("-") && word.length() > 1) parser.shortOptions(word, rest);
            else parser.database = word;
        }
        return parser.options();
    }

    private static final class Parser {
        private String database = "postgres";
        private final List<String> commands = new ArrayList<>();
        private @Nullable String file;
        private boolean quiet;
        private boolean tuplesOnly;
        private boolean stopOnError;
        private String separator = "|";

        private void shortOptions(String word, List<String> rest) {
            for (int i = 1; i < word.length(); i++) {
                char option = word.charAt(i);
                if ("dcfvFUhp".indexOf(option) >= 0) {
                    String value = i + 1 < word.length() ? word.substring(i + 1) : valueAfter(word, rest);
                    set(option, value);
                    return;
                }
                flag(option);
            }
        }

        private void flag(char option) {
            switch (option) {
                case 'q' -> quiet = true;
                case 't' -> tuplesOnly = true;
                case 'X', 'A', 'w', '1' -> {}
                default -> throw new IllegalArgumentException("invalid option -- '" + option + "'");
            }
        }

        private void set(char option, String value) {
            switch (option) {
                case 'd' -> database = value;
                case 'c' -> commands.add(value);
                case 'f' -> file = value;
                case 'F' -> separator = value;
                case 'v' -> stopOnError |= value.toUpperCase(Locale.ROOT).matches("ON_ERROR_STOP=(1|ON|TRUE)");
                default -> {}
            }
        }

        private void longOption(String word, List<String> rest) {
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            switch (name) {
                case "--no-psqlrc", "--no-align" -> {}
                case "--quiet" -> quiet = true;
                case "--tuples-only" -> tuplesOnly = true;
                case "--dbname" -> database = equals < 0 ? valueAfter(word, rest) : word.substring(equals + 1);
                case "--command" -> commands.add(equals < 0 ? valueAfter(word, rest) : word.substring(equals + 1));
                case "--file" -> file = equals < 0 ? valueAfter(word, rest) : word.substring(equals + 1);
                default -> throw new IllegalArgumentException("unrecognized option '" + word + "'");
            }
        }

        private static String valueAfter(String word, List<String> rest) {
            if (rest.isEmpty()) throw new IllegalArgumentException("option requires an argument -- '" + word + "'");
            return rest.removeFirst();
        }

        private PsqlOptions options() {
            String script = file == null && commands.isEmpty() ? "-" : file;
            return new PsqlOptions(database, List.copyOf(commands), script, quiet, tuplesOnly, stopOnError, separator);
        }
    }
}
