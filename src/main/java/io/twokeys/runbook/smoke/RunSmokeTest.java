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
import io.twokeys.runbook.step.HostStep;
import io.twokeys.tail.Redactor;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

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
        if (host.target().settings().smoke().isNone()) return nothingToAsk();
        var test =
                new SmokeTest(host, "Twokeys smoke test " + context.operation().id());
        List<Seen> seen = test.run();
        if (seen.stream().anyMatch(it -> it.result() == Result.NO_ANSWER) && !context.stopping()) {
            LockSupport.parkNanos(PAUSE.toNanos());
            seen = test.run();
        }
        List<Seen> bad =
                seen.stream().filter(it -> it.result() != Result.PASSED).toList();
        if (bad.isEmpty()) return new StepOutcome.Done(evidence(seen));
        if (context.stopping()) return new StepOutcome.Unknown("the bot is being restarted");
        return failed(context, sentence(bad), evidence(seen));
    }

    @Override
    protected boolean afterTheUpgrade() {
        return true;
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
