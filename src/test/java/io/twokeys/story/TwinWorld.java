package io.twokeys.story;

import static org.awaitility.Awaitility.await;

import io.twokeys.runbook.dryrun.TwinHost;
import io.twokeys.ssh.BadLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A production target and its staging twin on one host, and a Twokeys of its own process and database that reaches them over a
 * line: whoever kills the one or cuts the other takes nothing of the host along.
 */
final class TwinWorld implements AutoCloseable {
    private static final String TARGET = """
              %1$s:
                stage: %2$s
                channels: { console: odoo-%1$s }
                host: { address: 127.0.0.1, port: %4$s, user: deploy, key: %3$s/keys/id_ed25519, known-hosts: %9$s }
                odoo: { series: "19.0", config: %3$s/etc/%5$s.conf, service: %5$s, database: %6$s, data-dir: %3$s/odoo/data, url: "http://127.0.0.1:%8$s" }
                addons: { path: %3$s/%7$s, release: main, core: [%3$s/core-addons] }
                maintenance-flag: %3$s/maintenance.flag
                backup-dir: %3$s/backups
            """;
    private static final String PEOPLE = """
            people:
              olga: { name: Olga, console: olga, roles: { "*": [operator] } }
              paul: { name: Paul, console: paul, roles: { prod: [operator] } }
              mona: { name: Mona, console: mona, roles: { "*": [approver] } }
              max: { name: Max, console: max, roles: { "*": [approver] } }
            """;
    private static final String KNOWN_HOSTS = "config/known_hosts";

    final SandboxView host;
    /** The one of the production target. */
    final Channel channel;

    /** Only its host is used. */
    private final TwokeysProcess sandbox = TwokeysProcess.inEmptyFolder().with("TWOKEYS_CHECKS_EVERY", "PT0S");

    private final TwokeysProcess twokeys = TwokeysProcess.inEmptyFolder()
            .with("TWOKEYS_CHECKS_EVERY", "PT0S")
            .with("TWOKEYS_APPROVAL_COUNTDOWN", "PT3S")
            .withFile("config/people.yaml", PEOPLE);
    private final Path root = sandbox.folder().resolve(".twokeys/sandbox");
    private final BadLine line;

    TwinWorld() throws IOException, InterruptedException {
        sandbox.start();
        host = new SandboxView(sandbox);
        host.pace(0.03);
        TwinHost.addTo(root);
        String port = text("keys/port");
        line = BadLine.to(Integer.parseInt(port));
        twokeys.withFile(
                        KNOWN_HOSTS, text("keys/known_hosts").replace(":" + port + " ", ":" + line.port() + " ") + "\n")
                .withFile("config/fleet.yaml", fleet());
        start();
        var console = new ConsoleEntry("odoo-prod");
        console.prepare(twokeys);
        channel = new Channel(console);
    }

    private String fleet() throws IOException {
        return "targets:\n"
                + target("prod", "production", "odoo", "odoo", "addons")
                + "    staging-twin: staging\n"
                + target("staging", "staging", "odoo-staging", "staging", "addons-staging");
    }

    private String target(String name, String stage, String service, String database, String addons)
            throws IOException {
        return TARGET.formatted(
                name,
                stage,
                root,
                line.port(),
                service,
                database,
                addons,
                text("etc/http-port"),
                twokeys.folder().resolve(KNOWN_HOSTS));
    }

    private String text(String file) throws IOException {
        return Files.readString(root.resolve(file)).strip();
    }

    /** Starts Twokeys, or starts it again where it was killed. */
    void start() {
        twokeys.start();
    }

    /** The same, with a hold on the host that stands before anything can run that it is meant for. */
    void startHolding(String words) {
        host.hold(words);
        start();
    }

    /** The same, with nothing held any more. */
    void startAndLetGo() {
        host.letGo();
        start();
    }

    void kill9() {
        twokeys.kill9();
    }

    /** Kills Twokeys while the host keeps the end of a command of {@code step} to itself. @return the operation it was at */
    String killAt(Message card, String step) {
        String operation = awaitHeldAt(card, step);
        kill9();
        return operation;
    }

    /** The same for the line: whatever connection there is to the host is reset, and the next one is fine. */
    String cutTheLineAt(Message card, String step) {
        String operation = awaitHeldAt(card, step);
        int before = line.connections();
        line.reset();
        await("another connection").atMost(Channel.PATIENCE).until(() -> line.connections() > before);
        return operation;
    }

    /** The host is not to be reached until {@link #repairTheLine}. */
    void loseTheLine() {
        line.goAway();
    }

    void repairTheLine() {
        line.comeBack();
    }

    private String awaitHeldAt(Message card, String step) {
        host.awaitHeld();
        channel.thread(card).shows("progress", "running", "▶ " + step);
        return channel.thread(card).operation();
    }

    Channel.Person olga() {
        return channel.person("olga");
    }

    /** Whether the twin's Odoo runs. */
    boolean twinServes() {
        return Files.exists(root.resolve("run/staging"));
    }

    /** The commit of the twin's addons. */
    String twinsCode() {
        return host.revision("addons-staging");
    }

    @Override
    public void close() throws IOException {
        twokeys.close();
        line.close();
        sandbox.close();
    }
}
