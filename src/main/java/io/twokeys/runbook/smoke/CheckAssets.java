package io.twokeys.runbook.smoke;

import io.twokeys.odoo.host.OdooHost;
import io.twokeys.odoo.host.Reach;
import io.twokeys.odoo.smoke.Assets;
import io.twokeys.odoo.smoke.Seen;
import io.twokeys.odoo.smoke.Seen.Result;
import io.twokeys.operation.StepContext;
import io.twokeys.operation.StepOutcome;
import io.twokeys.runbook.step.CheckHealth;
import io.twokeys.runbook.step.HostStep;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Loads the bundles of scripts and styles, as the first visitor would; stale ones are deleted, Odoo is restarted, because it
 * remembers them, and makes them anew.
 */
public final class CheckAssets extends HostStep {
    private final InstantSource clock;

    public CheckAssets(Reach reach, InstantSource clock) {
        super(reach, "assets", "Load the web assets");
        this.clock = clock;
    }

    @Override
    protected StepOutcome act(StepContext context, OdooHost host) {
        var assets = new Assets(host);
        List<Seen> seen = assets.look();
        var result = result();
        if (seen.stream().anyMatch(bundle -> bundle.result() == Result.FAILED)) {
            result.put(REMARK, "stale (" + told(seen) + "); " + assets.delete() + " attachments deleted and made anew");
            host.service().stop();
            host.service().start();
            CheckHealth.awaitLogin(context, host, clock);
            seen = assets.look();
        } else if (!well(seen)) {
            seen = assets.look();
        }
        if (well(seen)) return new StepOutcome.Done(result.put("bundles", seen.size()));
        if (context.stopping()) return new StepOutcome.Unknown("the bot is being restarted");
        return failed(context, "The web assets do not load: " + told(seen) + ". Traffic stays frozen.", result);
    }

    private static boolean well(List<Seen> seen) {
        return seen.stream().allMatch(bundle -> bundle.result() == Result.PASSED);
    }

    private static String told(List<Seen> seen) {
        return seen.stream()
                .filter(bundle -> bundle.result() != Result.PASSED)
                .map(bundle -> bundle.what() + " " + bundle.evidence())
                .collect(Collectors.joining(", "));
    }

    @Override
    protected boolean afterTheUpgrade() {
        return true;
    }
}
