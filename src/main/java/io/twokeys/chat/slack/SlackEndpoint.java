package io.twokeys.chat.slack;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.slack.api.bolt.App;
import com.slack.api.bolt.request.RequestHeaders;
import com.slack.api.bolt.util.SlackRequestParser;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** {@code POST /slack/events}: commands, interactions, options and events. Shut unless there is a signing secret. */
@Path("/slack/events")
public final class SlackEndpoint {
    private static final Logger LOG = Logger.getLogger(SlackEndpoint.class);
    private static final String ADDRESS = "/slack/events";

    private final SlackBolt bolt;
    private final Optional<SlackSignature> signature;
    private @Nullable App app;

    @Inject
    public SlackEndpoint(SlackSettings settings, SlackBolt bolt, InstantSource clock) {
        this.bolt = bolt;
        this.signature = settings.http()
                ? settings.signingSecret().map(secret -> new SlackSignature(secret, clock))
                : Optional.empty();
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @RunOnVirtualThread
    public Response receive(byte[] body, @Context HttpHeaders headers) {
        if (signature.isEmpty()) {
            return refused(404, "Slack over HTTP is off; SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET turn it on");
        }
        boolean genuine = signature
                .get()
                .matches(
                        body,
                        headers.getHeaderString(SlackSignature.TIMESTAMP),
                        headers.getHeaderString(SlackSignature.SIGNATURE));
        return genuine ? handle(body, headers) : refused(401, "this request is not signed by Slack");
    }

    private Response handle(byte[] body, HttpHeaders headers) {
        try {
            App open = app();
            var request = new SlackRequestParser(open.config())
                    .parse(SlackRequestParser.HttpRequest.builder()
                            .requestUri(ADDRESS)
                            .requestBody(new String(body, UTF_8))
                            .headers(new RequestHeaders(headers.getRequestHeaders()))
                            .queryString(Map.of())
                            .remoteAddress("")
                            .build());
            return request == null ? refused(400, "nothing that Slack sends") : answer(open.run(request));
        } catch (Exception lost) {
            LOG.error("a request of Slack's was not recorded; events are sent again", lost);
            return refused(503, "not recorded, try again");
        }
    }

    private synchronized App app() {
        App open = app;
        if (open == null) {
            open = bolt.http();
            app = open;
        }
        return open;
    }

    private static Response answer(com.slack.api.bolt.response.Response answer) {
        var builder = Response.status(answer.getStatusCode()).type(answer.getContentType());
        if (answer.getHeaders() != null) {
            answer.getHeaders().forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
        }
        return builder.entity(answer.getBody() == null ? "" : answer.getBody()).build();
    }

    private static Response refused(int status, String error) {
        return Response.status(status)
                .entity(Map.of("error", error))
                .type(MediaType.APPLICATION_JSON)
                .build();
    }
}
