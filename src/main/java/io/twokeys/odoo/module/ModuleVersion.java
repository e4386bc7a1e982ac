package io.twokeys.odoo.module;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A module's version in Odoo's own order ({@code odoo/tools/parse_version.py}, 14 to 19): numbers by value, trailing
 * zeros do not count ({@code 1.0} equals {@code 1.0.0}), {@code a}, {@code b}, {@code rc} and {@code dev} come before the
 * final version, {@code saas} and {@code ~} do not count. Compares by that order; equality is that of the text.
 */
public record ModuleVersion(String text) implements Comparable<ModuleVersion> {
    private static final Pattern PART = Pattern.compile("\\d+|[a-z]+|-|_");
    private static final Map<String, String> WORDS =
            Map.of("pre", "c", "preview", "c", "rc", "c", "dev", "@", "-", "final-", "_", "final-");
    private static final Pattern SERIES = Pattern.compile("(?:saas~)?\\d+\\.\\d+");

    public ModuleVersion {
        text = text.strip();
        if (text.isEmpty()) throw new IllegalArgumentException("a version cannot be empty");
    }

    @Override
    public int compareTo(ModuleVersion other) {
        List<String> mine = parts();
        List<String> theirs = other.parts();
        for (int i = 0; i < Math.min(mine.size(), theirs.size()); i++) {
            int order = compare(mine.get(i), theirs.get(i));
            if (order != 0) return order;
        }
        return Integer.compare(mine.size(), theirs.size());
    }

    public boolean before(ModuleVersion other) {
        return compareTo(other) < 0;
    }

    /** This version with {@code series} in front, unless it has it. Source: {@code adapt_version}, {@code modules/module.py}. */
    public ModuleVersion in(String series) {
        return text.startsWith(series + ".") ? this : new ModuleVersion(series + "." + text);
    }

    /** What follows the series {@code x.y} in a version of four or more numbers; else the whole. */
    public ModuleVersion withoutSeries() {
        String[] numbers = text.split("\\.", -1);
        if (numbers.length < 4) return this;
        return new ModuleVersion(String.join(".", List.of(numbers).subList(2, numbers.length)));
    }

    /** Whether the first two numbers, where four or five are given, are another series than {@code series}. */
    public boolean ofOtherSeriesThan(String series) {
        String[] numbers = text.split("\\.", -1);
        if (numbers.length < 4) return false;
        String own = numbers[0] + "." + numbers[1];
        return SERIES.matcher(own).matches() && !own.equals(series);
    }

    @Override
    public String toString() {
        return text;
    }

    private static int compare(String mine, String theirs) {
        boolean word = mine.startsWith("*");
        if (word != theirs.startsWith("*")) return word ? -1 : 1;
        if (word || mine.length() == theirs.length()) return mine.compareTo(theirs);
        return Integer.compare(mine.length(), theirs.length());
    }

    /** Numbers without leading zeros and words behind a star; a word swallows the zeros before it. */
    private List<String> parts() {
        List<String> parts = new ArrayList<>();
        Matcher part = PART.matcher(text.toLowerCase(Locale.ROOT));
        while (part.find()) {
            String p = part.group();
            if (p.equals("saas")) continue;
            if (Character.isDigit(p.charAt(0))) parts.add(p.replaceFirst("^0+(?=.)", ""));
            else addWord(parts, "*" + WORDS.getOrDefault(p, p));
        }
        addWord(parts, "*final");
        return parts;
    }

    private static void addWord(List<String> parts, String word) {
        if (word.compareTo("*final") < 0) {
            while (!parts.isEmpty() && parts.getLast().equals("*final-")) parts.removeLast();
        }
        while (!parts.isEmpty() && parts.getLast().equals("0")) parts.removeLast();
        parts.add(word);
    }
}
