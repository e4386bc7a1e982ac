package io.twokeys.odoo.smoke;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** HTTP to one Odoo while a test lasts. An {@link IOException} of its methods means that nobody answered in full. */
final class Wire implements AutoCloseable {
    /** The first visitor after an upgrade waits for the asset bundles to be built. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final int MOST_BYTES = 8 * 1024 * 1024;

    private final URI base;
    private final HttpClient follows = client(HttpClient.Redirect.NORMAL);
    private final HttpClient stays = client(HttpClient.Redirect.NEVER);

    Wire(URI base) {
        this.base = base;
    }

    record Reply(int status, String body) {}

    /** @param follow whether a redirection counts by where it leads */
    Reply get(String path, boolean follow) throws IOException {
        return send(follow ? follows : stays, HttpRequest.newBuilder(base.resolve(path)));
    }

    Reply post(String path, String type, String body, Map<String, String> headers) throws IOException {
        var request = HttpRequest.newBuilder(base.resolve(path))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return send(stays, request);
    }

    private static Reply send(HttpClient client, HttpRequest.Builder request) throws IOException {
        try {
            var handler = BodyHandlers.limiting(BodyHandlers.ofString(), MOST_BYTES);
            var response = client.send(request.timeout(LIMIT).build(), handler);
            return new Reply(response.statusCode(), response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /** Without an offer of HTTP/2, which Odoo's own server does not know. */
    private static HttpClient client(HttpClient.Redirect redirect) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(redirect)
                .connectTimeout(LIMIT)
                .build();
    }

    @Override
    public void close() {
        follows.shutdownNow();
        stays.shutdownNow();
    }
}
