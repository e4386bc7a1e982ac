package io.twokeys.odoo.module;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code __manifest__.py} as Odoo does: one dict of Python literals, nothing is run. Thread-safe.
 *
 * <p>{@code base} is a dependency of every module without others, as in Odoo 14 to 19.
 */
public final class ManifestParser {

    /** A manifest that cannot be read, with the line that says why. Lines start at 1. */
    public static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int line;

        Unreadable(int line, String what) {
            super("line " + line + ": " + what);
            this.line = line;
        }

        public int line() {
            return line;
        }
    }

    /** @throws Unreadable if it is no dict of literals, or a key has a value of the wrong kind */
    public Manifest parse(ModuleName name, String source) {
        if (!(PythonLiteral.parse(source) instanceof Map<?, ?> dict))
            throw new Unreadable(1, "a manifest must be a dict");
        List<ModuleName> depends = names(dict, "depends");
        if (depends.isEmpty() && !name.value().equals("base")) depends = List.of(new ModuleName("base"));
        String version = text(dict, "version", "1.0");
        if (version.isBlank()) throw new Unreadable(1, "version is empty");
        return new Manifest(
                name,
                new ModuleVersion(version),
                truth(dict.get("installable"), true),
                depends,
                texts(dict, "data"),
                texts(dict, "demo"),
                autoInstall(dict, depends),
                external(dict));
    }

    private static List<ModuleName> autoInstall(Map<?, ?> dict, List<ModuleName> depends) {
        Object value = dict.get("auto_install");
        if (value instanceof List<?>) return names(dict, "auto_install");
        return truth(value, false) ? depends : List.of();
    }

    private static Manifest.External external(Map<?, ?> dict) {
        if (!(dict.get("external_dependencies") instanceof Map<?, ?> external)) {
            return new Manifest.External(List.of(), List.of());
        }
        return new Manifest.External(texts(external, "python"), texts(external, "bin"));
    }

    private static boolean truth(@Nullable Object value, boolean missing) {
        if (value == null) return missing;
        if (value instanceof Boolean truth) return truth;
        return value instanceof java.math.BigDecimal number ? number.signum() != 0 : !value.equals(Optional.empty());
    }

    private static String text(Map<?, ?> dict, String key, String missing) {
        Object value = dict.get(key);
        if (value == null) return missing;
        if (value instanceof String text) return text;
        throw new Unreadable(1, key + " must be a string");
    }

    private static List<String> texts(Map<?, ?> dict, String key) {
        Object value = dict.get(key);
        if (value == null || value.equals(Optional.empty())) return List.of();
        if (!(value instanceof List<?> list)) throw new Unreadable(1, key + " must be a list");
        List<String> texts = new ArrayList<>();
        for (Object item : list) {
            if (!(item instanceof String text)) throw new Unreadable(1, key + " must hold strings only");
            texts.add(text);
        }
        return texts;
    }

    private static List<ModuleName> names(Map<?, ?> dict, String key) {
        List<ModuleName> names = new ArrayList<>();
        for (String text : texts(dict, key)) {
            try {
                names.add(new ModuleName(text));
            } catch (IllegalArgumentException e) {
                throw new Unreadable(1, key + " names no module: " + text);
            }
        }
        return names;
    }
}
