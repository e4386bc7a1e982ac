package io.twokeys.odoo.module;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A migration script on disk.
 *
 * @param folder {@code migrations} or {@code upgrades}
 * @param version name of its version folder, with or without series
 */
public record MigrationScript(ModuleName module, String folder, String version, Stage stage, String file) {
    static final Pattern PATH = Pattern.compile("(?:.*/)?(migrations|upgrades)/([^/]+)/([^/]+\\.py)");

    /** When Odoo runs it. */
    public enum Stage {
        PRE,
        POST,
        END;

        /** The stage that a file's name asks for, by {@code pre-}, {@code post-} or {@code end-}; null for all others. */
        static @Nullable Stage of(String file) {
            for (Stage stage : values()) {
                if (file.startsWith(stage.name().toLowerCase(Locale.ROOT) + "-")) return stage;
            }
            return null;
        }
    }

    /** From a path that ends with {@code migrations/VERSION/STAGE-NAME.py}; null if Odoo would not run it. */
    static @Nullable MigrationScript at(ModuleName module, String path) {
        Matcher matcher = PATH.matcher(path);
        if (!matcher.matches()) return null;
        Stage stage = Stage.of(matcher.group(3));
        return stage == null
                ? null
                : new MigrationScript(module, matcher.group(1), matcher.group(2), stage, matcher.group(3));
    }

    /** Below the addons folder: {@code sale/migrations/19.0.1.1/pre-migrate.py}. */
    public String path() {
        return module + "/" + folder + "/" + version + "/" + file;
    }
}
