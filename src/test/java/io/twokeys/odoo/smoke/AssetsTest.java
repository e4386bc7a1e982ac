package io.twokeys.odoo.smoke;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.notFound;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.twokeys.odoo.smoke.Seen.Result;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The login page of Odoo 19, cut down to its links, and of Odoo 14. */
class AssetsTest {
    @RegisterExtension
    static final WireMockExtension ODOO = WireMockExtension.newInstance()
            .options(wireMockConfig().dynamicPort())
            .build();

    @Test
    void every_bundle_of_the_login_page_is_asked_for_once() {
        ODOO.stubFor(get("/web/login").willReturn(ok("""
                <link rel="shortcut icon" href="/web/static/img/favicon.ico"/>
                <link rel="stylesheet" href="/web/assets/9aed80f/web.assets_frontend.min.css"/>
                <script src="/web/assets/1621975/web.assets_frontend_minimal.min.js"></script>
                <script data-src="/web/assets/95df5b6/web.assets_frontend_lazy.min.js"></script>
                <link href="/web/content/388-9aed80f/14.0.web.assets_common.css"/>
                <link href="/web/assets/9aed80f/web.assets_frontend.min.css"/>""")));
        ODOO.stubFor(get("/web/assets/9aed80f/web.assets_frontend.min.css").willReturn(ok("a {}")));
        ODOO.stubFor(
                get("/web/assets/1621975/web.assets_frontend_minimal.min.js").willReturn(notFound()));
        ODOO.stubFor(get("/web/assets/95df5b6/web.assets_frontend_lazy.min.js").willReturn(ok("\n")));
        ODOO.stubFor(get("/web/content/388-9aed80f/14.0.web.assets_common.css")
                .willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE)));
        try (var wire = new Wire(URI.create(ODOO.baseUrl()))) {
            assertThat(Assets.look(wire))
                    .extracting(Seen::what, Seen::result)
                    .containsExactly(
                            tuple("bundle web.assets_frontend.min.css", Result.PASSED),
                            tuple("bundle web.assets_frontend_minimal.min.js", Result.FAILED),
                            tuple("bundle web.assets_frontend_lazy.min.js", Result.FAILED),
                            tuple("bundle 14.0.web.assets_common.css", Result.NO_ANSWER));
        }
    }
}
