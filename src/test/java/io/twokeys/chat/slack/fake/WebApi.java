package io.twokeys.chat.slack.fake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** The door of the Web API: token, scope and pace are checked here, then the method answers. */
final class WebApi {
    /** One of these is needed (docs.slack.dev/reference/scopes). */
    private static final Map<String, Set<String>> SCOPES = Map.ofEntries(
            entry("chat.postMessage", Set.of("chat:write")),
            entry("chat.update", Set.of("chat:write")),
            entry("chat.delete", Set.of("chat:write")),
            entry("chat.postEphemeral", Set.of("chat:write")),
            entry("reactions.add", Set.of("reactions:write")),
            entry("reactions.remove", Set.of("reactions:write")),
            entry("reactions.get", Set.of("reactions:read")),
            entry("conversations.history", Set.of("channels:history", "groups:history")),
            entry("conversations.replies", Set.of("channels:history", "groups:history")),
            entry("conversations.info", Set.of("channels:read", "groups:read")),
            entry("conversations.open", Set.of("im:write")),
            entry("users.info", Set.of("users:read")),
            entry("files.getUploadURLExternal", Set.of("files:write")),
            entry("files.completeUploadExternal", Set.of("files:write")));

    private final Map<String, Function<Call, ObjectNode>> methods = new HashMap<>();
    private final Limits limits;
    private final Set<String> scopes;
    private final Map<String, Integer> waits = new HashMap<>();
    private final Map<String, String> refusals = new HashMap<>();
    private final Set<String> losing = new java.util.HashSet<>();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final List<String> unknown = new CopyOnWriteArrayList<>();
    private final List<String> turnedAway = new CopyOnWriteArrayList<>();

    WebApi(Limits limits, Set<String> scopes) {
        this.limits = limits;
        this.scopes = scopes;
    }

    void has(String method, Function<Call, ObjectNode> answer) {
        methods.put(method, answer);
    }

    List<Call> calls() {
        return calls;
    }

    List<String> unknown() {
        return unknown;
    }

    List<String> turnedAway() {
        return turnedAway;
    }

    synchronized void askToWait(String method, int seconds) {
        waits.put(method, seconds);
    }

    synchronized void refuse(String method, String error) {
        refusals.put(method, error);
    }

    synchronized void loseAnswer(String method) {
        losing.add(method);
    }

    void handle(HttpExchange exchange) throws IOException {
        String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        Call call = Call.read(exchange.getRequestURI().getPath().substring("/api/".length()), type, body);
        calls.add(call);
        int wait = pace(call);
        if (wait > 0) {
            turnedAway.add(call.method());
            exchange.getResponseHeaders().set("Retry-After", Integer.toString(wait));
            reply(exchange, 429, error("ratelimited").toString());
            return;
        }
        ObjectNode answer = answer(call, exchange);
        reply(exchange, lost(call.method()) ? 503 : 200, answer.toString());
    }

    private synchronized int pace(Call call) {
        Integer asked = waits.remove(call.method());
        return asked != null ? asked : limits.ask(call.method(), call.get("channel"));
    }

    private synchronized boolean lost(String method) {
        return losing.remove(method);
    }

    private ObjectNode answer(Call call, HttpExchange exchange) {
        try {
            String token = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            boolean app = call.method().equals("apps.connections.open");
            String expected = app ? FakeSlack.APP_TOKEN : FakeSlack.TOKEN;
            if (!token.equals("Bearer " + expected) && !call.get("token").equals(expected))
                return error(token.equals("null") && !call.has("token") ? "not_authed" : "invalid_auth");
            return granted(call);
        } catch (SlackError refused) {
            ObjectNode answer = error(refused.code());
            answer.putObject("response_metadata").putArray("messages").add(String.valueOf(refused.getMessage()));
            return answer;
        }
    }

    private ObjectNode granted(Call call) {
        synchronized (this) {
            String refusal = refusals.remove(call.method());
            if (refusal != null) return error(refusal);
        }
        Set<String> needed = SCOPES.getOrDefault(call.method(), Set.of());
        if (!needed.isEmpty() && needed.stream().noneMatch(scopes::contains))
            return error("missing_scope").put("needed", String.join(",", needed));
        Function<Call, ObjectNode> method = methods.get(call.method());
        if (method != null) return method.apply(call);
        unknown.add(call.method());
        return error("unknown_method");
    }

    static ObjectNode error(String code) {
        return FakeSlack.JSON.createObjectNode().put("ok", false).put("error", code);
    }

    static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
