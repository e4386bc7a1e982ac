package io.twokeys.runbook.smoke;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static com.github.tomakehurst.wiremock.stubbing.Scenario.STARTED;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.twokeys.fleet.Fleet;
import io.twokeys.fleet.Smoke;
import io.twokeys.fleet.Smoke.Login;
import io.twokeys.fleet.Smoke.Page;
import io.twokeys.fleet.Smoke.Protocol;
import io.twokeys.fleet.Target;
import io.twokeys.fleet.TargetName;
import io.twokeys.fleet.Targets;
import io.twokeys.odoo.host.Reach;
import io.twokeys.operation.Alone;
import io.twokeys.operation.StepContext;
import io.twokeys.operation.StepOutcome;
import io.twokeys.operation.StepOutcome.Aftermath;
import io.twokeys.plan.Plan;
import io.twokeys.ssh.Hosts;
import io.twokeys.ssh.SshServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the answers mean for the upgrade. */
class RunSmokeTestTest {
    @RegisterExtension
    static final WireMockExtension ODOO = WireMockExtension.newInstance()
            .options(wireMockConfig().dynamicPort())
            .build();

    @TempDir
    Path folder;

    private SshServer server;
    private final Hosts hosts = new Hosts();

    @BeforeEach
    void start() {
        server = SshServer.in(folder);
    }

    @AfterEach
    void stop() throws IOException {
        hosts.close();
        server.close();
    }

    @Test
    void without_a_configuration_it_says_that_nothing_was_asked() throws IOException {
        var outcome = run(Smoke.NONE);
        assertThat(outcome).isInstanceOf(StepOutcome.Done.class);
        assertThat(((StepOutcome.Done) outcome).result().at("/smoke/0/result").asText())
                .isEqualTo("skipped");
    }

    @Test
    void a_wrong_answer_leaves_everything_as_it_is_and_says_so_masked() throws IOException {
        ODOO.stubFor(get("/shop").willReturn(ok("<h1>Shop</h1>")));

        var outcome = run(asking(new Page("/shop", 200, "Shop"), new Page("/shop", 200, "jane.roe@example.com")));

        assertThat(outcome).isInstanceOfSatisfying(StepOutcome.Failed.class, failed -> {
            assertThat(failed.aftermath()).isEqualTo(Aftermath.STAY);
            assertThat(failed.why())
                    .startsWith("The smoke test failed: page /shop: answered 200 without “j•••")
                    .endsWith(". Traffic stays frozen.")
                    .doesNotContain("jane");
            assertThat(failed.evidence().at("/smoke/0/result").asText()).isEqualTo("passed");
            assertThat(failed.evidence().toString()).doesNotContain("jane");
        });
    }

    @Test
    void what_nobody_answered_is_asked_once_more() throws IOException {
        ODOO.stubFor(get("/shop")
                .inScenario("slow")
                .whenScenarioStateIs(STARTED)
                .willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE))
                .willSetStateTo("awake"));
        ODOO.stubFor(
                get("/shop").inScenario("slow").whenScenarioStateIs("awake").willReturn(ok()));

        assertThat(run(asking(new Page("/shop", 200, "")))).isInstanceOf(StepOutcome.Done.class);
    }

    @Test
    void the_page_of_a_module_is_asked_for_when_that_module_was_loaded() throws IOException {
        ODOO.stubFor(get("/shop").willReturn(ok("<h1>Shop</h1>")));
        var shop = List.of(new Page("/shop", 200, "Shop"));
        var jobs = List.of(new Page("/jobs", 200, "Jobs"));

        var asked = run(new Smoke(List.of(), null, List.of(), Map.of("sale_report", shop, "hr_custom", jobs)));
        var skipped = run(new Smoke(List.of(), null, List.of(), Map.of("hr_custom", jobs)));

        assertThat(smoke(asked).toString())
                .isEqualTo("[{\"what\":\"page /shop of sale_report\",\"result\":\"passed\","
                        + "\"evidence\":\"200 with “Shop”\"}]");
        assertThat(smoke(skipped).at("/0/result").asText()).isEqualTo("skipped");
    }

    @Test
    void what_changed_is_opened_and_told_in_one_line_per_module() throws IOException {
        server.command("sudo", "cat >/dev/null; echo '" + """
                [{"module": "sale_custom", "model": "sale.custom.note", "views": [[false, "list"]]},
                 {"module": "sale_custom", "model": "sale.order", "views": [[7, "form"]]}]'""");
        json("res.users/context_get", "{\"uid\": 7}");
        json("sale.custom.note/get_views", "{\"views\": {\"list\": {\"arch\": \"<list/>\"}}}");
        json("sale.custom.note/search", "[]");
        ODOO.stubFor(post("/json/2/sale.order/get_views")
                .willReturn(aResponse().withStatus(500).withBody("{\"message\": \"no field jane.roe@example.com\"}")));
        var secret = Files.writeString(folder.resolve("secret"), "key\n");

        var outcome = run(new Smoke(List.of(), new Login("smoke", secret, Protocol.JSON_2), List.of(), Map.of()));

        assertThat(outcome).isInstanceOfSatisfying(StepOutcome.Failed.class, failed -> {
            assertThat(failed.aftermath()).isEqualTo(Aftermath.STAY);
            assertThat(failed.why())
                    .startsWith("The smoke test failed: module sale_custom: sale.order: /json/2/sale.order/get_views"
                            + " answered 500: no field j•••")
                    .endsWith("; opened without a record sale.custom.note. Traffic stays frozen.");
            assertThat(failed.evidence().at("/smoke/2").toString())
                    .contains("module sale_report", "skipped", "nothing to open");
        });
    }

    private static void json(String path, String body) {
        ODOO.stubFor(post("/json/2/" + path).willReturn(okJson(body)));
    }

    private static JsonNode smoke(StepOutcome outcome) {
        return ((StepOutcome.Done) outcome).result().path("smoke");
    }

    private static Smoke asking(Page... pages) {
        return new Smoke(List.of(pages), null, List.of(), Map.of());
    }

    private StepOutcome run(Smoke smoke) throws IOException {
        Target plain = Targets.named("prod");
        var target = new Target(
                plain.name(),
                plain.stage(),
                server.host(),
                Targets.at(ODOO.baseUrl()),
                plain.addons(),
                plain.channels(),
                Targets.asking(smoke));
        return new RunSmokeTest(new Reach(new Fleet(List.of(target)), hosts)).run(upgrade());
    }

    private static StepContext upgrade() {
        var plan = new Plan.Upgrade(
                new TargetName("prod"),
                "prod",
                List.of("sale_custom"),
                new Plan.Revisions("a".repeat(40), "b".repeat(40)),
                List.of(
                        new Plan.Change("sale_custom", "1", "2", "requested", List.of()),
                        new Plan.Change("sale_report", "1", "1", "depends on sale_custom", List.of())),
                "fingerprint",
                "clone",
                List.of());
        return Alone.upgrade(7, plan, "smoke", true);
    }
}
