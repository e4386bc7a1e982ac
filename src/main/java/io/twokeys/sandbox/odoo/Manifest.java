package io.twokeys.sandbox.odoo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a module says of itself in {@code __manifest__.py}. Reads the plain literals of the sandbox's addons, not all of
 * Python.
 *
 * @param title its name for people
 * @param folder where it lies
 */
record Manifest(
        String name,
        String title,
        String version,
        List<String> depends,
        List<String> data,
        boolean installable,
        Path folder) {
    private static final Pattern STRING = Pattern.compile("'([^']*)'|\"([^\"]*)\"");
    private static final String SERIES = "19.0.";

    /** All modules of the folders, by name; the first folder wins. */
    static Map<String, Manifest> scan(List<Path> addonsPath) throws IOException {
        Map<String, Manifest> found = new TreeMap<>();
        for (Path addons : addonsPath) {
            if (!Files.isDirectory(addons)) continue;
            try (Stream<Path> folders = Files.list(addons)) {
                for (Path folder : folders.sorted().toList()) {
                    if (!Files.exists(folder.resolve("__manifest__.py"))) continue;
                    Manifest manifest = parse(folder);
                    found.putIfAbsent(manifest.name(), manifest);
                }
            }
        }
        return found;
    }

    private static Manifest parse(Path folder) throws IOException {
        String text = Files.readString(folder.resolve("__manifest__.py"));
        String name = folder.getFileName().toString();
        String version = literal(text, "version");
        return new Manifest(
                name,
                literal(text, "name"),
                version,
                list(text, "depends"),
                list(text, "data"),
                !text.matches("(?s).*['\"]installable['\"]\\s*:\\s*False.*"),
                folder);
    }

    /** Odoo 19 treats a module with the version of another series as not installable. */
    boolean ofThisSeries() {
        return version.startsWith(SERIES);
    }

    boolean loadable() {
        return installable && ofThisSeries();
    }

    private static String literal(String text, String key) {
        Matcher matcher = Pattern.compile("['\"]" + key + "['\"]\\s*:\\s*(?:" + STRING.pattern() + ")")
                .matcher(text);
        if (!matcher.find()) return "";
        return matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    }

    private static List<String> list(String text, String key) {
        Matcher matcher =
                Pattern.compile("['\"]" + key + "['\"]\\s*:\\s*\\[([^\\]]*)\\]").matcher(text);
        if (!matcher.find()) return List.of();
        return STRING.matcher(matcher.group(1))
                .results()
                .map(result -> result.group(1) != null ? result.group(1) : result.group(2))
                .toList();
    }

    /** Compares versions part by part; missing parts count as zero. */
    static int compareVersions(String left, String right) {
        String[] a = left.split("\\.");
        String[] b = right.split("\\.");
        for (int i = 0; i < Math.max(a.length, b.length); i++) {
            int order = Integer.compare(part(a, i), part(b, i));
            if (order != 0) return order;
        }
        return 0;
    }

    private static int part(String[] parts, int index) {
        return index < parts.length && parts[index].matches("\\d{1,9}") ? Integer.parseInt(parts[index]) : 0;
    }
}
