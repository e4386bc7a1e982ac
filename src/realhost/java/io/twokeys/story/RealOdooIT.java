package io.twokeys.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Upgrades of a real Odoo 19 over real SSH, each ended by something else; two keys bring back what was there before. */
class RealOdooIT {
    private static final RealHost HOST = new RealHost();
    private static final Line LINE = HOST.line();
    private static final ConsoleEntry CONSOLE = new ConsoleEntry("odoo-prod");

    private final TwokeysProcess twokeys = TwokeysProcess.inEmptyFolder();
    private Channel channel;
    private String before = "";

    @BeforeEach
    void begin() {
        HOST.begin();
        before = HOST.condition();
        CONSOLE.prepare(twokeys);
        twokeys.with("TWOKEYS_APPROVAL_COUNTDOWN", "PT1S")
                .with("TWOKEYS_CONSOLE_ENABLED", "true")
                .withFile("config/people.yaml", Cast.people(List.of(CONSOLE)).replace("sandbox: [", "prod: ["))
                .withFile("config/fleet.yaml", HOST.fleet(LINE, twokeys.folder()))
                .start();
        channel = new Channel(CONSOLE);
    }

    @AfterEach
    void end() throws IOException {
        LINE.mend();
        twokeys.close();
    }

    @AfterAll
    static void hangUp() throws IOException {
        LINE.close();
    }

    @Test
    void an_upgrade_that_works() {
        Message plan = upgrade("sale_custom at a-success");
        verdict(plan, "succeeded", "Database: upgraded", "Smoke test", "login as admin");
        assertThat(HOST.condition()).contains("sale_custom installed 19.0.1.1.0");
        assertThat(HOST.visitorGets()).isEqualTo("200");
        rollBack();
    }

    @Test
    void a_post_script_that_fails() {
        Message plan = upgrade("sale_custom at b-undefined-column");
        verdict(plan, "failed", "Database: unchanged", "Cause: migration-script", "post-migrate.py");
        rollBack();
    }

    @Test
    void sigkill_in_the_middle_of_many_modules() {
        Message plan = upgrade("base");
        channel.thread(plan).shows("log", "/68)", "Module web loaded");
        HOST.killOdooBin();
        verdict(plan, "failed", "Database: half-upgraded", "Cause: killed");
        rollBack();
    }

    @Test
    void a_full_disk() {
        HOST.leaveRoom(1_400);
        Message plan = upgrade("sale_custom at h-disk-full");
        verdict(plan, "failed", "Database: unchanged", "Cause: disk-full");
        rollBack();
    }

    @Test
    void postgresql_restarts() {
        Message plan = upgrade("sale_custom at i-slow-post");
        channel.thread(plan).shows("log", "SLOW STEP BEGIN");
        HOST.restartPostgres();
        verdict(plan, "failed", "Database: unchanged", "Cause: connection-lost");
        rollBack();
    }

    @Test
    void the_line_is_cut_in_the_middle() {
        Message plan = upgrade("sale_custom at i-slow-post");
        var thread = channel.thread(plan);
        thread.shows("log", "SLOW STEP BEGIN");
        LINE.cut();
        await().pollDelay(Duration.ofSeconds(15)).atMost(Duration.ofSeconds(30)).until(() -> true);
        LINE.mend();
        verdict(plan, "succeeded", "Database: upgraded");
        thread.shows("log", "Whole log of ");
        assertThat(HOST.visitorGets()).isEqualTo("200");
    }

    private Message upgrade(String what) {
        channel.person("operator").types("/odoo upgrade " + what);
        Message plan = channel.shows("plan", "upgrade ");
        channel.person("operator").presses("Start", plan);
        return plan;
    }

    private void verdict(Message plan, String... words) {
        Message verdict = channel.thread(plan).shows("verdict");
        assertThat(verdict.text()).contains(words);
    }

    /** Back to what was there, login included. */
    private void rollBack() {
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
