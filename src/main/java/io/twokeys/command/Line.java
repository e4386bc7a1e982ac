package io.twokeys.command;

import io.twokeys.command.Parsed.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** A text cut into words. Quotes are honoured in the shapes phones give them; what a word means is not known here. */
record Line(String text, List<Line.Token> tokens) {
    static final int LONGEST = 2_000;

    private static final Pattern MENTION = Pattern.compile("@[\\w.-]+|<@!?\\w+(\\|[\\w.-]+)?>");

    /** One word, without its quotes; {@code start} and {@code end} are offsets into the text, quotes included. */
    record Token(String text, int start, int end, boolean quoted) {

        /** As a verb or an option is compared: small letters, a phone's long dashes as hyphens. */
        String folded() {
            return text.toLowerCase(Locale.ROOT).replace('–', '-').replace('—', '-');
        }

        /** Whether it begins with a double quote that nothing closes. */
        boolean opensQuote() {
            return !quoted && "\"“„".indexOf(text.charAt(0)) >= 0;
        }

        boolean looksLikeOption() {
            return !quoted && folded().startsWith("-");
        }
    }

    /** Why the text cannot be read at all, if so. */
    static Optional<Problem> unreadable(String text) {
        if (text.length() > LONGEST) {
            String what = "The command is %,d characters long; at most %,d are read.".formatted(text.length(), LONGEST);
            String next = "Put the details in the thread and send a shorter command. Nothing was done.";
            return Optional.of(new Problem(what, "", LONGEST + 1, Optional.empty(), next));
        }
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            int point = text.codePointAt(at);
            if (!readable(point)) return Optional.of(invisible(point, at));
        }
        return Optional.empty();
    }

    private static Problem invisible(int point, int at) {
        String name = "U+%04X".formatted(point);
        String what = "Character " + (at + 1) + " is a control or invisible character (" + name + ").";
        return new Problem(
                what, name, at + 1, Optional.empty(), "Type the command again without it. Nothing was done.");
    }

    /** Tabs and line ends are blanks, U+200C and U+200D join letters and emoji; nothing else unseen may hide in a reason. */
    private static boolean readable(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL -> point == '\t' || point == '\n' || point == '\r';
            case Character.FORMAT -> point == 0x200C || point == 0x200D;
            case Character.SURROGATE -> false;
            default -> true;
        };
    }

    static Line of(String text) {
        List<Token> tokens = new ArrayList<>();
        for (int at = skipBlanks(text, 0); at < text.length(); at = skipBlanks(text, at)) {
            Token token = quoted(text, at).orElse(plain(text, at));
            tokens.add(token);
            at = token.end();
        }
        return new Line(text, List.copyOf(tokens));
    }

    /** This line without the mention of the bot and the {@code /odoo} that may lead it. */
    Line withoutAddress() {
        int from = 0;
        if (from < tokens.size() && MENTION.matcher(tokens.get(from).text()).matches()) from++;
        if (from < tokens.size() && isOdoo(tokens.get(from).text())) from++;
        return from == 0 ? this : new Line(text, tokens.subList(from, tokens.size()));
    }

    private static boolean isOdoo(String word) {
        return word.equalsIgnoreCase("odoo") || word.equalsIgnoreCase("/odoo");
    }

    private static Token plain(String text, int start) {
        int end = start;
        while (end < text.length() && !blank(text.charAt(end))) end++;
        return new Token(text.substring(start, end), start, end, false);
    }

    /** The quoted word at {@code start}: to the first closing quote before a blank or the end; empty if there is none. */
    private static Optional<Token> quoted(String text, int start) {
        String closers = closers(text.charAt(start));
        boolean escapes = closers.contains("\"");
        var inside = new StringBuilder();
        for (int at = start + 1; at < text.length() && !closers.isEmpty(); at++) {
            char here = text.charAt(at);
            boolean last = at + 1 == text.length();
            if (closers.indexOf(here) >= 0 && (last || blank(text.charAt(at + 1)))) {
                return Optional.of(new Token(inside.toString(), start, at + 1, true));
            }
            boolean escape = escapes && here == '\\' && !last && "\"\\".indexOf(text.charAt(at + 1)) >= 0;
            inside.append(escape ? text.charAt(++at) : here);
        }
        return Optional.empty();
    }

    private static String closers(char opener) {
        return switch (opener) {
            case '"' -> "\"";
            case '“', '”', '„' -> "“”";
            case '\'' -> "'";
            case '‘', '’' -> "‘’";
            default -> "";
        };
    }

    /** The words that read back to {@code value} as one quoted word. */
    static String quote(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static int skipBlanks(String text, int from) {
        int at = from;
        while (at < text.length() && blank(text.charAt(at))) at++;
        return at;
    }

    private static boolean blank(char character) {
        return Character.isWhitespace(character) || Character.isSpaceChar(character);
    }
}
