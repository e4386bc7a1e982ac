package io.twokeys.odoo.diagnosis;

import io.twokeys.odoo.diagnosis.Diagnosis.DatabaseState;
import io.twokeys.odoo.log.LogLine;
import io.twokeys.odoo.trace.Culprit;
import io.twokeys.odoo.trace.Failure;
import io.twokeys.odoo.trace.StrayLine;
import io.twokeys.odoo.trace.Traceback;
import io.twokeys.odoo.trace.Warnings;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An exception ended the run. */
final class Raised implements Rule {
    private static final Pattern MODULE_TABLE =
            Pattern.compile("\\bir_module_module(?:_dependency|_exclusion)?\\b|\\bir_module_category\\b");
    /** Odoo 18 and 19 refuse a script before they run it. Source: {@code modules/migration.py}. */
    private static final Pattern SCRIPT_REFUSED = Pattern.compile(
            "Each \\w+-migration file must have|`migrate` needs to be a function|`migrate`'s signature should be");

    private static final Pattern SCRIPT = Pattern.compile("[^/\\s]+/(?:migrations|upgrades)/[^/\\s]+/[^/\\s]+\\.py");
    /** What neither code nor data can be blamed for; of a script it is the script's failure all the same. */
    private static final Pattern OF_THE_HOST =
            Pattern.compile("(?:^|\\.)(?:OS|Permission|BlockingIO|Timeout|Connection\\w*)Error$");

    /** Exit status of timeout(1). */
    static final int TIMED_OUT = 124;

    private static final Pattern NAMED = Pattern.compile(
            "upgrade the module (\\S+) that|Can ?not upgrade module [“\"']([^”\"']+)[”\"']|(?:upgrade|install|process) module \"([^\"]+)\" because|[Mm]odule (\\S+): invalid manifest");

    @Override
    public @Nullable Draft judge(Case c) {
        Failure failure = c.failure();
        if (failure == null || failure.traceback() == null && !ended(c)) return null;
        Culprit culprit = Culprit.of(failure, modules(c), c.run().addons());
        String script = script(c, failure, culprit);
        Draft draft = cause(c, failure, script);
        if (draft.cause == Cause.PYTHON_ERROR && ofTheHost(failure)) draft.cause = Cause.UNKNOWN;
        else if (draft.cause == Cause.PYTHON_ERROR && ofDataFile(failure, culprit)) draft.cause = Cause.XML_INVALID;
        draft.script = script;
        draft.file = culprit == null ? null : culprit.toString();
        draft.module(module(c, draft, failure, culprit));
        draft.exception = failure.type();
        if (!c.inJournal()) {
            draft.at(failure.line(), failure.recordLine());
            draft.exceptionLine = failure.repeatedAt();
        } else {
            draft.at(c.output().stray(StrayLine.UNIT_ENDED));
            if (!toldByUnit(draft)) draft.needs("journal");
        }
        return draft.detail(failure.line().text().strip());
    }

    /** systemd-run names the signal, and that a time limit was over; anything else only the journal tells. */
    private static boolean toldByUnit(Draft draft) {
        return draft.firstFailure != null && (draft.cause == Cause.INTERRUPTED || draft.cause == Cause.TIME_LIMIT);
    }

    /** A query that failed last is the end of the run only if Odoo or the status says that there was one. */
    private static boolean ended(Case c) {
        if (c.run().gaveUp() != null) return true;
        Integer exit = c.exit();
        return exit != null && exit != 0 && exit < 128;
    }

    private static Set<String> modules(Case c) {
        Set<String> names = new LinkedHashSet<>(c.asked().modules());
        names.addAll(c.run().loaded());
        String current = c.run().module();
        if (current != null) names.add(current);
        return names;
    }

    /** The script whose code raised, or that was running. */
    private static @Nullable String script(Case c, Failure failure, @Nullable Culprit culprit) {
        for (Traceback.Frame frame : failure.frames()) {
            Culprit at = Culprit.of(single(failure, frame), Set.of(), c.run().addons());
            if (at != null && at.script() != null) return at.script();
        }
        if (culprit != null && culprit.script() != null) return culprit.script();
        if (c.run().script() != null || !refused(failure)) return c.run().script();
        Matcher named = SCRIPT.matcher(failure.message());
        return named.find() ? named.group() : null;
    }

    private static boolean refused(Failure failure) {
        return SCRIPT_REFUSED.matcher(failure.message()).find();
    }

    private static Failure single(Failure failure, Traceback.Frame frame) {
        Traceback.Block block = new Traceback.Block(List.of(frame), failure.line(), "", "", false);
        return new Failure(failure.line(), null, null, null, "", "", null, block);
    }

    private static Draft cause(Case c, Failure failure, @Nullable String script) {
        Cause environment = CauseTable.environment(failure);
        if (environment != null) return environment(c, failure, environment);
        if (script != null || refused(failure)) return new Draft(Cause.MIGRATION_SCRIPT);
        Cause start = c.run().began() ? null : CauseTable.start(failure);
        return new Draft(start != null ? start : CauseTable.code(failure));
    }

    /** What a file of records names wrongly, a field or a model, ends in exceptions of Odoo's own code. */
    private static boolean ofDataFile(Failure failure, @Nullable Culprit culprit) {
        Traceback traceback = failure.traceback();
        return traceback != null
                && traceback.passes("load_data")
                && (culprit == null || !culprit.path().endsWith(".py"));
    }

    private static boolean ofTheHost(Failure failure) {
        return failure.type() != null && OF_THE_HOST.matcher(failure.type()).find();
    }

    private static Draft environment(Case c, Failure failure, Cause cause) {
        boolean onModuleTables =
                MODULE_TABLE.matcher(failure.query() + failure.message()).find();
        return switch (cause) {
            case LOCK_TIMEOUT ->
                new Draft(
                        onModuleTables && c.run().loaded().isEmpty() && c.run().module() == null ? Cause.BUSY : cause);
            case DATABASE_UNREACHABLE -> c.run().began() ? lost(c) : new Draft(cause);
            case CONNECTION_LOST -> lost(c);
            case INTERRUPTED -> interrupted(c);
            default -> new Draft(cause);
        };
    }

    /** timeout(1) and systemd's RuntimeMaxSec end a process by the same signals as people do. */
    private static Draft interrupted(Case c) {
        if (Integer.valueOf(TIMED_OUT).equals(c.exit())) return new Draft(Cause.TIME_LIMIT).needs("exit-code");
        if ("timeout".equals(c.unitResult())) return new Draft(Cause.TIME_LIMIT).needs(c.unitResultNeeds());
        return new Draft(Cause.INTERRUPTED);
    }

    /** Why PostgreSQL went away stands in its own log, or in the kernel's. */
    private static Draft lost(Case c) {
        if (c.host().noSpace() != null) {
            return new Draft(Cause.DISK_FULL)
                    .needs("postgresql-log")
                    .detail(c.host().noSpace());
        }
        if (c.host().oomKilledPostgres() != null) {
            return new Draft(Cause.OUT_OF_MEMORY)
                    .needs("journal")
                    .detail(c.host().oomKilledPostgres());
        }
        return new Draft(Cause.CONNECTION_LOST).detail(c.host().postgresReason());
    }

    private static @Nullable String module(Case c, Draft draft, Failure failure, @Nullable Culprit culprit) {
        if (draft.cause == Cause.BUSY || !c.run().began()) return null;
        Warnings.Said notLoaded = c.run().warnings().first(Warnings.Kind.COULD_NOT_LOAD);
        if (notLoaded != null) return notLoaded.names().getFirst();
        if (draft.script != null) return draft.script.substring(0, draft.script.indexOf('/'));
        if (c.run().module() != null) return c.run().module();
        Matcher named = NAMED.matcher(failure.told());
        if (named.find()) {
            for (int i = 1; i <= named.groupCount(); i++) if (named.group(i) != null) return named.group(i);
        }
        return culprit == null ? null : culprit.module();
    }

    /** The state of the database after a run that failed, shared with {@link Vanished}. */
    static void database(Case c, Draft draft) {
        if (!c.run().loaded().isEmpty()) {
            draft.database(DatabaseState.HALF_UPGRADED);
        } else if (!c.leftInBetween().isEmpty()
                || !c.run().byModuleCommand() && !c.moved().isEmpty()) {
            draft.database(DatabaseState.HALF_UPGRADED);
            draft.databaseNeeds = "states";
        } else {
            draft.database(DatabaseState.UNCHANGED);
        }
        if (c.inJournal()) draft.databaseNeeds = "journal";
    }

    static @Nullable LogLine firstOf(Case c, StrayLine... kinds) {
        for (StrayLine kind : kinds) {
            LogLine line = c.output().stray(kind);
            if (line != null) return line;
        }
        return null;
    }
}
