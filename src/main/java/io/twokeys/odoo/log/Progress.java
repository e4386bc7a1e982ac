package io.twokeys.odoo.log;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How far an upgrade is, told from its log record by record. Not thread-safe.
 *
 * <p>{@code (i/n)} in Odoo's own lines counts every module of the database; here the planned modules are counted. Modules
 * that join during the run raise the total.
 */
public final class Progress {
    /** Where the run is. */
    public enum Phase {
        STARTING,
        UPDATING_LIST,
        PRE_SCRIPTS,
        TABLES,
        DATA_FILES,
        POST_SCRIPTS,
        END_SCRIPTS,
        CLOSING,
        DONE
    }

    private final Set<String> planned;
    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private Phase phase = Phase.STARTING;
    private @Nullable String module;
    private @Nullable String script;
    private @Nullable String dataFile;
    private boolean updating;
    private int dataFiles;
    private long warningCount;
    private long errorCount;

    public Progress(Iterable<String> plannedModules) {
        planned = new TreeSet<>();
        plannedModules.forEach(planned::add);
    }

    public void accept(LogRecord record) {
        if (record.level() == Level.WARNING) {
            warningCount++;
        } else if (record.level().atLeast(Level.ERROR)) {
            errorCount++;
        }
        Step step = Step.of(record);
        if (step != null) take(step);
    }

    private void take(Step step) {
        switch (step) {
            case Step.PassStarted pass -> {}
            case Step.ListUpdating list -> start(Phase.UPDATING_LIST);
            case Step.ModuleStarted started -> startModule(started.module());
            case Step.ScriptStarted started -> startScript(started);
            case Step.TablesUpdating tables -> {
                phase = Phase.TABLES;
                script = null;
            }
            case Step.DataFileStarted file -> startFile(file.path());
            case Step.ModuleLoaded loaded -> endModule(loaded);
            case Step.PassEnded pass -> script = null;
            case Step.Closing closing -> leave(Phase.CLOSING);
            case Step.AllLoaded all -> leave(Phase.CLOSING);
            case Step.RegistryLoaded registry -> {
                if (updating) leave(Phase.DONE);
            }
            case Step.Stopping stopping -> {}
        }
    }

    private void start(Phase next) {
        updating = true;
        phase = next;
    }

    private void startModule(String name) {
        start(Phase.PRE_SCRIPTS);
        planned.add(name);
        module = name;
        script = null;
        dataFile = null;
        dataFiles = 0;
    }

    private void startScript(Step.ScriptStarted started) {
        script = started.path();
        phase = switch (started.stage()) {
            case PRE -> Phase.PRE_SCRIPTS;
            case POST -> Phase.POST_SCRIPTS;
            case END -> Phase.END_SCRIPTS;
        };
    }

    private void startFile(String path) {
        phase = Phase.DATA_FILES;
        dataFile = path;
        dataFiles++;
    }

    private void endModule(Step.ModuleLoaded loaded) {
        seconds.merge(loaded.module(), loaded.seconds(), Double::sum);
        module = null;
        script = null;
        dataFile = null;
    }

    /** Passes before the list of modules is updated are no upgrade: {@code odoo-bin module} has one. */
    private void leave(Phase next) {
        module = null;
        script = null;
        dataFile = null;
        if (updating) phase = next;
    }

    /** What every log on a Debian host has; nobody needs to look at it. */
    public static boolean noise(LogRecord record) {
        return record.says("Failed to render module description")
                || record.logger().equals("odoo.tools.config");
    }

    public Phase phase() {
        return phase;
    }

    /** The module that is being worked on; null between modules and in the closing phase. */
    public @Nullable String module() {
        return module;
    }

    /** The running migration script as {@code module/migrations/version/name.py}. */
    public @Nullable String script() {
        return script;
    }

    public @Nullable String dataFile() {
        return dataFile;
    }

    /** Data files of the current module so far. */
    public int dataFiles() {
        return dataFiles;
    }

    /** Planned modules that are loaded. */
    public int done() {
        return seconds.size();
    }

    /** The number of the module that is being worked on, from 1, or of the last one. */
    public int current() {
        return module == null ? done() : done() + 1;
    }

    public int total() {
        return planned.size();
    }

    /** Seconds of every loaded module, in the order of loading. */
    public Map<String, Double> seconds() {
        return Collections.unmodifiableMap(new LinkedHashMap<>(seconds));
    }

    /** The module that took longest so far. */
    public Map.@Nullable Entry<String, Double> slowest() {
        return seconds.entrySet().stream().max(Map.Entry.comparingByValue()).orElse(null);
    }

    public long warningCount() {
        return warningCount;
    }

    public long errorCount() {
        return errorCount;
    }
}
