package io.twokeys.chat.slack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.CompletableFuture.completedStage;

import com.slack.api.app_backend.slash_commands.payload.SlashCommandPayload;
import com.slack.api.bolt.App;
import com.slack.api.bolt.request.RequestHeaders;
import com.slack.api.bolt.util.SlackRequestParser;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URLDecoder;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /slack/events}: commands, interactions, options and events. Shut unless there is a signing secret.
 *
 * <p>A command goes from the event loop into the inbox, and its acknowledgement back once it is committed: no thread waits, so
 * as many may be on their way as like. Everything else is Bolt's, on virtual threads.
 */
@Singleton
public final class SlackEndpoint {
    private static final Logger LOG = Logger.getLogger(SlackEndpoint.class);
    private static final String ADDRESS = "/slack/events";
    /** Slack looks now and then whether a command's address has a good certificate. */
    private static final String CERTIFICATE_CHECK = "ssl_check=1";

    /** No filter of the pages' has to look at it first. */
    private static final int BEFORE_EVERYTHING = -10_000;

    private static final int LARGEST_BODY = 1 << 20;
    private static final Answer EMPTY = new Answer(200, "text/plain", "", Map.of());

    private final SlackBolt bolt;
    private final Optional<SlackSignature> signature;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private @Nullable App app;

    @Inject
    public SlackEndpoint(SlackSettings settings, SlackBolt bolt, InstantSource clock) {
        this.bolt = bolt;
        this.signature = settings.http()
                ? settings.signingSecret().map(secret -> new SlackSignature(secret, clock))
                : Optional.empty();
    }

    /** What Slack is told. */
    record Answer(int status, String type, String body, Map<String, List<String>> headers) {
        static Answer refused(int status, String error) {
            return new Answer(
                    status,
                    "application/json",
                    new JsonObject().put("error", error).encode(),
                    Map.of());
        }
    }

    void register(@Observes Router router) {
        router.post(ADDRESS).order(BEFORE_EVERYTHING).handler(this::receive);
    }

    /** Bolt takes a while to get ready; nobody has to wait for that. */
    void warmUp(@Observes StartupEvent started) {
        signature.ifPresent(open -> threads.execute(this::app));
    }

    private void receive(RoutingContext context) {
        HttpServerRequest request = context.request();
        Context loop = context.vertx().getOrCreateContext();
        Buffer body = Buffer.buffer();
        request.handler(part -> {
            if (body.length() <= LARGEST_BODY) body.appendBuffer(part);
        });
        request.endHandler(end -> answer(body, request.headers())
                .thenAccept(answer -> onLoop(loop, () -> send(answer, context.response()))));
    }

    private CompletionStage<Answer> answer(Buffer body, MultiMap headers) {
        return body.length() > LARGEST_BODY
                ? completedStage(Answer.refused(413, "more than Slack ever sends"))
                : answer(body.getBytes(), headers);
    }

    private static void onLoop(Context loop, Runnable step) {
        if (Vertx.currentContext() == loop) step.run();
        else loop.runOnContext(now -> step.run());
    }

    private static void send(Answer answer, HttpServerResponse response) {
        if (response.ended() || response.closed()) return;
        answer.headers().forEach(response.headers()::add);
        response.setStatusCode(answer.status())
                .putHeader("Content-Type", answer.type())
                .end(answer.body());
    }

    /** Never blocks. Fails never: what goes wrong is an answer. */
    CompletionStage<Answer> answer(byte[] body, MultiMap headers) {
        if (signature.isEmpty()) {
            return completedStage(
                    Answer.refused(404, "Slack over HTTP is off; SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET turn it on"));
        }
        boolean genuine = signature
                .get()
                .matches(body, headers.get(SlackSignature.TIMESTAMP), headers.get(SlackSignature.SIGNATURE));
        if (!genuine) return completedStage(Answer.refused(401, "this request is not signed by Slack"));
        try {
            String text = new String(body, UTF_8);
            if (text.startsWith(CERTIFICATE_CHECK)) return completedStage(EMPTY);
            Optional<SlashCommandPayload> command = isForm(headers, text) ? command(text) : Optional.empty();
            return command.flatMap(bolt::record)
                    .map(SlackEndpoint::once)
                    .orElseGet(() -> CompletableFuture.supplyAsync(() -> byBolt(body, headers), threads));
        } catch (IllegalArgumentException mangled) {
            return completedStage(Answer.refused(400, "nothing that Slack sends"));
        }
    }

    /** An event is signed JSON with words of strangers in it: whatever they look like, it is no form. */
    private static boolean isForm(MultiMap headers, String text) {
        String type = headers.get("Content-Type");
        return type != null
                && type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded")
                && !text.stripLeading().startsWith("{");
    }

    private static CompletionStage<Answer> once(CompletionStage<@Nullable Void> recorded) {
        return recorded.handle((kept, lost) -> lost == null ? EMPTY : tryAgain(lost));
    }

    /** Slack sends a command once only and shows its sender nothing but the text of a 200. */
    private static Answer tryAgain(Throwable lost) {
        Throwable why = lost instanceof CompletionException ? Objects.requireNonNullElse(lost.getCause(), lost) : lost;
        LOG.errorf("a Slack command was not recorded, its sender is asked to try again: %s", why.getMessage());
        String text = new JsonObject()
                .put("response_type", "ephemeral")
                .put("text", SlackBolt.sorry(why))
                .encode();
        return new Answer(200, "application/json", text, Map.of());
    }

    /**
     * A slash command out of its form; empty for everything else that Slack sends.
     *
     * @throws IllegalArgumentException if it is badly encoded, or nothing that Slack sends
     */
    static Optional<SlashCommandPayload> command(String form) {
        if (!form.contains("command=")) return Optional.empty();
        SlashCommandPayload command = new SlashCommandPayload();
        int at = 0;
        while (at < form.length()) {
            int end = form.indexOf('&', at) < 0 ? form.length() : form.indexOf('&', at);
            int equals = form.indexOf('=', at, end);
            if (equals > at) fill(command, form.substring(at, equals), form.substring(equals + 1, end));
            at = end + 1;
        }
        if (command.getCommand() == null) return Optional.empty();
        boolean whole =
                present(command.getTriggerId()) && present(command.getUserId()) && present(command.getChannelId());
        if (!whole) throw new IllegalArgumentException("a command of nobody, or from nowhere");
        return Optional.of(command);
    }

    private static void fill(SlashCommandPayload command, String field, String value) {
        switch (field) {
            case "command" -> command.setCommand(once(command.getCommand(), value));
            case "text" -> command.setText(once(command.getText(), value));
            case "trigger_id" -> command.setTriggerId(once(command.getTriggerId(), value));
            case "user_id" -> command.setUserId(once(command.getUserId(), value));
            case "channel_id" -> command.setChannelId(once(command.getChannelId(), value));
            default -> {}
        }
    }

    private static String once(@Nullable String before, String value) {
        if (before != null) throw new IllegalArgumentException("a field that is there twice");
        return URLDecoder.decode(value, UTF_8);
    }

    private static boolean present(@Nullable String value) {
        return value != null && !value.isEmpty();
    }

    private Answer byBolt(byte[] body, MultiMap headers) {
        try {
            App open = app();
            var request = new SlackRequestParser(open.config())
                    .parse(SlackRequestParser.HttpRequest.builder()
                            .requestUri(ADDRESS)
                            .requestBody(new String(body, UTF_8))
                            .headers(new RequestHeaders(multiple(headers)))
                            .queryString(Map.of())
                            .remoteAddress("")
                            .build());
            return request == null ? Answer.refused(400, "nothing that Slack sends") : answer(open.run(request));
        } catch (Exception lost) {
            LOG.error("a request of Slack's was not recorded; events are sent again", lost);
            return Answer.refused(503, "not recorded, try again");
        }
    }

    private static Map<String, List<String>> multiple(MultiMap headers) {
        Map<String, List<String>> all = new HashMap<>();
        headers.names().forEach(name -> all.put(name, headers.getAll(name)));
        return all;
    }

    private synchronized App app() {
        App open = app;
        if (open == null) {
            open = bolt.http();
            app = open;
        }
        return open;
    }

    private static Answer answer(com.slack.api.bolt.response.Response answer) {
        return new Answer(
                answer.getStatusCode(),
                answer.getContentType(),
                Objects.requireNonNullElse(answer.getBody(), ""),
                Objects.requireNonNullElse(answer.getHeaders(), Map.of()));
    }
}
