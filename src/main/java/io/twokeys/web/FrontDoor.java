package io.twokeys.web;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the bare address shows: the way to the console where there is one, else that the service is up and where people talk to
 * it. And what an address shows where nothing is: a page to people, a sentence to programs.
 */
@Singleton
public final class FrontDoor {
    private static final String STYLED_ONLY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

    private final Settings settings;

    @Inject
    public FrontDoor(Settings settings) {
        this.settings = settings;
    }

    /** @param leadsTo the path that {@code /} redirects to; empty for a page of its own */
    public record Settings(Optional<String> leadsTo) {}

    @CheckedTemplate(basePath = "web")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance door();

        static native TemplateInstance nothing(String path);
    }

    void register(@Observes Router router) {
        router.get("/").handler(this::open);
        router.errorHandler(404, FrontDoor::nothingHere);
    }

    private void open(RoutingContext context) {
        settings.leadsTo()
                .ifPresentOrElse(
                        path -> context.redirect(path),
                        () -> page(context.response(), Templates.door().render()));
    }

    private static void nothingHere(RoutingContext context) {
        var response = context.response();
        if (response.ended()) return;
        response.setStatusCode(404);
        String path = context.normalizedPath();
        if (reads(context.request().getHeader("Accept"))) {
            page(response, Templates.nothing(path).render());
            return;
        }
        response.putHeader("Content-Type", "application/json")
                .end(new JsonObject()
                        .put("error", "there is nothing at " + path)
                        .encode());
    }

    /** Browsers ask for HTML by name; programs do not. */
    private static boolean reads(@Nullable String accept) {
        return accept != null && accept.contains("text/html");
    }

    private static void page(HttpServerResponse response, String html) {
        response.putHeader("Content-Type", "text/html;charset=UTF-8")
                .putHeader("Content-Security-Policy", STYLED_ONLY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .end(html);
    }
}
