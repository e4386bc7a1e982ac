package io.twokeys.odoo.diagnosis;

import io.twokeys.odoo.diagnosis.Diagnosis.DatabaseState;
import io.twokeys.odoo.diagnosis.Diagnosis.Verdict;
import io.twokeys.odoo.log.LogLine;
import io.twokeys.odoo.trace.ModuleRows;
import io.twokeys.odoo.trace.StrayLine;
import org.jspecify.annotations.Nullable;

/** The log ends in the middle: the shell, systemd, the kernel or the exit status may tell how the process ended. */
final class Vanished implements Rule {
    private static final int SSH_FAILED = 255;
    private static final int OUTPUT_LOST = 120;

    @Override
    public Draft judge(Case c) {
        Draft draft = end(c);
        draft.module(c.run().module());
        draft.script = c.run().script();
        if (draft.verdict == Verdict.UNKNOWN) return undecided(c, draft);
        if (draft.database == DatabaseState.UNKNOWN) Raised.database(c, draft);
        return draft;
    }

    private static Draft end(Case c) {
        LogLine gaveUp = c.inJournal() ? null : c.run().gaveUp();
        if (gaveUp != null) {
            return new Draft(Cause.UNKNOWN).atRecord(gaveUp).detail("the log breaks off before Odoo says why");
        }
        LogLine limit = c.output().stray(StrayLine.TIME_LIMIT);
        if (limit != null && !c.run().goesOnAfter(limit)) return new Draft(Cause.TIME_LIMIT).at(limit);
        LogLine forced = c.output().stray(StrayLine.FORCED_SHUTDOWN);
        if (forced != null && !c.run().goesOnAfter(forced)) return new Draft(Cause.INTERRUPTED).at(forced);
        if (wentOn(c)) return unknown("rows of modules moved that the log does not reach: the process went on");
        Draft draft = signalled(c);
        return draft != null ? draft : byStatus(c);
    }

    private static @Nullable Draft signalled(Case c) {
        LogLine killed = Raised.firstOf(c, StrayLine.KILLED);
        LogLine terminated = Raised.firstOf(c, StrayLine.TERMINATED, StrayLine.CRASHED);
        LogLine unit = c.output().stray(StrayLine.UNIT_ENDED);
        Integer exit = c.exit();
        if (killed != null && !c.inJournal() && c.run().goesOnAfter(killed)) {
            return unknown("Odoo logged on after a launcher was killed");
        }
        if (killed != null || Integer.valueOf(137).equals(exit) || c.host().oomKilledOdoo() != null && exit == null) {
            return killed(c).at(killed != null ? killed : unit);
        }
        if ("timeout".equals(c.unitResult()))
            return new Draft(Cause.TIME_LIMIT).needs(c.unitResultNeeds()).at(unit);
        if (Integer.valueOf(Raised.TIMED_OUT).equals(exit)) return new Draft(Cause.TIME_LIMIT).needs("exit-code");
        if (exit != null && (exit == 129 || exit == 130 || exit == 143)) {
            Draft draft = new Draft(Cause.INTERRUPTED).at(terminated != null ? terminated : unit);
            return draft.firstFailure == null ? draft.needs("exit-code") : draft;
        }
        return terminated == null || c.run().goesOnAfter(terminated)
                ? null
                : new Draft(crashed(c) ? Cause.UNKNOWN : Cause.INTERRUPTED).at(terminated);
    }

    private static boolean crashed(Case c) {
        return c.output().stray(StrayLine.TERMINATED) == null;
    }

    private static Draft killed(Case c) {
        if (c.host().oomKilledOdoo() != null) {
            return new Draft(Cause.OUT_OF_MEMORY)
                    .needs("journal")
                    .detail(c.host().oomKilledOdoo());
        }
        if ("oom-kill".equals(c.unitResult())) return new Draft(Cause.OUT_OF_MEMORY).needs(c.unitResultNeeds());
        boolean said = c.output().stray(StrayLine.KILLED) != null || c.output().stray(StrayLine.UNIT_ENDED) != null;
        Draft draft = new Draft(Cause.KILLED)
                .detail(
                        c.host().journalKnown()
                                ? "no trace of the kernel's OOM killer in the journal"
                                : "whether by the kernel's OOM killer is not known, the host's journal was not at hand");
        return said ? draft : draft.needs("exit-code");
    }

    private static Draft byStatus(Case c) {
        Integer exit = c.exit();
        if (exit == null) return unknown("the log ends in the middle and there is no exit status");
        if (exit == 0 && c.run().stopping() && !c.run().began()) {
            return new Draft(Cause.WRONG_DATABASE).detail("Odoo stopped without having opened any database");
        }
        if (exit == 0) return unknown("the exit status is 0 but the log does not go to its end");
        if (exit == OUTPUT_LOST) return unknown("exit status 120: Odoo's output was lost, its own status is not known");
        if (exit == SSH_FAILED) {
            return unknown(
                    c.failure() == null
                            ? "exit status 255 without a failure in the log is ssh's own"
                            : "a query failed last, and exit status 255 may be ssh's own: nobody knows whether it went on");
        }
        LogLine words = c.output().lastWords();
        if (exit == 1 && words != null && c.run().script() != null && !c.inJournal()) {
            return new Draft(Cause.MIGRATION_SCRIPT)
                    .needs("exit-code")
                    .at(words)
                    .detail(words.text().strip());
        }
        return new Draft(Cause.UNKNOWN).needs("exit-code").detail("exit status " + exit + " and no line says why");
    }

    /** Whether modules are done that the log does not reach. */
    private static boolean wentOn(Case c) {
        ModuleRows after = c.after();
        if (after == null || c.asksForAll() || c.run().byModuleCommand()) return false;
        return c.moved().stream().anyMatch(name -> {
            ModuleRows.Row row = after.row(name);
            return row != null
                    && row.installed()
                    && !c.run().loaded().contains(name)
                    && !name.equals(c.run().module());
        });
    }

    private static Draft unknown(String detail) {
        Draft draft = new Draft(Cause.UNKNOWN).detail(detail);
        draft.verdict = Verdict.UNKNOWN;
        return draft;
    }

    /** Only the rows can tell anything of the database when nobody knows whether the process still runs. */
    private static Draft undecided(Case c, Draft draft) {
        if (!c.statesKnown()) return draft;
        if (!c.leftInBetween().isEmpty()) {
            draft.database(DatabaseState.HALF_UPGRADED);
        } else if (c.moved().isEmpty() && c.run().loaded().isEmpty()) {
            draft.database(DatabaseState.UNCHANGED);
        } else {
            return draft;
        }
        draft.databaseNeeds = "states";
        return draft;
    }
}
