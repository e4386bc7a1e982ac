package io.twokeys.odoo.smoke;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.and;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.okXml;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What changed, as one user sees it: with the answers that Odoo 15 and 19 give. */
class ScreensTest {
    private static final String LIST = "{\"views\": {\"form\": {\"arch\": \"<form/>\"}, \"list\": {\"arch\": \""
            + "<list><field name='name'/><groupby name='a'><field name='of_a'/></groupby>"
            + "<field name='line_ids'><list><field name='of_a_line'/></list></field></list>\"}}}";

    @RegisterExtension
    static final WireMockExtension ODOO = WireMockExtension.newInstance()
            .options(wireMockConfig().dynamicPort())
            .build();

    private Wire wire = new Wire(URI.create("http://localhost"));

    @BeforeEach
    void connect() {
        wire = new Wire(URI.create(ODOO.baseUrl()));
    }

    @AfterEach
    void hangUp() {
        wire.close();
    }

    @Test
    void the_views_are_asked_for_and_what_the_list_shows_is_read_of_one_record() {
        json("sale.order/get_views", LIST);
        json("sale.order/search", "[42]");
        json("sale.order/read", "[{\"id\": 42}]");

        assertThat(open("sale_custom", "sale.order"))
                .containsExactly(Seen.passed("module sale_custom", "opened sale.order"));
        verify("sale.order/get_views", "{\"views\": [[false, \"list\"], [7, \"form\"]]}");
        verify("sale.order/search", "{\"domain\": [], \"limit\": 1}");
        verify("sale.order/read", """
                {"ids": [42], "fields": ["display_name", "name", "line_ids"], "context": {"bin_size": true}}""");
        assertThat(ODOO.getAllServeEvents()).hasSize(3);
    }

    @Test
    void where_there_is_no_record_the_views_are_enough_and_a_pivot_is_not_read() {
        json("sale.order/get_views", LIST);
        json("sale.order/search", "[]");
        json("sale.report/get_views", "{\"views\": {\"pivot\": {\"arch\": \"<pivot/>\"}}}");

        assertThat(open("sale_custom", "sale.order", "sale.report"))
                .containsExactly(
                        Seen.passed("module sale_custom", "opened sale.report; opened without a record sale.order"));
    }

    @Test
    void a_field_that_cannot_be_computed_fails_with_module_model_and_reason_and_the_rest_is_opened() {
        json("sale.order/get_views", LIST);
        json("sale.order/search", "[42]");
        refuses("sale.order/read", 500, "builtins.KeyError", "'legacy_ref'\\nmore");
        json("sale.note/get_views", LIST);
        json("sale.note/search", "[]");

        assertThat(open("sale_custom", "sale.order", "sale.note"))
                .containsExactly(Seen.failed(
                        "module sale_custom",
                        "sale.order: /json/2/sale.order/read answered 500: 'legacy_ref';"
                                + " opened without a record sale.note"));
    }

    @Test
    void what_this_user_may_not_read_is_said_and_no_failure() {
        refuses("account.move/get_views", 403, "odoo.exceptions.AccessError", "You are not allowed");
        json("sale.order/get_views", LIST);
        json("sale.order/search", "[]");

        assertThat(open("sale_custom", "account.move", "sale.order"))
                .containsExactly(Seen.passed(
                        "module sale_custom",
                        "opened without a record sale.order; this user may not read account.move"));
        assertThat(open("account", "account.move"))
                .containsExactly(Seen.skipped("module account", "this user may not read account.move"));
    }

    @Test
    void there_is_an_end_to_what_is_opened_and_it_is_said() {
        ODOO.stubFor(post(anyUrl()).willReturn(okJson("{}")));
        var modules = IntStream.range(0, 14).mapToObj(i -> "m" + i).toList();
        var screens = modules.stream()
                .flatMap(module -> IntStream.range(0, 9).mapToObj(i -> screen(module, "x.n" + i)))
                .toList();

        var seen = json2().open(modules, screens);

        assertThat(seen).hasSize(6);
        assertThat(seen.getFirst().evidence()).endsWith("x.n7; 1 more not opened");
        assertThat(seen.getLast())
                .isEqualTo(Seen.skipped("other modules", "9 more were loaded, nothing of them was opened"));
        assertThat(ODOO.getAllServeEvents()).hasSize(40);
        assertThat(json2().open(modules, List.of()))
                .hasSize(13)
                .startsWith(Seen.skipped("module m0", "nothing to open"))
                .endsWith(Seen.skipped("other modules", "2 more were loaded, nothing of them was opened"));
    }

    @Test
    void when_nobody_answers_nothing_more_is_asked() {
        ODOO.stubFor(post("/json/2/x.a/get_views").willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE)));

        var seen = json2().open(List.of("a", "b"), List.of(screen("a", "x.a"), screen("b", "x.b")));

        assertThat(seen).extracting(Seen::result).containsExactly(Seen.Result.NO_ANSWER);
        assertThat(seen.getFirst().what()).isEqualTo("module a");
    }

    @Test
    void before_16_the_same_is_asked_by_another_name() {
        String arch = "&lt;tree&gt;&lt;field name='name'/&gt;&lt;/tree&gt;";
        String tree = struct(member("tree", struct(member("arch", "<string>" + arch + "</string>"))));
        xml("load_views", struct(member("fields_views", tree)));
        xml("search", "<array><data><value><int>42</int></value></data></array>");
        xml("read", "<array><data><value><struct/></value></data></array>");

        assertThat(xmlRpc("15.0").open(List.of("sale_custom"), List.of(screen("sale_custom", "sale.order"))))
                .containsExactly(Seen.passed("module sale_custom", "opened sale.order"));
        ODOO.verify(postRequestedFor(urlEqualTo("/xmlrpc/2/object"))
                .withRequestBody(and(
                        containing("<string>read</string>"),
                        containing("<string>name</string>"),
                        containing("<name>bin_size</name><value><boolean>1</boolean>"))));
    }

    @Test
    void faults_over_xml_rpc_are_told_apart() {
        fault(4, "You are not allowed to access 'Note' (sale.note) records.\n\nContact your administrator");
        assertThat(overXmlRpc().evidence()).isEqualTo("this user may not read sale.order");
        fault(1, """
                Traceback (most recent call last):
                  File "model.py", line 5, in get_views
                    raise ValueError(
                ValueError: Element '<field name="gone">' cannot be located in parent view

                View error context:
                {'file': 'x.xml', 'line': 1}
                """);
        assertThat(overXmlRpc())
                .isEqualTo(Seen.failed(
                        "module sale_custom",
                        "sale.order: ValueError: Element '<field name=\"gone\">' cannot be located in parent view"));
        fault(1, """
                Traceback (most recent call last):
                  File "client.py", line 541, in dump_nil
                    raise TypeError("cannot marshal None unless allow_none is enabled")
                TypeError: cannot marshal None unless allow_none is enabled
                """);
        assertThat(overXmlRpc()).isEqualTo(Seen.passed("module sale_custom", "opened sale.order"));
    }

    private Seen overXmlRpc() {
        return xmlRpc("19.0")
                .open(List.of("sale_custom"), List.of(screen("sale_custom", "sale.order")))
                .getFirst();
    }

    private List<Seen> open(String module, String... models) {
        var screens = Stream.of(models).map(model -> screen(module, model)).toList();
        return json2().open(List.of(module), screens);
    }

    private Screens json2() {
        return new Screens(new Json2(wire, "prod", "key"), "19.0");
    }

    private Screens xmlRpc(String series) {
        return new Screens(new XmlRpc(wire, new XmlRpc.Account("prod", "smoke", "secret")), series);
    }

    private static Screen screen(String module, String model) {
        var nodes = JsonNodeFactory.instance;
        var views = nodes.arrayNode().add(nodes.arrayNode().add(false).add("list"));
        return new Screen(module, model, views.add(nodes.arrayNode().add(7).add("form")));
    }

    private static void json(String path, String body) {
        ODOO.stubFor(post("/json/2/" + path).willReturn(okJson(body)));
    }

    private static void refuses(String path, int status, String name, String message) {
        String body = "{\"name\": \"" + name + "\", \"message\": \"" + message + "\"}";
        ODOO.stubFor(post("/json/2/" + path)
                .willReturn(aResponse().withStatus(status).withBody(body)));
    }

    private static void verify(String path, String body) {
        ODOO.verify(postRequestedFor(urlEqualTo("/json/2/" + path)).withRequestBody(equalToJson(body)));
    }

    private static void xml(String method, String typed) {
        ODOO.stubFor(post("/xmlrpc/2/object")
                .withRequestBody(containing("<string>" + method + "</string>"))
                .willReturn(okXml("<methodResponse><params><param><value>" + typed
                        + "</value></param></params></methodResponse>")));
    }

    private static void fault(int code, String said) {
        String text = said.replace("&", "&amp;").replace("<", "&lt;");
        ODOO.stubFor(post("/xmlrpc/2/object")
                .willReturn(okXml("<methodResponse><fault><value><struct>"
                        + member("faultCode", "<int>" + code + "</int>")
                        + member("faultString", "<string>" + text + "</string>")
                        + "</struct></value></fault></methodResponse>")));
    }

    private static String struct(String member) {
        return "<struct>" + member + "</struct>";
    }

    private static String member(String name, String typed) {
        return "<member><name>" + name + "</name><value>" + typed + "</value></member>";
    }
}
