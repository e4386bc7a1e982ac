package io.twokeys.runbook.traffic;

import io.twokeys.odoo.host.OdooHost;
import io.twokeys.odoo.host.Reach;
import io.twokeys.operation.StepContext;
import io.twokeys.operation.StepOutcome;
import io.twokeys.runbook.step.HostStep;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets what is in a transaction finish, behind the maintenance page, so that stopping Odoo cuts nobody off in mid-order. Not for
 * ever: what is still at work after the target's limit is stopped with Odoo, and PostgreSQL rolls it back.
 */
public final class Drain extends HostStep {
    private static final Duration PAUSE = Duration.ofMillis(500);

    /** Sessions that only wait for their next request are idle; so are Odoo's listeners on its bus. */
    private static final String AT_WORK = """
            select to_json(count(*)) from pg_stat_activity
            where datname = current_database() and backend_type = 'client backend'
              and state <> 'idle' and pid <> pg_backend_pid()""";

    private final InstantSource clock;

    public Drain(Reach reach, InstantSource clock) {
        super(reach, "drain", "Let running requests finish");
        this.clock = clock;
    }

    @Override
    protected StepOutcome act(StepContext context, OdooHost host) {
        Duration limit = host.target().settings().freeze().drain();
        if (limit.isZero()) return StepOutcome.done();
        Instant end = clock.instant().plus(limit);
        int atWork = atWork(context, host);
        while (atWork > 0 && clock.instant().isBefore(end) && !context.cancelRequested()) {
            if (context.stopping()) return new StepOutcome.Unknown("the bot is being restarted");
            LockSupport.parkNanos(PAUSE.toNanos());
            atWork = atWork(context, host);
        }
        return new StepOutcome.Done(
                atWork == 0
                        ? result()
                        : result().put(REMARK, atWork + " of them did not within " + limit.toSeconds() + " s"));
    }

    private static int atWork(StepContext context, OdooHost host) {
        return host.postgres().query(context.plan().database(), AT_WORK).asInt();
    }
}
