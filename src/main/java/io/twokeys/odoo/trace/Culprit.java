package io.twokeys.odoo.trace;

import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The line of custom code or data that a failure points at.
 *
 * @param path below the addons folder, with the module first
 */
public record Culprit(String path, int line) {
    private static final Pattern PARSING = Pattern.compile("while parsing (/[^\\n:]+):(\\d+)");
    private static final Pattern SCRIPT = Pattern.compile("[^/]+/(?:migrations|upgrades)/[^/]+/[^/]+\\.py");
    private static final Pattern CORE =
            Pattern.compile(".*/(?:dist-packages|site-packages|lib/python[^/]*)/.*|.*/odoo/odoo/.*|.*\\.p(?:yx|xi)");

    /**
     * @param modules names that a path may start with
     * @param addons folders from the log's "addons paths" line
     */
    public static @Nullable Culprit of(Failure failure, Collection<String> modules, List<String> addons) {
        Culprit deepest = null;
        for (Traceback.Frame frame : failure.frames()) {
            String path = relative(frame.file(), modules, addons);
            if (path != null) deepest = new Culprit(path, frame.line());
        }
        if (deepest != null) return deepest;
        Matcher parsing = PARSING.matcher(failure.told());
        if (!parsing.find()) return null;
        String path = relative(parsing.group(1), modules, addons);
        return path == null ? null : new Culprit(path, Integer.parseInt(parsing.group(2)));
    }

    private static @Nullable String relative(String file, Collection<String> modules, List<String> addons) {
        if (CORE.matcher(file).matches()) return null;
        for (String folder : addons) {
            if (!CORE.matcher(folder + "/").matches() && file.startsWith(folder + "/")) {
                return file.substring(folder.length() + 1);
            }
        }
        Matcher script = SCRIPT.matcher(file);
        if (script.find()) return script.group();
        for (String module : modules) {
            int at = file.indexOf("/" + module + "/");
            if (at >= 0) return file.substring(at + 1);
        }
        return null;
    }

    public String module() {
        return path.substring(0, Math.max(0, path.indexOf('/')));
    }

    /** The path if it is a migration script. */
    public @Nullable String script() {
        return SCRIPT.matcher(path).matches() ? path : null;
    }

    @Override
    public String toString() {
        return path + ":" + line;
    }
}
