package io.twokeys.chat.slack.fake;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** To a request URL, signed. */
final class HttpTransport implements Transport {
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final URI url;
    private final InstantSource clock;

    HttpTransport(String url, InstantSource clock) {
        this.url = URI.create(url);
        this.clock = clock;
    }

    @Override
    public Ack command(Map<String, String> form) {
        return form(form, Map.of());
    }

    @Override
    public Ack interaction(JsonNode payload) {
        return form(Map.of("payload", payload.toString()), Map.of());
    }

    @Override
    public Ack event(JsonNode envelope, int retry, String reason) {
        Map<String, String> more = retry == 0
                ? Map.of()
                : Map.of("X-Slack-Retry-Num", Integer.toString(retry), "X-Slack-Retry-Reason", reason);
        return send(envelope.toString(), "application/json", more);
    }

    private Ack form(Map<String, String> form, Map<String, String> more) {
        String body = form.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
        return send(body, "application/x-www-form-urlencoded", more);
    }

    private Ack send(String body, String type, Map<String, String> more) {
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(PATIENCE)
                .header("Content-Type", type)
                .header("X-Slack-Request-Timestamp", timestamp)
                .header("X-Slack-Signature", signature(body, timestamp));
        more.forEach(request::header);
        long began = System.nanoTime();
        try {
            HttpResponse<String> answer = http.send(
                    request.POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                    HttpResponse.BodyHandlers.ofString());
            boolean taken = answer.statusCode() / 100 == 2;
            boolean noRetry = answer.headers()
                    .firstValue("X-Slack-No-Retry")
                    .filter("1"::equals)
                    .isPresent();
            return new Ack(answer.statusCode(), answer.body(), since(began), taken ? "" : "http_error", noRetry);
        } catch (HttpTimeoutException late) {
            return Ack.none("http_timeout", since(began));
        } catch (IOException away) {
            return Ack.none("connection_failed", since(began));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return Ack.none("unknown_error", since(began));
        }
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** docs.slack.dev/authentication/verifying-requests-from-slack. */
    static String signature(String body, String timestamp) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(FakeSlack.SECRET.getBytes(UTF_8), "HmacSHA256"));
            byte[] signed = mac.doFinal(("v0:" + timestamp + ":" + body).getBytes(UTF_8));
            return "v0=" + HexFormat.of().formatHex(signed);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
