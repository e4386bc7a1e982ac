package io.twokeys.odoo.diagnosis;

import io.twokeys.odoo.diagnosis.Diagnosis.DatabaseState;
import io.twokeys.odoo.diagnosis.Diagnosis.Verdict;
import io.twokeys.odoo.log.LogLine;
import io.twokeys.odoo.log.LogRecord;
import io.twokeys.odoo.trace.ModuleRows;
import io.twokeys.odoo.trace.StrayLine;
import io.twokeys.odoo.trace.Warnings.Kind;
import io.twokeys.odoo.trace.Warnings.Said;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The log goes to its end. Odoo gets there, and exits with 0, in many cases in which it did not do what was asked: all of
 * them are looked for before anything is called a success.
 */
final class Finished implements Rule {
    private static final Map<Kind, Cause> TRAPS = Map.of(
            Kind.NAME_UNKNOWN, Cause.MODULE_UNKNOWN,
            Kind.MANIFEST_MISSING, Cause.MODULE_NOT_ON_DISK,
            Kind.VERSION_INCOMPATIBLE, Cause.VERSION_INCOMPATIBLE,
            Kind.DEPENDENCY_UNMET, Cause.DEPENDENCY_MISSING,
            Kind.DEPENDENCY_LOOP, Cause.UNKNOWN,
            Kind.NOT_INSTALLABLE, Cause.MODULE_NOT_ON_DISK);
    private static final Map<Kind, String> FINDINGS = Map.of(
            Kind.NULLS, "not-null-not-set",
            Kind.CONSTRAINT, "constraint-not-applied",
            Kind.ACCESS_RULE, "access-rule-missing",
            Kind.LABEL, "field-label-duplicate",
            Kind.CUSTOM_VIEW, "custom-view-invalid",
            Kind.DEMO, "demo-data-failed",
            Kind.SCRIPT_WITHOUT_MIGRATE, "script-skipped");

    @Override
    public @Nullable Draft judge(Case c) {
        if (!c.run().complete() && !c.run().nothingMarked() || c.failure() != null) return null;
        if (!c.run().complete() && !Integer.valueOf(0).equals(c.exit())) return null;
        Draft draft = trap(c);
        if (draft == null) draft = unmet(c);
        if (draft == null) draft = downgrade(c);
        if (draft == null) draft = success(c);
        if (draft.database == DatabaseState.UNKNOWN) draft.database(database(c));
        if (c.inJournal()) draft.databaseNeeds = "journal";
        if (c.inJournal()) draft.needs("journal");
        return draft;
    }

    private static DatabaseState database(Case c) {
        if (!c.leftInBetween().isEmpty()) return DatabaseState.HALF_UPGRADED;
        return c.run().loaded().isEmpty() ? DatabaseState.UNCHANGED : DatabaseState.UPGRADED;
    }

    /** What Odoo says of modules that it skipped, where these were asked for or are left in between. */
    private static @Nullable Draft trap(Case c) {
        List<String> concerned = new ArrayList<>(c.notLoaded());
        concerned.addAll(c.run().warnings().inconsistent());
        concerned.addAll(c.leftInBetween());
        for (Said said : c.run().warnings().all()) {
            Cause cause = TRAPS.get(said.kind());
            if (cause == null) continue;
            String module = said.names().getFirst();
            if (cause != Cause.MODULE_UNKNOWN && !concerned.contains(module)) continue;
            Draft draft = new Draft(known(c, module, cause)).module(module);
            if (draft.cause == Cause.UNKNOWN) draft.detail(said.line().text().strip());
            return c.inJournal() ? draft : draft.atRecord(said.line());
        }
        return null;
    }

    /** {@code odoo-bin module} says "manifest not found" of a misspelled name, too; Odoo has no row of that. */
    private static Cause known(Case c, String module, Cause cause) {
        if (cause != Cause.MODULE_NOT_ON_DISK
                || c.run().warnings().inconsistent().contains(module)) return cause;
        ModuleRows rows = c.before() != null ? c.before() : c.after();
        boolean unknown = rows == null ? c.run().nothingMarked() : rows.row(module) == null;
        return unknown ? Cause.MODULE_UNKNOWN : cause;
    }

    /** What Odoo says nothing of: the rows do. */
    private static @Nullable Draft unmet(Case c) {
        if (c.run().testsFailed()) return new Draft(Cause.UNKNOWN).detail("at least one test failed");
        if (!c.notLoaded().isEmpty()) {
            String module = c.notLoaded().getFirst();
            return notLoaded(c, module).module(module);
        }
        Draft stale = notInstalled(c);
        if (stale != null) return stale;
        List<String> left = c.leftInBetween();
        if (left.isEmpty()) return c.asked().planned().isEmpty() ? null : unplanned(c);
        return new Draft(Cause.UNKNOWN)
                .module(left.getFirst())
                .needs("states")
                .detail("in between: " + String.join(", ", left));
    }

    /** A module that was asked for and loaded must be installed afterwards. */
    private static @Nullable Draft notInstalled(Case c) {
        ModuleRows after = c.after();
        if (after == null) return null;
        return c.asked().modules().stream()
                .filter(name -> {
                    ModuleRows.Row row = after.row(name);
                    return row != null && !row.installed();
                })
                .findFirst()
                .map(name ->
                        new Draft(Cause.UNKNOWN).module(name).needs("states").detail(name + " is not installed"))
                .orElse(null);
    }

    /** Of a name that it does not know {@code -u} says so, which was looked for before: without a row it is not installed. */
    private static Draft notLoaded(Case c, String module) {
        ModuleRows rows = c.before() != null ? c.before() : c.after();
        ModuleRows.Row row = rows == null ? null : rows.row(module);
        if (rows != null && row == null && c.run().byModuleCommand()) {
            return new Draft(Cause.MODULE_UNKNOWN).needs("states");
        }
        if (row != null && row.installed())
            return new Draft(Cause.UNKNOWN).detail(module + " is installed but was not loaded");
        return new Draft(Cause.MODULE_NOT_INSTALLED).needs("states");
    }

    private static @Nullable Draft unplanned(Case c) {
        ModuleRows after = c.after();
        if (after == null) return null;
        for (Map.Entry<String, String> planned : c.asked().planned().entrySet()) {
            ModuleRows.Row row = after.row(planned.getKey());
            if (row == null || row.installed() && planned.getValue().equals(row.version())) continue;
            return new Draft(Cause.UNKNOWN)
                    .module(planned.getKey())
                    .needs("states")
                    .detail(planned.getKey() + " should be installed at " + planned.getValue() + " but is "
                            + row.state() + " at " + row.version());
        }
        return null;
    }

    private static @Nullable Draft downgrade(Case c) {
        ModuleRows before = c.before();
        ModuleRows after = c.after();
        if (before == null || after == null) return null;
        List<String> lower = after.lowerThan(before);
        if (lower.isEmpty()) return null;
        String module = lower.getFirst();
        Draft draft = new Draft(Cause.DOWNGRADE).module(module).needs("states").detail(versions(module, before, after));
        draft.databaseNeeds = "states";
        return draft;
    }

    private static String versions(String module, ModuleRows before, ModuleRows after) {
        ModuleRows.Row was = before.row(module);
        ModuleRows.Row is = after.row(module);
        return module + " went from " + (was == null ? null : was.version()) + " to "
                + (is == null ? null : is.version());
    }

    private static Draft success(Case c) {
        Draft draft = new Draft(Cause.NONE);
        draft.verdict = Verdict.SUCCEEDED;
        findings(c, draft);
        exitStatus(c, draft);
        if (!draft.findings.isEmpty() && draft.verdict == Verdict.SUCCEEDED)
            draft.verdict = Verdict.SUCCEEDED_WITH_FINDINGS;
        if (!c.statesKnown())
            unsure(draft, "the module states are not known, so a downgrade or a skipped module would not show");
        if (c.run().severalRuns()) unsure(draft, "the log holds more than one run");
        if (c.run().loaded().isEmpty())
            unsure(draft, "no module was upgraded and none is known to have been asked for");
        ModuleRows before = c.before();
        ModuleRows after = c.after();
        if (before == null || after == null) return draft;
        if (!after.movedSince(before).containsAll(dated(c, after))) {
            unsure(draft, "the log says that modules were loaded, but their rows were not written");
        }
        if (after.otherVersionThan(before).isEmpty()) draft.notes.add("version-unchanged");
        return draft;
    }

    /** Loaded modules whose rows have a date: loading writes it. */
    private static List<String> dated(Case c, ModuleRows after) {
        return c.run().loaded().stream()
                .filter(name -> {
                    ModuleRows.Row row = after.row(name);
                    return row != null && row.written() != null;
                })
                .toList();
    }

    private static void unsure(Draft draft, String detail) {
        draft.verdict = Verdict.UNKNOWN;
        draft.cause = Cause.UNKNOWN;
        draft.detail(detail);
    }

    private static void findings(Case c, Draft draft) {
        for (Said said : c.run().warnings().all()) {
            String finding = FINDINGS.get(said.kind());
            if (finding == null || draft.findings.containsKey(finding)) continue;
            draft.findings.put(finding, said.line().number());
            if (said.kind() == Kind.NULLS || said.kind() == Kind.CONSTRAINT) constraint(c, draft, said);
        }
        LogRecord survived = c.run().survived();
        if (survived != null) draft.findings.put("error-logged", survived.line());
    }

    private static void constraint(Case c, Draft draft, Said said) {
        if (draft.cause == Cause.CONSTRAINT_NOT_APPLIED) return;
        draft.cause = Cause.CONSTRAINT_NOT_APPLIED;
        draft.module(said.module() != null ? said.module() : owner(c, said));
        if (!c.inJournal()) draft.atRecord(said.line());
    }

    /** The module whose name the table or model starts with. */
    private static @Nullable String owner(Case c, Said said) {
        String text = said.line().text().replace('.', '_');
        return c.run().loaded().stream()
                .filter(text::contains)
                .max(Comparator.comparingInt(String::length))
                .orElse(null);
    }

    /** A status other than 0 after a complete log is that of a launcher that died; Odoo's failures are in the log. */
    private static void exitStatus(Case c, Draft draft) {
        Integer exit = c.exit();
        if (exit == null || exit == 0) return;
        if (c.moved().isEmpty()) {
            unsure(draft, "exit status " + exit + " does not fit the log, and no module row shows the upgrade");
            return;
        }
        LogLine killed = c.output().stray(StrayLine.KILLED);
        if (killed == null) killed = c.output().stray(StrayLine.TERMINATED);
        draft.findings.put("exit-status-not-odoos", killed == null ? 0L : killed.number());
    }
}
