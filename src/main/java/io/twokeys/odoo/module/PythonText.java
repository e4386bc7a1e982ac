package io.twokeys.odoo.module;

import java.util.Locale;

/** A cursor over Python source: white space, comments, string literals. */
final class PythonText {
    private final String source;
    private int at;
    private int line = 1;

    PythonText(String source) {
        this.source = source.startsWith("\uFEFF") ? source.substring(1) : source;
    }

    ManifestParser.Unreadable unreadable(String what) {
        return new ManifestParser.Unreadable(line, what);
    }

    boolean more() {
        return at < source.length();
    }

    int line() {
        return line;
    }

    boolean atLineStart() {
        return at == 0 || source.charAt(at - 1) == '\n';
    }

    /** The character at the cursor; NUL at the end. */
    char peek() {
        return at < source.length() ? source.charAt(at) : '\0';
    }

    char peekCode() {
        skip();
        return peek();
    }

    private char next() {
        char c = peek();
        if (c == '\n') line++;
        at++;
        return c;
    }

    /** Over white space, line continuations and comments. */
    void skip() {
        while (more()) {
            char c = peek();
            if (c == '#') {
                while (more() && peek() != '\n') at++;
            } else if (Character.isWhitespace(c)) {
                next();
            } else if (c == '\\' && (ahead("\\\n") || ahead("\\\r\n"))) {
                while (next() != '\n') {}
            } else {
                return;
            }
        }
    }

    void take(char c) {
        if (!takes(c)) throw unreadable("expected " + c);
    }

    boolean takes(char c) {
        skip();
        if (!more() || peek() != c) return false;
        at++;
        return true;
    }

    String run(String allowed) {
        int start = at;
        while (more() && allowed.indexOf(peek()) >= 0) at++;
        return source.substring(start, at);
    }

    private boolean ahead(String text) {
        return source.startsWith(text, at);
    }

    private int prefixLength() {
        int length = 0;
        while (length < 2 && at + length < source.length() && "rRbBuU".indexOf(source.charAt(at + length)) >= 0)
            length++;
        return length;
    }

    boolean stringAhead() {
        int quote = at + prefixLength();
        return quote < source.length() && (source.charAt(quote) == '\'' || source.charAt(quote) == '"');
    }

    /** One string literal with its prefix and quotes. */
    String string() {
        int prefix = prefixLength();
        String flags = source.substring(at, at + prefix).toLowerCase(Locale.ROOT);
        at += prefix;
        char quote = peek();
        String triple = String.valueOf(quote).repeat(3);
        boolean isTriple = ahead(triple);
        int opened = line;
        at += isTriple ? 3 : 1;
        StringBuilder out = new StringBuilder();
        while (!(isTriple ? ahead(triple) : peek() == quote && more())) {
            if (!more() || !isTriple && peek() == '\n')
                throw new ManifestParser.Unreadable(opened, "a string is not closed");
            if (peek() == '\\') escape(out, flags);
            else out.append(next());
        }
        at += isTriple ? 3 : 1;
        return out.toString();
    }

    private void escape(StringBuilder out, String flags) {
        at++;
        if (!more()) return;
        if (flags.contains("r")) {
            out.append('\\').append(next());
            return;
        }
        char c = next();
        switch (c) {
            case '\n' -> {}
            case '\r' -> {
                if (peek() == '\n') next();
            }
            case 'n' -> out.append('\n');
            case 't' -> out.append('\t');
            case 'r' -> out.append('\r');
            case 'a' -> out.append('\u0007');
            case 'b' -> out.append('\b');
            case 'f' -> out.append('\f');
            case 'v' -> out.append('\u000b');
            case '\\', '\'', '"' -> out.append(c);
            case 'x' -> code(out, 2);
            case 'u' -> code(out, flags.contains("b") ? 0 : 4);
            case 'U' -> code(out, flags.contains("b") ? 0 : 8);
            case 'N' -> named(out);
            default -> octal(out, c);
        }
    }

    private void code(StringBuilder out, int digits) {
        if (digits == 0) {
            out.append('\\').append(source.charAt(at - 1));
            return;
        }
        int end = Math.min(source.length(), at + digits);
        try {
            out.appendCodePoint(Integer.parseInt(source.substring(at, end), 16));
        } catch (IllegalArgumentException e) {
            throw unreadable("not a character: \\" + source.charAt(at - 1) + source.substring(at, end));
        }
        at = end;
    }

    private void named(StringBuilder out) {
        int end = source.indexOf('}', at);
        try {
            out.appendCodePoint(Character.codePointOf(source.substring(at + 1, Math.max(at + 1, end))));
        } catch (IllegalArgumentException e) {
            throw unreadable("no character has the name after \\N");
        }
        at = end + 1;
    }

    /** Up to three octal digits; any other letter keeps its backslash. */
    private void octal(StringBuilder out, char first) {
        if (first < '0' || first > '7') {
            out.append('\\').append(first);
            return;
        }
        int value = first - '0';
        for (int i = 0; i < 2 && peek() >= '0' && peek() <= '7'; i++) value = value * 8 + (next() - '0');
        out.appendCodePoint(value);
    }
}
