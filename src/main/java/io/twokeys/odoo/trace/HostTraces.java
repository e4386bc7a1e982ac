package io.twokeys.odoo.trace;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.twokeys.odoo.log.LogReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the host's journal and PostgreSQL's log say of a run. */
public final class HostTraces {
    private static final Pattern ENTRY =
            Pattern.compile("(?:\\S+ +\\d+ \\d\\d:\\d\\d:\\d\\d|\\d{4}-\\S+) \\S+ ([^\\s:\\[]+)(?:\\[(\\d+)])?: (.*)");
    private static final Pattern OOM = Pattern.compile(
            ".*(?:Out of memory|Memory cgroup out of memory): Kill(?:ed)? process \\d+ \\(([^)]+)\\).*");
    private static final Pattern UNIT_DIED =
            Pattern.compile("(\\S+\\.(?:service|scope)): Main process exited, (code=\\S+, status=\\S+)");
    private static final Pattern UNIT_RESULT =
            Pattern.compile("(\\S+\\.(?:service|scope)): Failed with result '([^']+)'.*");
    private static final Pattern UNIT_STARTED = Pattern.compile("Started (\\S+) - \\[systemd-run].*");
    private static final Pattern COMMAND = Pattern.compile(".*COMMAND=(.*)");
    /** Not {@code systemctl stop odoo}. */
    private static final Pattern UPGRADE = Pattern.compile(".*odoo.* (?:-u|--update|module upgrade)[ =].*");

    private static final Pattern DATABASE = Pattern.compile("(?:-d|--database)[ =](\\S+)");
    private static final Pattern MODULES = Pattern.compile("(?:-u|--update)[ =](\\S+)");

    private final RunLog odoo = new RunLog();
    private final LogReader odooReader = new LogReader(odoo::accept);
    private boolean journalKnown;
    private @Nullable String odooPid;
    private @Nullable String command;
    private @Nullable String oomKilledOdoo;
    private @Nullable String oomKilledPostgres;
    /** The transient unit that ran Odoo; the service has another one. */
    private @Nullable String unit;

    private @Nullable String unitDied;
    private @Nullable String unitResult;
    private @Nullable String noSpace;
    private @Nullable String postgresReason;

    private HostTraces() {}

    /** Reads both to their ends; does not close them. */
    public static HostTraces read(@Nullable InputStream journal, @Nullable InputStream postgres) throws IOException {
        HostTraces traces = new HostTraces();
        traces.journalKnown = journal != null;
        if (journal != null) lines(journal, traces::journal);
        traces.odooReader.end();
        if (postgres != null) lines(postgres, traces::postgres);
        return traces;
    }

    private interface LineSink {
        void accept(String line);
    }

    private static void lines(InputStream in, LineSink sink) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, UTF_8));
        for (String line = reader.readLine(); line != null; line = reader.readLine()) sink.accept(line);
    }

    private void journal(String line) {
        Matcher entry = ENTRY.matcher(line);
        if (!entry.matches()) return;
        String program = entry.group(1);
        String message = entry.group(3);
        switch (program) {
            case "sudo" -> sudo(message);
            case "kernel" -> kernel(message);
            case "systemd" -> systemd(message);
            default -> odoo(program, entry.group(2), message);
        }
    }

    private void sudo(String message) {
        Matcher started = COMMAND.matcher(message);
        if (command == null
                && started.matches()
                && UPGRADE.matcher(started.group(1)).matches()) {
            command = started.group(1);
        }
    }

    private void kernel(String message) {
        Matcher oom = OOM.matcher(message);
        if (!oom.matches()) return;
        if (oom.group(1).startsWith("postgres")) oomKilledPostgres = message;
        else if (oom.group(1).matches("odoo.*|python.*")) oomKilledOdoo = message;
    }

    private void systemd(String message) {
        Matcher started = UNIT_STARTED.matcher(message);
        if (started.matches() && message.contains("odoo")) unit = started.group(1);
        Matcher died = UNIT_DIED.matcher(message);
        if (died.matches() && died.group(1).equals(unit)) unitDied = died.group(2);
        Matcher result = UNIT_RESULT.matcher(message);
        if (result.matches() && result.group(1).equals(unit)) unitResult = result.group(2);
    }

    /** A transient unit's output, each line behind the journal's own prefix; of the first such process only. */
    private void odoo(String program, @Nullable String pid, String message) {
        if (pid == null || !program.startsWith("odoo") && !program.startsWith("python")) return;
        if (odooPid == null) odooPid = pid;
        if (!odooPid.equals(pid)) return;
        byte[] bytes = (message + "\n").getBytes(UTF_8);
        odooReader.feed(bytes, 0, bytes.length);
    }

    private void postgres(String line) {
        if (noSpace == null && line.contains("No space left on device")) noSpace = line;
        if (postgresReason != null) return;
        if (line.contains("terminating connection due to")
                || line.contains("was terminated by signal")
                || line.contains("received fast shutdown request")
                || line.contains("received immediate shutdown request")) {
            postgresReason = line;
        }
    }

    /** Whether the journal was at hand: what it does not say is worth nothing else. */
    public boolean journalKnown() {
        return journalKnown;
    }

    /** The run's log where it went to the journal; without records if it did not. */
    public RunLog odoo() {
        return odoo;
    }

    /** The upgrade that sudo started, the first of several. */
    public @Nullable String command() {
        return command;
    }

    /** The database that the command names, which may be misspelled. */
    public @Nullable String database() {
        return find(DATABASE);
    }

    /** The modules that the command names. */
    public List<String> modules() {
        String names = find(MODULES);
        if (names != null) return List.of(names.split(","));
        if (command == null || !command.contains(" module upgrade ")) return List.of();
        List<String> words = new ArrayList<>(List.of(
                command.substring(command.indexOf(" module upgrade ") + 16).split("\\s+")));
        List<String> modules = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).matches("-[cdD]|--config|--database|--data-dir")) i++;
            else if (!words.get(i).startsWith("-")) modules.add(words.get(i));
        }
        return modules;
    }

    private @Nullable String find(Pattern pattern) {
        if (command == null) return null;
        Matcher found = pattern.matcher(command);
        return found.find() ? found.group(1) : null;
    }

    /** The kernel's line about Odoo's end, if the OOM killer took it. */
    public @Nullable String oomKilledOdoo() {
        return oomKilledOdoo;
    }

    public @Nullable String oomKilledPostgres() {
        return oomKilledPostgres;
    }

    /** {@code code=killed, status=9/KILL}, as systemd saw the run's unit end. */
    public @Nullable String unitDied() {
        return unitDied;
    }

    /** systemd's result of the run's unit: {@code signal}, {@code oom-kill}, {@code timeout}. */
    public @Nullable String unitResult() {
        return unitResult;
    }

    /** PostgreSQL's line about a full disk. */
    public @Nullable String noSpace() {
        return noSpace;
    }

    /** PostgreSQL's line about why it closed connections. */
    public @Nullable String postgresReason() {
        return postgresReason;
    }
}
