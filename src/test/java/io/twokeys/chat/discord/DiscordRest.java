package io.twokeys.chat.discord;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The REST half: finds the route, checks token and limits, keeps every call. */
final class DiscordRest {
    private static final String BASE = "/api/v10";
    private static final Pattern WITHOUT_TOKEN = Pattern.compile("/(interactions|webhooks)/.*");

    private final DiscordWorld world;
    private final RateBuckets buckets;
    private final HttpServer server;
    private final List<Route> routes = new ArrayList<>();
    final List<RestCall> calls = new CopyOnWriteArrayList<>();
    final List<RestCall> unknown = new CopyOnWriteArrayList<>();
    /** Asked before every call; may throw, or return an answer in place of the real one. */
    volatile Fault fault = call -> null;

    volatile Fault faultAfter = call -> null;
    volatile boolean limited = true;

    @FunctionalInterface
    interface Fault {
        @Nullable
        Reply before(RestCall call);
    }

    /** @param body null for none, with 204 */
    record Reply(int status, @Nullable JsonNode body) {
        static Reply ok(JsonNode body) {
            return new Reply(200, body);
        }

        static Reply nothing() {
            return new Reply(204, null);
        }
    }

    @FunctionalInterface
    interface Handler {
        Reply handle(Matcher path, RestCall call);
    }

    private record Route(String method, Pattern path, Handler handler) {}

    DiscordRest(DiscordWorld world, RateBuckets buckets) throws IOException {
        this.world = world;
        this.buckets = buckets;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        new RestMessages(world).register(this);
        new RestThreads(world).register(this);
        new RestInteractions(world).register(this);
        new RestGuild(world).register(this);
        server.start();
    }

    /** @param path {@code {}} stands for an id or any other single part */
    void route(String method, String path, Handler handler) {
        routes.add(new Route(method, Pattern.compile(path.replace("{}", "([^/]+)")), handler));
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + BASE + "/";
    }

    void stop() {
        server.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        Reply reply;
        try {
            reply = answer(exchange);
        } catch (DiscordError refused) {
            reply = error(refused.status, refused.code, String.valueOf(refused.getMessage()));
        } catch (RuntimeException broken) {
            reply = error(500, 0, broken.toString());
        }
        byte[] bytes =
                reply.body() == null ? new byte[0] : reply.body().toString().getBytes(UTF_8);
        if (bytes.length > 0) exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private Reply answer(HttpExchange exchange) throws IOException {
        String whole = exchange.getRequestURI().getRawPath();
        String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
        RestCall call = RestCall.of(
                exchange.getRequestMethod(),
                whole.startsWith(BASE) ? whole.substring(BASE.length()) : whole,
                query(exchange.getRequestURI().getRawQuery()),
                type,
                exchange.getRequestBody().readAllBytes());
        calls.add(call);
        Reply faulty = fault.before(call);
        if (faulty != null) return faulty;
        String token = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        if (!WITHOUT_TOKEN.matcher(call.path()).matches() && !token.equals("Bot " + world.token)) {
            return error(401, 0, "401: Unauthorized");
        }
        double wait =
                limited ? buckets.take(call.method(), call.path(), world.now(), exchange.getResponseHeaders()) : 0;
        return wait > 0 ? tooFast(wait, exchange) : handle(call);
    }

    private static Reply tooFast(double wait, HttpExchange exchange) {
        return new Reply(
                429,
                Shapes.object()
                        .put("message", "You are being rate limited.")
                        .put("retry_after", wait)
                        .put("global", exchange.getResponseHeaders().containsKey("X-RateLimit-Global")));
    }

    private Reply handle(RestCall call) {
        for (Route route : routes) {
            Matcher matcher = route.path().matcher(call.path());
            if (route.method().equals(call.method()) && matcher.matches()) {
                Reply reply;
                synchronized (world) {
                    reply = route.handler().handle(matcher, call);
                }
                Reply lost = faultAfter.before(call);
                return lost == null ? reply : lost;
            }
        }
        unknown.add(call);
        return error(404, 0, "404: Not Found");
    }

    static Reply error(int status, int code, String message) {
        ObjectNode body = Shapes.object().put("code", code).put("message", message);
        return new Reply(status, body);
    }

    private static Map<String, String> query(@Nullable String raw) {
        Map<String, String> query = new HashMap<>();
        if (raw == null) return query;
        for (String pair : raw.split("&")) {
            String[] parts = pair.split("=", 2);
            query.put(parts[0], parts.length < 2 ? "" : URLDecoder.decode(parts[1], UTF_8));
        }
        return query;
    }

    static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), UTF_8);
    }
}
