package io.twokeys.odoo.trace;

import io.twokeys.odoo.log.Level;
import io.twokeys.odoo.log.LogLine;
import io.twokeys.odoo.log.LogReader;
import io.twokeys.odoo.log.LogRecord;
import io.twokeys.odoo.log.Step;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The story of one run as its log tells it, gathered in one pass and bounded memory. Records of other processes that write
 * into the same log are left out once the run is known.
 */
public final class RunLog {
    private static final int MAX_NAMES = 20_000;
    private static final int MAX_DATABASES = 20;
    private static final Pattern QUOTED = Pattern.compile("'([^']*)'");

    private final Candidates candidates = new Candidates();
    private final Warnings warnings = new Warnings();
    private final Map<StrayLine, LogLine> strays = new EnumMap<>(StrayLine.class);
    private final SequencedSet<String> loaded = new LinkedHashSet<>();
    private final Set<String> scripts = new LinkedHashSet<>();
    private final Map<String, LogLine> databases = new LinkedHashMap<>();
    private List<String> addons = List.of();
    private String series = "";
    private long records;
    private long lastRecord;
    private long pid;
    private @Nullable String module;
    private @Nullable String script;
    private @Nullable String scriptModule;
    private boolean passes;
    private boolean updating;
    private boolean allLoaded;
    private boolean testsFailed;
    private boolean registryLoaded;
    private boolean stopping;
    private boolean severalRuns;
    private @Nullable LogLine gaveUp;
    private @Nullable LogLine last;

    /** Reads a log to its end; does not close it. */
    public static RunLog read(InputStream log) throws IOException {
        RunLog run = new RunLog();
        LogReader.read(log, run::accept);
        return run;
    }

    public void accept(LogRecord record) {
        stray(record);
        if (record.prefixed()) {
            if (record.says("updating modules list") && pid != record.pid()) startRun(record.pid());
            if (pid == 0) pid = record.pid();
            if (updating && record.pid() != pid) return;
            records++;
            lastRecord = record.line();
            last = record.more().isEmpty() ? null : record.more().getLast();
            if (gaveUp == null
                    && (record.says("Failed to load registry") || record.says("Failed to initialize database"))) {
                gaveUp = new LogLine(record.line(), record.text());
            }
            note(record);
        }
        Step step = Step.of(record);
        if (step != null) take(step);
        candidates.accept(record);
    }

    private void startRun(long newPid) {
        if (updating) severalRuns = true;
        pid = newPid;
    }

    private void stray(LogRecord record) {
        if (!record.prefixed()) stray(new LogLine(record.line(), record.text()));
        if (record.more().size() > 0 && !record.says("bad query")) record.more().forEach(this::stray);
    }

    private void stray(LogLine line) {
        StrayLine kind = StrayLine.of(line.text());
        if (kind != null) strays.putIfAbsent(kind, line);
    }

    private void note(LogRecord record) {
        String database = record.database();
        if (!database.equals("?") && !databases.containsKey(database) && databases.size() < MAX_DATABASES) {
            databases.put(database, new LogLine(record.line(), record.text()));
        }
        if (record.logger().equals("odoo")) noteStart(record.message());
        warnings.accept(record, module);
        if (script != null && record.level() == Level.WARNING) warnings.inScript(record);
    }

    private void noteStart(String message) {
        if (message.startsWith("Odoo version ")) series = message.substring("Odoo version ".length());
        if (!message.startsWith("addons paths: ")) return;
        List<String> folders = new ArrayList<>();
        for (Matcher path = QUOTED.matcher(message); path.find() && folders.size() < 100; ) folders.add(path.group(1));
        addons = List.copyOf(folders);
    }

    private void take(Step step) {
        if (!(step instanceof Step.Stopping)) candidates.recover();
        switch (step) {
            case Step.PassStarted pass -> passes = true;
            case Step.ListUpdating list -> restart();
            case Step.ModuleStarted started -> startModule(started.module());
            case Step.ScriptStarted started -> startScript(started);
            case Step.TablesUpdating tables -> leaveScript();
            case Step.DataFileStarted file -> leaveScript();
            case Step.ModuleLoaded done -> endModule(done.module());
            case Step.PassEnded pass -> module = null;
            case Step.Closing closing -> leaveScript();
            case Step.AllLoaded all -> {
                allLoaded = true;
                testsFailed |= all.testsFailed();
                leaveScript();
            }
            case Step.RegistryLoaded registry -> registryLoaded = true;
            case Step.Stopping stop -> stopping = true;
        }
    }

    /** What was said of an earlier pass does not count: {@code odoo-bin module} loads everything once before. */
    private void restart() {
        updating = true;
        allLoaded = false;
        registryLoaded = false;
    }

    private void startModule(String name) {
        passes = true;
        module = name;
        script = null;
        scriptModule = null;
    }

    private void startScript(Step.ScriptStarted started) {
        script = started.path();
        scriptModule = started.module();
        if (scripts.size() < MAX_NAMES) scripts.add(started.path());
    }

    private void leaveScript() {
        script = null;
        scriptModule = null;
    }

    private void endModule(String name) {
        if (loaded.size() < MAX_NAMES) loaded.add(name);
        module = null;
        leaveScript();
    }

    /** Whether the run came to its end: everything loaded after the list of modules had been updated. */
    public boolean complete() {
        return updating && allLoaded && (registryLoaded || series.startsWith("14"));
    }

    /** Whether {@code odoo-bin module} loaded the registry but then found nothing to do. */
    public boolean nothingMarked() {
        return !updating && allLoaded && databases.isEmpty();
    }

    /** {@code odoo-bin module} of Odoo 19 logs no database, and commits what it marks. */
    public boolean byModuleCommand() {
        return passes && databases.isEmpty();
    }

    public boolean hasRecords() {
        return records > 0;
    }

    /** Whether loading began. */
    public boolean began() {
        return passes;
    }

    public boolean stopping() {
        return stopping;
    }

    public boolean testsFailed() {
        return testsFailed;
    }

    /** The record in which Odoo says that it gives the database up; what follows in the log says why. */
    public @Nullable LogLine gaveUp() {
        return gaveUp;
    }

    /** The last line, where something else than Odoo's logger wrote it. */
    public @Nullable LogLine lastWords() {
        return last;
    }

    public boolean severalRuns() {
        return severalRuns;
    }

    /** Whether Odoo logged on after {@code line}. */
    public boolean goesOnAfter(LogLine line) {
        return lastRecord > line.number();
    }

    public @Nullable LogLine stray(StrayLine kind) {
        return strays.get(kind);
    }

    /** The databases that records name, with the first line of each. */
    public Map<String, LogLine> databases() {
        return Collections.unmodifiableMap(databases);
    }

    /** Upgraded modules that were loaded and committed, in order. */
    public SequencedSet<String> loaded() {
        return Collections.unmodifiableSequencedSet(loaded);
    }

    public Set<String> scripts() {
        return Collections.unmodifiableSet(scripts);
    }

    public List<String> addons() {
        return addons;
    }

    /** The module that was being worked on when the log ended; that of an end script after all are loaded. */
    public @Nullable String module() {
        return module != null ? module : scriptModule;
    }

    /** The script that was running when the log ended. */
    public @Nullable String script() {
        return script;
    }

    public Warnings warnings() {
        return warnings;
    }

    public @Nullable Failure failure() {
        return candidates.failure();
    }

    /** The first error with a traceback that the run survived. */
    public @Nullable LogRecord survived() {
        LogRecord record = candidates.recovered();
        return record != null && record.level().atLeast(Level.ERROR) ? record : null;
    }
}
