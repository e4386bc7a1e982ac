package io.twokeys.sandbox.tool;

import java.util.ArrayList;
import java.util.List;

/** SQL text cut into statements at the semicolons that are not in quotes, comments or dollar quotes. */
final class SqlScript {

    /**
     * One statement.
     *
     * @param line number of the line on which it ends, as psql reports it
     */
    record Statement(String sql, int line) {}

    private final String text;
    private int at;

    private SqlScript(String text) {
        this.text = text;
    }

    static List<Statement> statements(String text) {
        return new SqlScript(text).split();
    }

    private List<Statement> split() {
        List<Statement> statements = new ArrayList<>();
        int begin = 0;
        while (at < text.length()) {
            if (text.charAt(at) == ';') {
                add(statements, begin, at);
                begin = ++at;
            } else {
                pass();
            }
        }
        add(statements, begin, text.length());
        return statements;
    }

    private void add(List<Statement> statements, int begin, int end) {
        String sql = text.substring(begin, end);
        if (withoutComments(sql).isBlank()) return;
        int line = 1
                + (int) text.substring(0, end)
                        .stripTrailing()
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
        statements.add(new Statement(sql.strip(), line));
    }

    private static String withoutComments(String sql) {
        return sql.replaceAll("--[^\\n]*", "").replaceAll("(?s)/\\*.*?\\*/", "");
    }

    /** Goes past the next character, or past the whole quote or comment that begins there. */
    private void pass() {
        char c = text.charAt(at);
        if (c == '\'' || c == '"') {
            boolean escapes = c == '\'' && at > 0 && Character.toUpperCase(text.charAt(at - 1)) == 'E';
            passQuote(c, escapes);
        } else if (text.startsWith("--", at)) {
            passTo("\n", at + 2);
        } else if (text.startsWith("/*", at)) {
            passComment();
        } else if (c == '$') {
            passDollarQuote();
        } else {
            at++;
        }
    }

    private void passQuote(char quote, boolean escapes) {
        at++;
        while (at < text.length() && text.charAt(at) != quote) at += escapes && text.charAt(at) == '\\' ? 2 : 1;
        at++;
    }

    private void passComment() {
        int depth = 0;
        do {
            if (text.startsWith("/*", at)) depth++;
            if (text.startsWith("*/", at)) depth--;
            at += text.startsWith("/*", at) || text.startsWith("*/", at) ? 2 : 1;
        } while (depth > 0 && at < text.length());
    }

    private void passDollarQuote() {
        int close = text.indexOf('$', at + 1);
        String tag = close < 0 ? "" : text.substring(at, close + 1);
        if (!tag.matches("\\$[A-Za-z_]?\\w*\\$") || tag.matches("\\$\\d.*")) {
            at++;
            return;
        }
        passTo(tag, close + 1);
    }

    private void passTo(String end, int from) {
        int found = text.indexOf(end, from);
        at = found < 0 ? text.length() : found + end.length();
    }
}
