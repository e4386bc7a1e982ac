package io.twokeys.odoo.smoke;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.and;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.okXml;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.temporaryRedirect;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.twokeys.fleet.Smoke;
import io.twokeys.fleet.Smoke.Flow;
import io.twokeys.fleet.Smoke.Login;
import io.twokeys.fleet.Smoke.Page;
import io.twokeys.fleet.Smoke.Protocol;
import io.twokeys.fleet.Target;
import io.twokeys.fleet.Targets;
import io.twokeys.odoo.host.OdooHost;
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

/** The questions themselves, through a real SSH forwarding, with the answers that Odoo 17 and 19 give. */
class SmokeTestTest {
    private static final String MARK = "Twokeys smoke test UP-7";
    private static final String SECRET = "s3cret & <long>";

    @RegisterExtension
    static final WireMockExtension ODOO = WireMockExtension.newInstance()
            .options(wireMockConfig().dynamicPort())
            .build();

    @TempDir
    Path folder;

    private SshServer server;
    private final Hosts hosts = new Hosts();

    @BeforeEach
    void start() throws IOException {
        server = SshServer.in(folder);
        Files.writeString(folder.resolve("secret"), SECRET + "\n");
    }

    @AfterEach
    void stop() throws IOException {
        hosts.close();
        server.close();
    }

    @Test
    void pages_are_judged_by_status_and_text() {
        ODOO.stubFor(get("/web/login").willReturn(ok("<form class=\"oe_login_form\">")));
        ODOO.stubFor(get("/shop").willReturn(aResponse().withStatus(500)));
        ODOO.stubFor(get("/").willReturn(temporaryRedirect("/web/login")));
        ODOO.stubFor(get("/cut").willReturn(aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE)));

        var seen = ask(
                new Page("/web/login", 200, "oe_login_form"),
                new Page("/web/login", 200, "Welcome"),
                new Page("/shop", 200, ""),
                new Page("/", 200, "oe_login_form"),
                new Page("/", 302, ""),
                new Page("/cut", 200, ""));

        assertThat(seen)
                .extracting(Seen::result)
                .containsExactly(
                        Seen.Result.PASSED,
                        Seen.Result.FAILED,
                        Seen.Result.FAILED,
                        Seen.Result.PASSED,
                        Seen.Result.PASSED,
                        Seen.Result.NO_ANSWER);
        assertThat(seen.get(1).evidence()).isEqualTo("answered 200 without “Welcome”");
        assertThat(seen.get(2).evidence()).isEqualTo("answered 500 instead of 200");
    }

    @Test
    void a_sale_order_is_entered_read_and_deleted_over_xml_rpc() {
        odooLetsIn();
        rpc("res.users", "read", "<struct>" + many2one("partner_id", 3) + many2one("company_id", 1) + "</struct>");
        rpc("product.product", "search", "<int>9</int>");
        rpc("sale.order", "search", "");
        xml("sale.order", "create", "<int>42</int>");
        rpc("sale.order", "read", "<struct>" + text("client_order_ref", MARK) + text("state", "draft") + "</struct>");
        xml("sale.order", "unlink", "<boolean>1</boolean>");

        var seen = asUser(Protocol.XML_RPC, Flow.SALE_ORDER);

        assertThat(seen)
                .containsExactly(
                        Seen.passed("login as smoke", "user 7"),
                        Seen.passed("sale order", "entered as a draft, read, deleted"));
        ODOO.verify(postRequestedFor(urlEqualTo("/xmlrpc/2/object"))
                .withRequestBody(and(
                        containing("<string>create</string>"),
                        containing("<string>s3cret &amp; &lt;long&gt;</string>"),
                        containing("<name>client_order_ref</name><value><string>" + MARK + "</string>"))));
    }

    @Test
    void a_draft_of_an_attempt_that_was_cut_off_is_put_away_and_one_that_stays_is_said() {
        odooLetsIn();
        rpc("res.users", "read", "<struct>" + many2one("partner_id", 3) + many2one("company_id", 1) + "</struct>");
        rpc("account.move", "search", "<int>41</int>");
        xml("account.move", "create", "<int>42</int>");
        rpc("account.move", "read", "<struct>" + text("ref", MARK) + text("state", "draft") + "</struct>");
        xml("account.move", "unlink", "<boolean>1</boolean>");

        var seen = asUser(Protocol.XML_RPC, Flow.DRAFT_INVOICE);

        assertThat(seen.get(1).result()).isEqualTo(Seen.Result.FAILED);
        assertThat(seen.get(1).evidence()).startsWith("account.move 42 with the mark “" + MARK + "” is left behind");
        ODOO.verify(postRequestedFor(urlEqualTo("/xmlrpc/2/object"))
                .withRequestBody(and(containing("unlink"), containing("<int>41</int>"))));
    }

    @Test
    void a_fault_is_told_by_the_last_line_of_its_traceback_and_without_the_password() {
        odooLetsIn();
        rpc("res.users", "read", "<struct>" + many2one("partner_id", 3) + many2one("company_id", 1) + "</struct>");
        rpc("account.move", "search", "");
        String trace =
                "Traceback (most recent call last):\n  File \"x.py\"\nValueError: no journal for " + SECRET + "\n";
        String fault = "<methodResponse><fault><value><struct><member><name>faultCode</name><value><int>1</int></value>"
                + "</member>" + text("faultString", trace.replace("&", "&amp;").replace("<", "&lt;"))
                + "</struct></value></fault></methodResponse>";
        ODOO.stubFor(post("/xmlrpc/2/object")
                .withRequestBody(containing("<string>create</string>"))
                .willReturn(okXml(fault)));

        assertThat(asUser(Protocol.XML_RPC, Flow.DRAFT_INVOICE))
                .contains(Seen.failed("draft invoice", "ValueError: no journal for •••"));
    }

    @Test
    void a_user_that_odoo_does_not_let_in_fails_and_is_asked_no_more() {
        ODOO.stubFor(post("/xmlrpc/2/common").willReturn(okXml(answer("<value><boolean>0</boolean></value>"))));

        assertThat(asUser(Protocol.XML_RPC, Flow.SALE_ORDER))
                .containsExactly(Seen.failed("login as smoke", "Odoo does not let smoke in with this password"));
    }

    @Test
    void a_stock_move_is_entered_over_json_2_as_19_wants_it() {
        json("res.users/context_get", "{\"lang\": \"en_US\", \"tz\": false, \"uid\": 7}");
        json("res.users/read", "[{\"id\": 7, \"partner_id\": [3, \"Smoke\"], \"company_id\": [1, \"C\"]}]");
        json("product.product/search", "[9]");
        json("stock.location/search", "[8]");
        json("stock.move/fields_get", "{\"product_uom\": {\"type\": \"many2one\"}}");
        json("product.product/read", "[{\"id\": 9, \"uom_id\": [1, \"Units\"]}]");
        json("stock.move/search", "[]");
        json("stock.move/create", "[42]");
        json("stock.move/read", "[{\"id\": 42, \"origin\": \"" + MARK + "\", \"state\": \"draft\"}]");
        json("stock.move/unlink", "true");

        assertThat(asUser(Protocol.JSON_2, Flow.STOCK_MOVE))
                .containsExactly(
                        Seen.passed("login as smoke", "user 7"),
                        Seen.passed("stock move", "entered as a draft, read, deleted"));
        ODOO.verify(postRequestedFor(urlEqualTo("/json/2/stock.move/create"))
                .withHeader("Authorization", equalTo("bearer " + SECRET))
                .withHeader("X-Odoo-Database", equalTo("prod"))
                .withRequestBody(matchingJsonPath("$.vals_list[0][?(@.product_uom == 1)]")));
    }

    @Test
    void who_may_not_delete_a_sale_order_cancels_it() {
        json("res.users/context_get", "{\"uid\": 7}");
        json("res.users/read", "[{\"id\": 7, \"partner_id\": [3, \"Smoke\"], \"company_id\": [1, \"C\"]}]");
        json("product.product/search", "[9]");
        json("sale.order/search", "[]");
        json("sale.order/create", "[42]");
        json("sale.order/read", "[{\"id\": 42, \"client_order_ref\": \"" + MARK + "\", \"state\": \"draft\"}]");
        ODOO.stubFor(post("/json/2/sale.order/unlink")
                .willReturn(aResponse().withStatus(403).withBody("{\"message\": \"You are not allowed\"}")));
        json("sale.order/action_cancel", "true");

        assertThat(asUser(Protocol.JSON_2, Flow.SALE_ORDER))
                .contains(Seen.passed("sale order", "entered as a draft, read, cancelled"));
    }

    private List<Seen> ask(Page... pages) {
        return new SmokeTest(host(new Smoke(List.of(pages), null, List.of(), Map.of())), MARK, List.of()).run();
    }

    private List<Seen> asUser(Protocol protocol, Flow... flows) {
        var login = new Login("smoke", folder.resolve("secret"), protocol);
        return new SmokeTest(host(new Smoke(List.of(), login, List.of(flows), Map.of())), MARK, List.of()).run();
    }

    private OdooHost host(Smoke smoke) {
        try {
            Target plain = Targets.named("prod");
            var target = new Target(
                    plain.name(),
                    plain.stage(),
                    server.host(),
                    Targets.at(ODOO.baseUrl()),
                    plain.addons(),
                    plain.channels(),
                    Targets.asking(smoke));
            return OdooHost.of(target, hosts.on(target.host()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void odooLetsIn() {
        ODOO.stubFor(post("/xmlrpc/2/common").willReturn(okXml(answer("<value><int>7</int></value>"))));
    }

    /** An answer that is a list of one record or id, or of none. */
    private static void rpc(String model, String method, String inside) {
        String value = inside.isEmpty() ? "" : "<value>" + inside + "</value>";
        xml(model, method, "<array><data>" + value + "</data></array>");
    }

    private static void xml(String model, String method, String typed) {
        ODOO.stubFor(post("/xmlrpc/2/object")
                .withRequestBody(and(
                        containing("<string>" + model + "</string>"), containing("<string>" + method + "</string>")))
                .willReturn(okXml(answer("<value>" + typed + "</value>"))));
    }

    private static String answer(String value) {
        return "<?xml version='1.0'?>\n<methodResponse>\n<params>\n<param>\n" + value
                + "</param>\n</params>\n</methodResponse>\n";
    }

    private static String text(String name, String value) {
        return "<member>\n<name>" + name + "</name>\n<value><string>" + value + "</string></value>\n</member>\n";
    }

    private static String many2one(String name, int id) {
        return "<member>\n<name>" + name + "</name>\n<value><array><data>\n<value><int>" + id
                + "</int></value>\n<value><string>N</string></value>\n</data></array></value>\n</member>\n";
    }

    private static void json(String path, String body) {
        ODOO.stubFor(post("/json/2/" + path).willReturn(okJson(body)));
    }
}
