package io.twokeys.runbook.smoke;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twokeys.odoo.host.OdooHost;
import io.twokeys.odoo.host.Reach;
import io.twokeys.odoo.smoke.Seen;
import io.twokeys.odoo.smoke.Seen.Result;
import io.twokeys.odoo.smoke.SmokeTest;
import io.twokeys.operation.StepContext;
import io.twokeys.operation.StepOutcome;
import io.twokeys.plan.Plan;
import io.twokeys.runbook.step.HostStep;
import io.twokeys.tail.Redactor;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Asks what the target's configuration wants to be asked, after the login page was served. One failed answer leaves traffic
 * frozen. What nobody answered is asked once more, all of it.
 */
public final class RunSmokeTest extends HostStep {
    private static final Duration PAUSE = Duration.ofSeconds(3);

    public RunSmokeTest(Reach reach) {
        super(reach, "smoke", "Smoke test");
    }

    @Override
    protected StepOutcome act(StepContext context, OdooHost host) {
        var mark = "Twokeys smoke test " + context.operation().id();
        var test = new SmokeTest(host, mark, changed(context.plan()));
        List<Seen> seen = test.run();
        if (seen.stream().anyMatch(it -> it.result() == Result.NO_ANSWER) && !context.stopping()) {
            LockSupport.parkNanos(PAUSE.toNanos());
            seen = test.run();
        }
        if (seen.isEmpty()) return nothingToAsk();
        List<Seen> bad = seen.stream().filter(Seen::bad).toList();
        if (bad.isEmpty()) return new StepOutcome.Done(evidence(seen));
        if (context.stopping()) return new StepOutcome.Unknown("the bot is being restarted");
        return failed(context, sentence(bad), evidence(seen));
    }

    @Override
    protected boolean afterTheUpgrade() {
        return true;
    }

    /** What was asked for, then what was loaded with it in Odoo's order; nothing after a way back. */
    private static List<String> changed(Plan plan) {
        return switch (plan) {
            case Plan.Upgrade upgrade ->
                Stream.concat(
                                upgrade.modules().stream(),
                                upgrade.changes().stream().map(Plan.Change::module))
                        .distinct()
                        .toList();
            case Plan.Rollback _, Plan.UndoRollback _, Plan.Backup _, Plan.Drill _, Plan.DryRun _, Plan.Thaw _ ->
                List.of();
        };
    }

    private static StepOutcome nothingToAsk() {
        ObjectNode result = result();
        result.putArray("smoke")
                .addObject()
                .put("what", "only the login page was asked for")
                .put("result", "skipped")
                .put("evidence", "name pages, a login and transactions under smoke in fleet.yaml");
        return new StepOutcome.Done(result);
    }

    private static String sentence(List<Seen> bad) {
        return "The smoke test failed: "
                + bad.stream()
                        .map(it -> Redactor.masked(it.what() + ": " + it.evidence()))
                        .collect(Collectors.joining("; "))
                + ". Traffic stays frozen.";
    }

    private static ObjectNode evidence(List<Seen> seen) {
        ObjectNode result = result();
        ArrayNode lines = result.putArray("smoke");
        for (Seen one : seen) {
            lines.addObject()
                    .put("what", Redactor.masked(one.what()))
                    .put("result", one.result().name().toLowerCase(Locale.ROOT))
                    .put("evidence", Redactor.masked(one.evidence()));
        }
        return result;
    }
}
