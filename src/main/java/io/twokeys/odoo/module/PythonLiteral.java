package io.twokeys.odoo.module;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads one Python literal, what {@code ast.literal_eval} takes: dicts, lists, tuples, sets, strings in all their forms,
 * numbers, {@code True}, {@code False} and {@code None}. Strings and bytes become {@link String}, numbers {@link
 * BigDecimal}, {@code None} an empty {@link Optional}, sequences {@link List}.
 */
final class PythonLiteral {
    private static final int MAX_DEPTH = 100;

    private final PythonText text;
    private int depth;

    private PythonLiteral(String source) {
        text = new PythonText(source);
    }

    /** @throws ManifestParser.Unreadable with the line of what is not a literal */
    static Object parse(String source) {
        PythonLiteral literal = new PythonLiteral(source);
        Object value = literal.value();
        literal.text.skip();
        if (literal.text.more() && value instanceof String && literal.text.atLineStart()) {
            value = literal.value();
            literal.text.skip();
        }
        if (literal.text.more()) throw literal.text.unreadable("nothing may follow the literal");
        return value;
    }

    private Object value() {
        text.skip();
        if (++depth > MAX_DEPTH) throw text.unreadable("nested too deeply");
        char c = text.peek();
        Object value;
        if (c == '{') value = braces();
        else if (c == '[') value = items('[', ']');
        else if (c == '(') value = parentheses();
        else if (text.stringAhead()) value = strings();
        else if (c == '-' || c == '+' || c == '.' || Character.isDigit(c)) value = number();
        else value = word();
        depth--;
        return value;
    }

    private Object braces() {
        text.take('{');
        Map<Object, Object> map = new LinkedHashMap<>();
        List<Object> set = new ArrayList<>();
        while (!text.takes('}')) {
            Object key = value();
            if (text.takes(':')) map.put(key, value());
            else set.add(key);
            if (!map.isEmpty() && !set.isEmpty()) throw text.unreadable("a dict and a set are mixed");
            if (!text.takes(',') && text.peekCode() != '}') throw text.unreadable("expected , or }");
        }
        return set.isEmpty() ? map : set;
    }

    private List<Object> items(char open, char close) {
        text.take(open);
        List<Object> items = new ArrayList<>();
        while (!text.takes(close)) {
            items.add(value());
            if (!text.takes(',') && text.peekCode() != close) throw text.unreadable("expected , or " + close);
        }
        return items;
    }

    /** A tuple, or a value in parentheses where no comma makes it one. */
    private Object parentheses() {
        text.take('(');
        List<Object> items = new ArrayList<>();
        boolean comma = false;
        while (!text.takes(')')) {
            items.add(value());
            boolean next = text.takes(',');
            comma |= next;
            if (!next && text.peekCode() != ')') throw text.unreadable("expected , or )");
        }
        return items.size() == 1 && !comma ? items.getFirst() : items;
    }

    /** Strings side by side are one. */
    private String strings() {
        StringBuilder all = new StringBuilder();
        int line;
        do {
            all.append(text.string());
            line = text.line();
            text.skip();
        } while (text.more() && text.stringAhead() && (depth > 1 || text.line() == line));
        return all.toString();
    }

    private BigDecimal number() {
        String digits = text.run("0123456789abcdefxoABCDEFXO_.+-");
        String plain = digits.replace("_", "");
        try {
            if (plain.matches("[+-]?0[xX].*"))
                return new BigDecimal(new java.math.BigInteger(plain.replaceFirst("0[xX]", ""), 16));
            if (plain.matches("[+-]?0[oO].*"))
                return new BigDecimal(new java.math.BigInteger(plain.replaceFirst("0[oO]", ""), 8));
            if (plain.matches("[+-]?0[bB].*"))
                return new BigDecimal(new java.math.BigInteger(plain.replaceFirst("0[bB]", ""), 2));
            return new BigDecimal(plain);
        } catch (NumberFormatException e) {
            throw text.unreadable("not a number: " + digits);
        }
    }

    private Object word() {
        String word = text.run("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789");
        return switch (word) {
            case "True" -> Boolean.TRUE;
            case "False" -> Boolean.FALSE;
            case "None" -> Optional.empty();
            case "" -> throw text.unreadable(text.more() ? "unexpected " + text.peek() : "it ends too early");
            default -> throw text.unreadable("a manifest holds literals only, not " + word);
        };
    }
}
