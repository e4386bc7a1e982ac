package io.twokeys.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What is told of a real Odoo 19 over real SSH: every story begins with the same database, files and code, one after another. */
abstract class RealOdooStory {
    static final RealHost HOST = RealHost.ofProduction();
    private static final ConsoleEntry CONSOLE = new ConsoleEntry("odoo-prod");

    final Line line = HOST.line();
    private final TwokeysProcess twokeys = TwokeysProcess.inEmptyFolder();
    private Channel channel;
    private String before = "";

    /** Lines of {@code prod} in fleet.yaml beside the usual ones; other targets may follow. */
    String settings(Path folder) {
        return "";
    }

    /** The targets on which people have their roles. */
    List<String> targets() {
        return List.of("prod");
    }

    private String people() {
        String roles = targets().stream().map(target -> target + ": [$1]").collect(Collectors.joining(", "));
        return Cast.people(List.of(CONSOLE)).replaceAll("sandbox: \\[(\\w+)]", roles);
    }

    @BeforeEach
    void begin() {
        HOST.begin();
        before = HOST.condition();
        CONSOLE.prepare(twokeys);
        twokeys.with("TWOKEYS_APPROVAL_COUNTDOWN", "PT1S")
                .with("TWOKEYS_CONSOLE_ENABLED", "true")
                .withFile("config/people.yaml", people())
                .withFile("config/fleet.yaml", HOST.fleet(line, twokeys.folder()) + settings(twokeys.folder()))
                .start();
        channel = new Channel(CONSOLE);
    }

    @AfterEach
    void end() throws IOException {
        line.mend();
        twokeys.close();
        line.close();
    }

    Channel channel() {
        return channel;
    }

    Message upgrade(String what) {
        channel.person("operator").types("/odoo upgrade " + what);
        Message plan = channel.shows("plan", "upgrade ");
        channel.person("operator").presses("Start", plan);
        return plan;
    }

    Message dryRun(String what) {
        channel.person("operator").types("/odoo dry-run " + what);
        Message plan = channel.shows("plan", "dry-run " + what.replaceFirst(" .*", ""));
        channel.person("operator").presses("Start", plan);
        return plan;
    }

    void backUp() {
        channel.person("operator").types("/odoo backup");
        Message backup = channel.shows("plan", "back up prod");
        channel.person("operator").presses("Start", backup);
        verdict(backup, "succeeded");
    }

    void verdict(Message plan, String... words) {
        Message verdict = channel.thread(plan).shows("verdict");
        assertThat(verdict.text()).contains(words);
    }

    /** Back to what was there, login included. */
    void rollBack() {
        channel.person("operator").types("/odoo rollback because the story says so");
        Message card = channel.shows("approval", "roll back prod", "0 of 2 keys");
        channel.person("manager-1").reacts("✅", card);
        channel.person("manager-2").reacts("✅", card);
        long asked = System.nanoTime();
        channel.thread(card).shows("verdict", "succeeded");
        System.out.printf("from the second key to the verdict: %.1f s%n", (System.nanoTime() - asked) / 1e9);
        assertThat(HOST.condition()).isEqualTo(before);
        assertThat(HOST.visitorGets()).isEqualTo("200");
    }
}
