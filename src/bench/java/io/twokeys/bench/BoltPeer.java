package io.twokeys.bench;

import com.slack.api.Slack;
import com.slack.api.app_backend.SlackSignature.Generator;
import com.slack.api.app_backend.SlackSignature.Verifier;
import com.slack.api.bolt.App;
import com.slack.api.bolt.AppConfig;
import com.slack.api.bolt.jakarta_jetty.SlackAppServer;
import com.slack.api.bolt.middleware.builtin.RequestVerification;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Bolt for Java on Jetty, which acknowledges and stores nothing; without its authorization, which would ask Slack. */
final class BoltPeer {
    private BoltPeer() {}

    /** Port. */
    public static void main(String[] arguments) throws Exception {
        Logger.getLogger("").setLevel(Level.WARNING); // Jetty would format a message for every step it takes
        AppConfig config = new AppConfig();
        config.setSigningSecret(SignedCommands.SECRET);
        App app = new App(
                config,
                Slack.getInstance(),
                List.of(new RequestVerification(new Verifier(new Generator(SignedCommands.SECRET)))));
        app.command("/odoo", (request, context) -> context.ack());
        new SlackAppServer(app, "/slack/events", Integer.parseInt(arguments[0])).start();
    }
}
