package io.twokeys.odoo.log;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a record tells about the way of an upgrade. Source of the messages: Odoo 14 to 19, {@code modules/loading.py},
 * {@code modules/migration.py}, {@code registry.py}.
 */
public sealed interface Step {

    /** A pass over the modules starts; the first one is about {@code base} only. */
    record PassStarted(int modules) implements Step {}

    /** Odoo reads the addons on disk and marks what is to be upgraded. */
    record ListUpdating() implements Step {}

    /** @param position of the module among all {@code total} ones of the database, not among the upgraded */
    record ModuleStarted(String module, int position, int total) implements Step {}

    /** A migration script starts; master says "upgrade" where 14 to 19 say "migration". */
    record ScriptStarted(String module, String version, Stage stage, String name) implements Step {
        /** As it lies below the addons folder, unless it is in {@code upgrades/}. */
        public String path() {
            return module + "/migrations/" + version + "/" + name + ".py";
        }
    }

    record TablesUpdating(String module) implements Step {}

    /** @param path module and file, {@code sale/views/sale.xml} */
    record DataFileStarted(String path) implements Step {}

    record ModuleLoaded(String module, double seconds) implements Step {}

    record PassEnded(int modules, double seconds) implements Step {}

    /** The closing phase: obsolete records are deleted, fields and views checked. */
    record Closing() implements Step {}

    /** @param testsFailed the line says "At least one test failed" instead of "Modules loaded." */
    record AllLoaded(boolean testsFailed) implements Step {}

    record RegistryLoaded() implements Step {}

    record Stopping() implements Step {}

    /** When a migration script runs. */
    enum Stage {
        PRE,
        POST,
        END
    }

    Pattern SCRIPT = Pattern.compile("module (\\S+): Running (?:migration|upgrade) \\[([>$]?)([^\\]>]+)(>?)\\] (.+)");
    Pattern MODULE = Pattern.compile("Loading module (\\S+) \\((\\d+)/(\\d+)\\)");
    Pattern LOADED = Pattern.compile("Module (\\S+) loaded in (\\d+(?:\\.\\d+)?)s.*");
    Pattern PASS_END = Pattern.compile("(\\d+) modules loaded in (\\d+(?:\\.\\d+)?)s.*");
    Pattern PASS = Pattern.compile("loading (\\d+) modules\\.\\.\\.");

    /** The step that {@code record} tells of; null for all others, most of them. */
    static @Nullable Step of(LogRecord record) {
        return switch (record.logger()) {
            case "odoo.modules.loading" -> loading(record);
            case "odoo.modules.migration" -> script(record.message());
            case "odoo.registry", "odoo.modules.registry" -> registry(record);
            case "odoo.addons.base.models.ir_model" -> record.says("Deleting ") ? new Closing() : null;
            case "odoo.service.server" ->
                record.says("Stopping ") || record.says("Initiating shutdown") ? new Stopping() : null;
            default -> null;
        };
    }

    private static @Nullable Step loading(LogRecord record) {
        String message = record.message();
        if (message.startsWith("Loading module ")) return module(message);
        if (message.startsWith("Module ") && message.contains(" loaded in ")) return loaded(message);
        if (message.startsWith("loading ")) return file(message);
        if (message.equals("updating modules list")) return new ListUpdating();
        if (message.equals("Modules loaded.")) return new AllLoaded(false);
        if (message.startsWith("At least one test failed")) return new AllLoaded(true);
        Matcher end = PASS_END.matcher(message);
        return end.matches() ? new PassEnded(number(end.group(1)), Double.parseDouble(end.group(2))) : null;
    }

    private static @Nullable Step module(String message) {
        Matcher m = MODULE.matcher(message);
        return m.lookingAt() ? new ModuleStarted(m.group(1), number(m.group(2)), number(m.group(3))) : null;
    }

    private static @Nullable Step loaded(String message) {
        Matcher m = LOADED.matcher(message);
        return m.matches() ? new ModuleLoaded(m.group(1), Double.parseDouble(m.group(2))) : null;
    }

    private static Step file(String message) {
        Matcher m = PASS.matcher(message);
        return m.matches()
                ? new PassStarted(number(m.group(1)))
                : new DataFileStarted(message.substring("loading ".length()));
    }

    private static @Nullable Step script(String message) {
        Matcher m = SCRIPT.matcher(message);
        if (!m.matches()) return null;
        Stage stage = m.group(2).equals(">") ? Stage.PRE : m.group(2).equals("$") ? Stage.END : Stage.POST;
        return new ScriptStarted(m.group(1), m.group(3), stage, m.group(5));
    }

    private static @Nullable Step registry(LogRecord record) {
        if (record.says("module ")) {
            String message = record.message();
            int colon = message.indexOf(": creating or updating database tables");
            return colon > 0 ? new TablesUpdating(message.substring("module ".length(), colon)) : null;
        }
        if (record.says("Registry loaded in ")) return new RegistryLoaded();
        return record.says("verifying fields for every extended model") ? new Closing() : null;
    }

    private static int number(String digits) {
        return digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
    }
}
