package io.twokeys.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.twokeys.browser.Screen.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.RequestOptions;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The main story of the product, as an operator at a desk and a manager on a phone live it. */
class ConsoleStoryIT {
    private static final Duration RUN = Duration.ofSeconds(60);

    @Test
    void an_upgrade_fails_and_two_managers_roll_it_back() throws IOException {
        try (var chromium = Chromium.start();
                var twokeys = RunningTwokeys.start();
                var desk = Screen.desktop(chromium.browser(), twokeys.address());
                var phone = Screen.phone(chromium.browser(), twokeys.address())) {
            the_operator_asks_for_an_upgrade_by_keyboard(desk);
            the_checklist_and_the_log_grow(desk);
            the_verdict_names_the_first_failure(desk);
            the_incident_offers_the_rollback(desk);
            the_operators_own_key_does_not_count(desk);
            manager_1_turns_a_key_on_the_phone(phone);
            manager_2_turns_the_second_key(desk);
            the_rollback_counts_down_and_succeeds(desk, phone);
            the_viewer_reads_what_happened(desk);
            an_address_where_nothing_is_says_so(desk);
            desk.complainedOfNothing();
            phone.complainedOfNothing();
        }
    }

    private static void the_operator_asks_for_an_upgrade_by_keyboard(Screen desk) {
        assertThat(desk.page()).hasURL(Pattern.compile(".*/console.*"));
        assertThat(desk.page().locator("#announce")).hasAttribute("aria-live", "polite");
        desk.photograph("01-desk-empty");
        desk.says("/odoo upgrade sale_custom");
        Locator plan = desk.card(desk.room(), "plan");
        assertThat(plan).containsText("sale_custom", within(Duration.ofSeconds(10)));
        assertThat(desk.page().locator("#announce")).containsText("Plan: ");
        desk.photograph("02-desk-plan");
        desk.walksToAndPresses(desk.button(plan, "Start"), "Shift+Tab");
        assertThat(plan).containsText("Started by operator", within(Duration.ofSeconds(10)));
    }

    private static void the_checklist_and_the_log_grow(Screen desk) {
        desk.opensThreadOf(desk.card(desk.room(), "plan"));
        Locator steps = desk.card(desk.thread(), "progress");
        assertThat(steps).containsText(Pattern.compile("module \\d+ of \\d+"), within(RUN));
        Locator log = desk.thread().locator(".card.log .pre").last();
        int before = log.textContent().length();
        await().atMost(RUN).until(() -> log.textContent().length() > before);
        desk.photograph("03-desk-running");
    }

    private static void the_verdict_names_the_first_failure(Screen desk) {
        Locator verdict = desk.card(desk.thread(), "verdict");
        assertThat(verdict).containsText("failed", within(RUN));
        assertThat(verdict).containsText("First failure, line ");
        assertThat(desk.thread().locator("a.file").last()).containsText("UP-1.log", within(RUN));
        desk.photograph("04-desk-verdict");
        desk.page().keyboard().press("Escape");
        assertThat(desk.page().locator("#thread")).isHidden();
    }

    private static void the_incident_offers_the_rollback(Screen desk) {
        Locator incident = desk.card(desk.room(), "incident");
        assertThat(incident).containsText("frozen", within(RUN));
        desk.opensThreadOf(incident);
        assertThat(desk.card(desk.thread(), "diagnosis")).containsText("First failure, line ");
        desk.photograph("05-desk-incident");
        desk.button(desk.card(desk.thread(), "diagnosis"), "Ask for a rollback").click();
        Locator request = desk.card(desk.room(), "approval");
        assertThat(request).containsText("0 of 2 keys", within(RUN));
    }

    private static void the_operators_own_key_does_not_count(Screen desk) {
        desk.vote(desk.room(), "✅").click();
        desk.opensThreadOf(desk.card(desk.room(), "approval"));
        assertThat(desk.card(desk.thread(), "refusal")).containsText("this does not count", within(RUN));
        desk.photograph("06-desk-own-key");
    }

    private static void manager_1_turns_a_key_on_the_phone(Screen phone) {
        phone.page().getByLabel("Channels and acting person").tap();
        assertThat(phone.page().locator("#side")).isInViewport();
        phone.photograph("07-phone-people");
        phone.becomes("manager-1");
        assertThat(phone.page().locator("#side")).not().isInViewport();
        Locator request = phone.card(phone.room(), "approval");
        phone.photograph("08-phone-approval");
        phone.seesWhole(request.getByText("may turn a key").last());
        phone.seesWhole(request.getByText("would be lost").last());
        phone.seesWhole(phone.button(request, "Turn my key"));
        phone.seesWhole(phone.button(request, "Deny"));
        phone.seesWhole(phone.vote(phone.room(), "✅"));
        assertThat(request.getByText("\"checkpoint\"")).isHidden();
        request.locator("h3").scrollIntoViewIfNeeded();
        phone.seesWhole(request.locator("h3"));
        phone.seesWhole(request.getByText("0 of 2 keys"));
        phone.doesNotScrollSideways();
        phone.vote(phone.room(), "✅").tap();
        assertThat(request).containsText("1 of 2 keys: manager-1", within(RUN));
        phone.photograph("09-phone-first-key");
    }

    private static void manager_2_turns_the_second_key(Screen desk) {
        desk.becomes("manager-2");
        desk.vote(desk.room(), "✅").click();
        assertThat(desk.card(desk.room(), "approval"))
                .containsText(Pattern.compile("begins in \\d+ s"), within(Duration.ofSeconds(10)));
        desk.seesWhole(desk.button(desk.card(desk.room(), "approval"), "Stop"));
        desk.photograph("10-desk-countdown");
    }

    private static void the_rollback_counts_down_and_succeeds(Screen desk, Screen phone) {
        Locator verdict = desk.card(desk.thread(), "verdict");
        assertThat(verdict).containsText("RB-1 succeeded", within(RUN));
        desk.photograph("11-desk-success");
        assertThat(desk.card(desk.room(), "incident")).containsText("resolved-pending-review", within(RUN));
        phone.opensThreadOf(phone.card(phone.room(), "approval"));
        assertThat(phone.card(phone.thread(), "verdict")).containsText("RB-1 succeeded", within(RUN));
        phone.doesNotScrollSideways();
        phone.photograph("12-phone-success");
    }

    private static void the_viewer_reads_what_happened(Screen desk) {
        desk.becomes("viewer");
        desk.page().getByLabel("Close the thread").click();
        desk.page().getByLabel("Message in").fill("");
        desk.says("/odoo history");
        assertThat(desk.card(desk.room(), "history")).containsText("RB-1", within(RUN));
        desk.says("/odoo status");
        assertThat(desk.card(desk.room(), "status")).containsText("nothing runs", within(RUN));
        desk.says("/odoo help");
        assertThat(desk.card(desk.room(), "help")).containsText("/odoo", within(RUN));
        desk.photograph("13-desk-reading");
    }

    private static void an_address_where_nothing_is_says_so(Screen desk) {
        var asked = desk.page().context().request();
        String nowhere = URI.create(desk.page().url()).resolve("/nowhere").toString();
        var toPeople = asked.get(nowhere, RequestOptions.create().setHeader("Accept", "text/html"));
        assertThat(toPeople.status()).isEqualTo(404);
        assertThat(toPeople.text()).contains("There is nothing here", "/nowhere", "href=\"/\"");
        var toPrograms = asked.get(nowhere, RequestOptions.create().setHeader("Accept", "application/json"));
        assertThat(toPrograms.status()).isEqualTo(404);
        assertThat(toPrograms.text()).isEqualTo("{\"error\":\"there is nothing at /nowhere\"}");
    }
}
