package io.twokeys.odoo.diagnosis;

import io.twokeys.odoo.diagnosis.Evidence.Asked;
import io.twokeys.odoo.log.LogLine;
import io.twokeys.odoo.trace.Failure;
import io.twokeys.odoo.trace.HostTraces;
import io.twokeys.odoo.trace.ModuleRows;
import io.twokeys.odoo.trace.RunLog;
import io.twokeys.odoo.trace.StrayLine;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The evidence, read. {@code run} is the run's story: from the command's output, or from the journal where a unit's output
 * went there.
 *
 * @param output the command's output itself, where launchers speak
 * @param exit Odoo's own exit status as far as it is known; null else
 */
record Case(
        Asked asked,
        RunLog output,
        RunLog run,
        HostTraces host,
        @Nullable Integer exit,
        @Nullable ModuleRows before,
        @Nullable ModuleRows after) {
    private static final Pattern UNIT_EXIT = Pattern.compile("code=(\\w+)(?:,\\s*|/)status=(\\w+).*");

    static Case read(Evidence evidence) throws IOException {
        RunLog output = RunLog.read(evidence.log());
        HostTraces host = HostTraces.read(evidence.journal(), evidence.postgresLog());
        boolean elsewhere = !output.hasRecords() && host.odoo().hasRecords();
        Asked asked = evidence.asked();
        List<String> modules = asked.modules().isEmpty() ? host.modules() : asked.modules();
        return new Case(
                new Asked(asked.database(), modules, asked.planned()),
                output,
                elsewhere ? host.odoo() : output,
                host,
                exit(evidence.exitCode(), output, host),
                evidence.before(),
                evidence.after());
    }

    /** The unit's own status where a unit ran it; systemd-run and ssh turn signals into 255. */
    private static @Nullable Integer exit(@Nullable Integer given, RunLog output, HostTraces host) {
        LogLine ended = output.stray(StrayLine.UNIT_ENDED);
        String unit = ended != null ? ended.text() : host.unitDied();
        if (unit == null) return given != null && given < 0 ? Integer.valueOf(128 - given) : given;
        Matcher status = UNIT_EXIT.matcher(unit.replaceFirst(".*?(?=code=)", ""));
        if (!status.matches()) return given;
        Integer number = number(status.group(2));
        if (number == null) return given;
        return status.group(1).equals("exited") ? number : 128 + number;
    }

    /** Older systemd names the signal only. */
    private static @Nullable Integer number(String status) {
        return switch (status) {
            case "HUP" -> 1;
            case "INT" -> 2;
            case "KILL" -> 9;
            case "TERM" -> 15;
            default -> status.matches("\\d{1,3}") ? Integer.valueOf(status) : null;
        };
    }

    /** systemd's word for how the run's unit ended, {@code timeout}; null if no unit ran it or none of its lines is known. */
    @Nullable
    String unitResult() {
        String said = saidUnitResult();
        return said != null ? said : host.unitResult();
    }

    /** The same from the command's own output. */
    private @Nullable String saidUnitResult() {
        LogLine result = output.stray(StrayLine.UNIT_RESULT);
        return result == null
                ? null
                : result.text().replaceFirst("Finished with result: ", "").strip();
    }

    /** What is needed beyond the output to know {@link #unitResult}. */
    @Nullable
    String unitResultNeeds() {
        return saidUnitResult() == null ? "journal" : null;
    }

    boolean inJournal() {
        return run != output;
    }

    @Nullable
    Failure failure() {
        return run.failure();
    }

    boolean asksForAll() {
        return asked.modules().contains("all") || asked.modules().contains("base");
    }

    /** Named modules that were not loaded. */
    List<String> notLoaded() {
        return asked.modules().stream()
                .map(name -> name.equals("all") ? "base" : name)
                .filter(name -> !run.loaded().contains(name))
                .toList();
    }

    /** Modules in a state in between that were not so before. */
    List<String> leftInBetween() {
        ModuleRows now = after;
        if (now == null) return run.complete() ? run.warnings().inconsistent() : List.of();
        ModuleRows then = before;
        return now.inBetween().stream()
                .filter(name -> {
                    ModuleRows.Row row = then == null ? null : then.row(name);
                    return row == null || !row.inBetween();
                })
                .toList();
    }

    /** Modules whose rows were written; {@code base} is by every run, whatever comes of it. */
    List<String> moved() {
        ModuleRows now = after;
        ModuleRows then = before;
        if (now == null || then == null) return List.of();
        return now.movedSince(then).stream()
                .filter(name -> asksForAll() || !name.equals("base"))
                .toList();
    }

    boolean statesKnown() {
        return before != null && after != null;
    }
}
