package io.twokeys.chat.slack;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.twokeys.chat.ChatTrouble;
import io.twokeys.chat.ChatTrouble.Kind;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Slack, or what stands before it, answers something that no documentation tells of: nothing is lost, nothing is taken for a yes. */
class SlackEdgesTest {
    @RegisterExtension
    static final WireMockExtension SLACK = WireMockExtension.newInstance()
            .options(wireMockConfig().dynamicPort())
            .build();

    private ChatTrouble ask(ResponseDefinitionBuilder answer) {
        SLACK.stubFor(post(anyUrl()).willReturn(answer));
        var calls = new SlackCalls(new SlackSettings(
                Optional.of("xoxb-test"), Optional.empty(), Optional.of("xapp-test"), SLACK.baseUrl()));
        return catchThrowableOfType(ChatTrouble.class, calls::self);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void a_broken_line_is_tried_again(Fault fault) {
        assertThat(ask(aResponse().withFault(fault)).kind()).isEqualTo(Kind.UNAVAILABLE);
        SLACK.verify(postRequestedFor(urlEqualTo("/api/auth.test")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | <html>maintenance</html>",
                "200 | ''",
                "200 | {\"ok\":tr",
                "200 | []",
                "200 | null",
                "502 | <html>bad gateway</html>",
                "503 | ''",
                "408 | ''"
            })
    void a_body_that_is_no_answer_is_tried_again(int status, String body) {
        assertThat(ask(aResponse().withStatus(status).withBody(body)).kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @ParameterizedTest
    @CsvSource({"7, 7", "'', 1", "soon, 1", "-5, 1", "99999999999, 1", "0, 1"})
    void a_wait_is_as_long_as_slack_says_and_a_second_where_it_says_nothing(String header, long seconds) {
        ChatTrouble trouble = ask(aResponse().withStatus(429).withHeader("Retry-After", header));
        assertThat(trouble.kind()).isEqualTo(Kind.RATE_LIMITED);
        assertThat(trouble.retryAfter()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void a_no_without_a_reason_is_a_no() {
        assertThat(ask(okJson("{\"ok\":false}"))).hasMessageContaining("an answer without a reason");
    }
}
