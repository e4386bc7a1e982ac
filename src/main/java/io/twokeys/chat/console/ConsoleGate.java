package io.twokeys.chat.console;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides who gets to the console at all: nobody where it is off, and only pages of its own where it is on. A foreign
 * {@code Host} is a DNS rebinding, a foreign {@code Origin} or a form's content type a forged request.
 */
@Singleton
public final class ConsoleGate {
    private static final int BEFORE_EVERYTHING = 400;
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Cache-Control",
            "no-cache");

    private final Settings settings;

    @Inject
    public ConsoleGate(Settings settings) {
        this.settings = settings;
    }

    /** @param hosts names under which the console may be reached besides the loopback ones, without port */
    public record Settings(boolean enabled, Set<String> hosts) {
        public Settings {
            hosts = Set.copyOf(hosts);
        }
    }

    /** What the gate looks at; header values as sent, null where there is none. */
    record Knock(
            String method,
            @Nullable String host,
            @Nullable String authority,
            @Nullable String origin,
            @Nullable String contentType) {}

    record Closed(int status, String error) {}

    void register(@Observes Filters filters) {
        filters.register(this::filter, BEFORE_EVERYTHING);
    }

    private void filter(RoutingContext context) {
        String path = context.normalizedPath();
        if (!path.equals("/console") && !path.startsWith("/console/")) {
            context.next();
            return;
        }
        check(knock(context.request())).ifPresentOrElse(closed -> refuse(context, closed), () -> letIn(context));
    }

    private static Knock knock(HttpServerRequest request) {
        HostAndPort authority = request.authority();
        return new Knock(
                request.method().name(),
                authority == null ? null : authority.host(),
                authority == null ? null : authority.toString(),
                request.getHeader("Origin"),
                request.getHeader("Content-Type"));
    }

    private static void refuse(RoutingContext context, Closed closed) {
        context.response()
                .setStatusCode(closed.status())
                .putHeader("Content-Type", "application/json")
                .end(new JsonObject().put("error", closed.error()).encode());
    }

    private static void letIn(RoutingContext context) {
        context.addHeadersEndHandler(end -> HEADERS.forEach(context.response()::putHeader));
        context.next();
    }

    /** Empty if it may pass. */
    Optional<Closed> check(Knock knock) {
        if (!settings.enabled()) {
            return Optional.of(new Closed(404, "the console is off; twokeys.console.enabled turns it on"));
        }
        String host = knock.host();
        if (host == null || !(LOOPBACK.contains(host) || settings.hosts().contains(host))) {
            return Optional.of(new Closed(
                    403, "the console is not served under the name " + host + "; see twokeys.console.hosts"));
        }
        if (knock.origin() != null && !sameOrigin(knock.origin(), knock.authority())) {
            return Optional.of(new Closed(403, "a page of " + knock.origin() + " may not use the console"));
        }
        if (!Set.of("GET", "HEAD").contains(knock.method()) && !isJson(knock.contentType())) {
            return Optional.of(new Closed(415, "send Content-Type: application/json"));
        }
        return Optional.empty();
    }

    private static boolean sameOrigin(String origin, @Nullable String authority) {
        try {
            return Objects.equals(new URI(origin).getAuthority(), authority);
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isJson(@Nullable String contentType) {
        return contentType != null && contentType.toLowerCase(Locale.ROOT).matches("application/json\\s*(;.*)?");
    }
}
