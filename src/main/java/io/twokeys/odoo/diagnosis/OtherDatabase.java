package io.twokeys.odoo.diagnosis;

import io.twokeys.odoo.diagnosis.Diagnosis.DatabaseState;
import io.twokeys.odoo.log.LogLine;
import io.twokeys.odoo.trace.Warnings;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The run worked on another database than the target; Odoo creates a database that does not exist. */
final class OtherDatabase implements Rule {

    @Override
    public @Nullable Draft judge(Case c) {
        String target = c.asked().database();
        Warnings.Said created = c.run().warnings().first(Warnings.Kind.DATABASE_CREATED);
        Map<String, LogLine> databases = c.run().databases();
        if (created != null && !names(created, target) && !onlyIn(databases, target)) {
            Draft draft = new Draft(Cause.WRONG_DATABASE).database(DatabaseState.OTHER_DATABASE_CREATED);
            return locate(c, draft, created.line())
                    .detail("Odoo created " + String.join(", ", databases.keySet()) + "; the target was not touched");
        }
        if (target == null || databases.isEmpty() || databases.containsKey(target)) return null;
        LogLine first = databases.values().iterator().next();
        return locate(c, new Draft(Cause.WRONG_DATABASE).database(DatabaseState.UNCHANGED), first)
                .detail("the log is about " + String.join(", ", databases.keySet()) + ", not about " + target);
    }

    private static boolean names(Warnings.Said created, @Nullable String target) {
        return target != null && created.names().contains(target);
    }

    private static boolean onlyIn(Map<String, LogLine> databases, @Nullable String target) {
        return target != null && databases.size() == 1 && databases.containsKey(target);
    }

    private static Draft locate(Case c, Draft draft, LogLine line) {
        return c.inJournal() ? draft : draft.atRecord(line);
    }
}
