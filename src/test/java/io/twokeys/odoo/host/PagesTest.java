package io.twokeys.odoo.host;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.temporaryRedirect;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.twokeys.odoo.host.Pages.Answer;
import io.twokeys.ssh.Hosts;
import io.twokeys.ssh.SshServer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Odoo's pages through a real SSH forwarding, from an Odoo that is well, ill, or gone. */
class PagesTest {
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

    private Pages pages(String url) throws IOException {
        return new Pages(hosts.on(server.host()), url);
    }

    @Test
    void a_login_page_that_is_there_is_well() throws IOException {
        ODOO.stubFor(get("/web/login").willReturn(ok("<form>")));
        assertThat(pages(ODOO.baseUrl()).login()).isEqualTo(new Answer("/web/login", 200, ""));
    }

    @Test
    void a_redirection_counts_by_where_it_leads() throws IOException {
        ODOO.stubFor(get("/web/login").willReturn(temporaryRedirect("/web/database/selector")));
        ODOO.stubFor(get("/web/database/selector").willReturn(aResponse().withStatus(404)));
        assertThat(pages(ODOO.baseUrl()).login().ok()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 500, 502, 503})
    void any_other_status_is_not(int status) throws IOException {
        ODOO.stubFor(get("/web/login").willReturn(aResponse().withStatus(status)));
        Answer answer = pages(ODOO.baseUrl()).login();
        assertThat(answer.ok()).isFalse();
        assertThat(answer).hasToString("/web/login " + status);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void half_an_answer_is_none(Fault fault) throws IOException {
        ODOO.stubFor(get("/web/health").willReturn(aResponse().withFault(fault)));
        Answer answer = pages(ODOO.baseUrl()).health();
        assertThat(answer.ok()).isFalse();
        assertThat(answer.status()).as(answer.toString()).isZero();
    }

    @Test
    void nobody_there_is_no_answer() throws IOException {
        assertThat(pages("http://127.0.0.1:1").login())
                .hasToString("/web/login no answer (nothing listens there, or it hung up)");
    }
}
