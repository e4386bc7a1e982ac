package io.twokeys.odoo.trace;

import io.twokeys.odoo.log.Level;
import io.twokeys.odoo.log.LogLine;
import io.twokeys.odoo.log.LogRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lines by which Odoo says, without failing, that it did not do all. The first line of each kind and module is kept. */
public final class Warnings {

    /** What was said. */
    public enum Kind {
        NAME_UNKNOWN("odoo.modules.loading", "invalid module names, ignored: (.+)"),
        DATABASE_CREATED("odoo.modules.loading", "Initializing database (.+)|init db"),
        MANIFEST_MISSING("odoo.modules.module", "module (\\S+): manifest not found"),
        VERSION_INCOMPATIBLE(
                "odoo.modules.module", "The module (\\S+) has an incompatible version, setting installable=False"),
        /** In 14 to 18, then in 19. */
        DEPENDENCY_UNMET("", "module (\\S+): (?:Unmet dependencies: .+|some depends are not loaded, skipped)"),
        DEPENDENCY_LOOP("", "module (\\S+): in a dependency loop, skipped"),
        NOT_INSTALLABLE("", "module (\\S+): not installable, skipped"),
        INCONSISTENT(
                "odoo.modules.loading", "Some modules (?:have inconsistent states|are not loaded), .*: \\[(.*)\\]"),
        COULD_NOT_LOAD("odoo.modules.module", "Couldn't load module (\\S+)"),
        SCRIPT_WITHOUT_MIGRATE("odoo.modules.migration", "Each (\\S+)-migration file must have a .*"),
        NULLS(
                "odoo.schema",
                "column \"\\S+\" of relation \"(\\S+)\" contains null values.*"
                        + "|Table '(\\S+)': unable to set NOT NULL .*|Missing not-null constraint on (\\S+)"),
        CONSTRAINT(
                "odoo.schema",
                "could not create unique index .*|.*unable to (?:add|set|create) .*(?:constraint|index|unique|foreign).*"
                        + "|.* violates (?:check|foreign key|unique|exclusion) constraint .*|.*is violated by some row.*|Missing .*(?:constraint|index).*"),
        ACCESS_RULE("odoo.modules.loading", "The models? .* ha(?:ve|s) no access rules.*"),
        LABEL("odoo.addons.base.models.ir_model", "Two fields \\(.*\\) of .* have the same label.*"),
        CUSTOM_VIEW("odoo.modules.loading", "invalid custom view\\(s\\) for model .*"),
        DEMO("odoo.modules.loading", ".*demo data failed to install.*");

        private final String logger;
        private final Pattern pattern;

        Kind(String logger, String regex) {
            this.logger = logger;
            this.pattern = Pattern.compile(regex);
        }
    }

    /**
     * @param names what the line names: modules, or a table
     * @param module the module that was being loaded when it was said first
     */
    public record Said(
            Kind kind,
            LogLine line,
            List<String> names,
            @Nullable String module) {}

    private static final int MAX = 1000;

    private final Map<String, Said> said = new LinkedHashMap<>();
    private final Map<String, String> firstAttempts = new LinkedHashMap<>();
    private int ofScripts;
    private long firstOfScripts;

    void accept(LogRecord record, @Nullable String module) {
        if (!interesting(record)) return;
        String message = record.message();
        for (Kind kind : Kind.values()) {
            if (!kind.logger.isEmpty() && !record.logger().equals(kind.logger)) continue;
            Matcher matcher = kind.pattern.matcher(message);
            if (!matcher.matches()) continue;
            keep(kind, record, names(matcher), module);
            return;
        }
    }

    /** What Odoo's own code says here it says on every run; what a migration script says is meant for whoever runs it. */
    void inScript(LogRecord record) {
        if (ofScripts++ == 0) firstOfScripts = record.line();
    }

    private static boolean interesting(LogRecord record) {
        return switch (record.logger()) {
            case "odoo.schema", "odoo.modules.module", "odoo.modules.graph", "odoo.modules.module_graph" -> true;
            case "odoo.addons.base.models.ir_model", "odoo.modules.migration" ->
                record.level().atLeast(Level.WARNING);
            case "odoo.modules.loading" ->
                record.level().atLeast(Level.WARNING) || record.says("Init") || record.says("init");
            default -> false;
        };
    }

    /** Odoo 19 tries a constraint twice: at INFO while the module is loaded, and as a WARNING at the end. */
    private void keep(Kind kind, LogRecord record, List<String> names, @Nullable String module) {
        if (said.size() >= MAX || firstAttempts.size() >= MAX) return;
        boolean schema = record.logger().equals("odoo.schema");
        if (schema && !record.level().atLeast(Level.WARNING)) {
            if (module != null) firstAttempts.putIfAbsent(record.message(), module);
            return;
        }
        String loading = module != null ? module : firstAttempts.get(record.message());
        String key = kind + (names.isEmpty() || schema ? "" : names.getFirst());
        said.putIfAbsent(key, new Said(kind, new LogLine(record.line(), record.text()), names, loading));
    }

    private static List<String> names(Matcher matcher) {
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= matcher.groupCount(); i++) {
            String group = matcher.group(i);
            if (group == null) continue;
            for (String name : group.split(",")) names.add(name.strip().replaceAll("^['\"]|['\"]$", ""));
        }
        return List.copyOf(names);
    }

    /** How many warnings came while a migration script ran. */
    public int ofScripts() {
        return ofScripts;
    }

    /** The line of the first of them in the log; 0 if there is none. */
    public long firstOfScripts() {
        return firstOfScripts;
    }

    /** All that was said, in the order of the log. */
    public List<Said> all() {
        return List.copyOf(said.values());
    }

    public @Nullable Said first(Kind kind) {
        return said.values().stream().filter(s -> s.kind() == kind).findFirst().orElse(null);
    }

    public List<Said> all(Kind kind) {
        return said.values().stream().filter(s -> s.kind() == kind).toList();
    }

    /** Modules that the run left in a state in between, by its own word. */
    public List<String> inconsistent() {
        return Collections.unmodifiableList(
                all(Kind.INCONSISTENT).stream().flatMap(s -> s.names().stream()).toList());
    }
}
