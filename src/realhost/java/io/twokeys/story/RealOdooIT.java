package io.twokeys.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Upgrades of a real Odoo 19 over real SSH, each ended by something else; two keys bring back what was there before. */
class RealOdooIT extends RealOdooStory {
    @Test
    void an_upgrade_that_works() {
        Message plan = upgrade("sale_custom at a-success");
        verdict(plan, "succeeded", "Database: upgraded", "Smoke test", "login as admin", "module sale_custom");
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
        channel().thread(plan).shows("log", "/68)", "Module web loaded");
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
        channel().thread(plan).shows("log", "SLOW STEP BEGIN");
        HOST.restartPostgres();
        verdict(plan, "failed", "Database: unchanged", "Cause: connection-lost");
        rollBack();
    }

    @Test
    void the_line_is_cut_in_the_middle() {
        Message plan = upgrade("sale_custom at i-slow-post");
        var thread = channel().thread(plan);
        thread.shows("log", "SLOW STEP BEGIN");
        line.cut();
        await().pollDelay(Duration.ofSeconds(15)).atMost(Duration.ofSeconds(30)).until(() -> true);
        line.mend();
        verdict(plan, "succeeded", "Database: upgraded");
        thread.shows("log", "Whole log of ");
        assertThat(HOST.visitorGets()).isEqualTo("200");
    }
}
