package io.twokeys.odoo.host;

import io.twokeys.ssh.HostSession;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Odoo's pages, asked from the host's own point of view through the SSH connection. */
public final class Pages {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final HostSession session;
    private final String url;

    Pages(HostSession session, String url) {
        this.session = session;
        this.url = url;
    }

    /**
     * What a page answered.
     *
     * @param status HTTP status; 0 if nothing answered
     */
    public record Answer(String path, int status, String why) {
        public boolean ok() {
            return status == 200;
        }

        @Override
        public String toString() {
            return path + " " + (status == 0 ? "no answer (" + why + ")" : String.valueOf(status));
        }
    }

    /** The login page: proves that the registry loads, that routing and templates work. */
    public Answer login() {
        return get("/web/login");
    }

    /** {@code /web/health} touches no database: it proves only that workers answer. */
    public Answer health() {
        return get("/web/health");
    }

    private Answer get(String path) {
        try (var forward = session.forward(URI.create(url));
                var client = HttpClient.newBuilder()
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .connectTimeout(LIMIT)
                        .build()) {
            var request = HttpRequest.newBuilder(forward.url().resolve(path))
                    .timeout(LIMIT)
                    .build();
            return new Answer(
                    path, client.send(request, BodyHandlers.discarding()).statusCode(), "");
        } catch (IOException e) {
            return new Answer(path, 0, why(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(path, 0, "interrupted");
        }
    }

    /** Where the host refuses a connection, the tunnel to it ends without a word. */
    private static String why(IOException silence) {
        String words = String.valueOf(silence.getMessage());
        return words.contains("received no bytes") ? "nothing listens there, or it hung up" : words;
    }
}
