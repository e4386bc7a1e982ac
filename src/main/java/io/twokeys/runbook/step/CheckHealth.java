package io.twokeys.runbook.step;

import io.twokeys.odoo.host.OdooHost;
import io.twokeys.odoo.host.Pages;
import io.twokeys.odoo.host.Reach;
import io.twokeys.operation.StepContext;
import io.twokeys.operation.StepOutcome;
import io.twokeys.plan.Plan;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;

/** Waits until the login page is served, which proves registry, routing and templates. */
public final class CheckHealth extends HostStep {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    /** A server that is up and answers with an error loads nothing any more. */
    private static final Duration PATIENCE_WITH_ERRORS = Duration.ofSeconds(20);

    private static final Duration PAUSE = Duration.ofMillis(300);

    private final InstantSource clock;

    public CheckHealth(Reach reach, InstantSource clock) {
        super(reach, "health", "Check Odoo's pages");
        this.clock = clock;
    }

    @Override
    protected StepOutcome act(StepContext context, OdooHost host) {
        Pages.Answer login = awaitLogin(context, host, clock);
        var result = result().put("login", login.toString());
        if (login.ok()) return new StepOutcome.Done(result);
        if (context.stopping()) return new StepOutcome.Unknown("the bot is being restarted");
        String traffic = context.plan() instanceof Plan.Thaw ? "Traffic is open." : "Traffic stays frozen.";
        return failed(
                context, "Odoo does not serve its login page: " + login + state(host, login) + ". " + traffic, result);
    }

    private static String state(OdooHost host, Pages.Answer login) {
        String word = login.status() == 0 ? host.service().state() : "";
        return word.isEmpty() ? "" : "; systemd calls " + host.target().odoo().service() + " " + word;
    }

    /** What the login page answers at last. Where systemd has given Odoo up, twice in a row, nobody needs to wait. */
    public static Pages.Answer awaitLogin(StepContext context, OdooHost host, InstantSource clock) {
        Instant start = clock.instant();
        Pages.Answer login = host.pages().login();
        int givenUp = 0;
        while (!login.ok()
                && givenUp < 2
                && clock.instant().isBefore(start.plus(patience(login)))
                && !context.stopping()) {
            LockSupport.parkNanos(PAUSE.toNanos());
            givenUp = login.status() == 0 && host.service().failed() ? givenUp + 1 : 0;
            login = host.pages().login();
        }
        return login;
    }

    private static Duration patience(Pages.Answer login) {
        return login.status() == HttpURLConnection.HTTP_INTERNAL_ERROR ? PATIENCE_WITH_ERRORS : PATIENCE;
    }

    @Override
    protected boolean afterTheUpgrade() {
        return true;
    }
}
