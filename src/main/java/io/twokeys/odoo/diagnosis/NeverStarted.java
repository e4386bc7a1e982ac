package io.twokeys.odoo.diagnosis;

import io.twokeys.odoo.diagnosis.Diagnosis.DatabaseState;
import io.twokeys.odoo.log.LogLine;
import io.twokeys.odoo.trace.StrayLine;
import org.jspecify.annotations.Nullable;

/** odoo-bin was not started, or refused its command line: nothing was touched. */
final class NeverStarted implements Rule {

    @Override
    public @Nullable Draft judge(Case c) {
        if (c.run().began() || c.failure() != null || Integer.valueOf(0).equals(c.exit())) return null;
        LogLine usage = c.output().stray(StrayLine.USAGE);
        if (usage != null) return new Draft(Cause.USAGE_ERROR).at(usage).database(DatabaseState.UNCHANGED);
        LogLine refused = c.output().stray(StrayLine.REFUSED);
        if (refused == null || c.run().hasRecords()) return null;
        return new Draft(Cause.LAUNCH_REFUSED).at(refused).database(DatabaseState.UNCHANGED);
    }
}
