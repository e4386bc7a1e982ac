package io.twokeys.chat.slack;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;

/** Slack's Web API in memory: channels, threads, reactions, files; refuses what Slack refuses and asks to wait when told to. */
final class FakeSlack implements AutoCloseable {
    static final String TOKEN = "xoxb-test";
    static final String BOT = "UBOT";
    static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Map<String, Said> messages = new LinkedHashMap<>();
    private final Map<String, Set<String>> channels =
            new HashMap<>(Map.of("C1", Set.of("U1", "U2"), "C2", Set.of("U1")));
    private final Map<String, Integer> waits = new HashMap<>();
    private final Set<String> losing = new LinkedHashSet<>();
    private final Map<String, byte[]> uploads = new LinkedHashMap<>();
    final List<String> calls = new ArrayList<>();
    final List<Map<String, String>> whispers = new ArrayList<>();
    final List<Map<String, String>> files = new ArrayList<>();
    private String socketUrl = "";
    private int count;

    FakeSlack() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/api/", this::method);
        server.createContext("/upload/", this::upload);
        server.start();
    }

    /** One message, as it was sent. */
    static final class Said {
        final String ts;
        final Map<String, String> form;
        final Map<String, Set<String>> reactions = new LinkedHashMap<>();
        int edits;

        Said(String ts, Map<String, String> form) {
            this.ts = ts;
            this.form = new HashMap<>(form);
        }

        String text() {
            return form.getOrDefault("text", "");
        }
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    synchronized void socketsAt(String url) {
        socketUrl = url;
    }

    /** The next call of the method is answered with 429. */
    synchronized void askToWait(String method, int seconds) {
        waits.put(method, seconds);
    }

    /** The next call of the method takes effect, and its answer is lost. */
    synchronized void loseAnswer(String method) {
        losing.add(method);
    }

    synchronized List<Said> said() {
        return List.copyOf(messages.values());
    }

    synchronized void delete(String ts) {
        messages.remove(ts);
    }

    synchronized void react(String ts, String name, String user) {
        Objects.requireNonNull(messages.get(ts))
                .reactions
                .computeIfAbsent(name, none -> new LinkedHashSet<>())
                .add(user);
    }

    synchronized byte[] uploaded(String id) {
        return Objects.requireNonNull(uploads.get(id));
    }

    private void method(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestURI().getPath().substring("/api/".length());
        Map<String, String> form = SlackForm.of(exchange.getRequestBody());
        int status;
        ObjectNode answer;
        synchronized (this) {
            calls.add(method);
            Integer wait = waits.remove(method);
            if (wait != null) {
                exchange.getResponseHeaders().set("Retry-After", wait.toString());
                status = 429;
                answer = error("ratelimited");
            } else {
                answer = authorized(exchange) ? answer(method, form) : error("invalid_auth");
                status = losing.remove(method) ? 503 : 200;
            }
        }
        reply(exchange, status, answer.toString());
    }

    private static boolean authorized(HttpExchange exchange) {
        String header = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        return header.equals("Bearer " + TOKEN) || header.equals("Bearer xapp-test");
    }

    private ObjectNode answer(String method, Map<String, String> form) {
        return switch (method) {
            case "auth.test" -> ok().put("user_id", BOT).put("user", "twokeys").put("url", "https://t.slack.com/");
            case "apps.connections.open" -> ok().put("url", socketUrl);
            case "chat.postMessage" -> post(form);
            case "chat.update" -> update(form);
            case "chat.postEphemeral" -> whisper(form);
            case "reactions.add" -> add(form);
            case "reactions.get" -> get(form);
            case "conversations.replies", "conversations.history" -> history(form);
            case "files.getUploadURLExternal" -> {
                String id = "F" + ++count;
                yield ok().put("file_id", id).put("upload_url", address() + "/upload/" + id);
            }
            case "files.completeUploadExternal" -> {
                files.add(form);
                yield ok();
            }
            default -> error("unknown_method");
        };
    }

    private ObjectNode post(Map<String, String> form) {
        String channel = form.getOrDefault("channel", "");
        boolean direct = channel.startsWith("U");
        if (!direct && !channels.containsKey(channel)) return error("channel_not_found");
        Optional<String> wrong = wrong(form);
        if (wrong.isPresent()) return error(wrong.get());
        String thread = form.get("thread_ts");
        if (thread != null && !messages.containsKey(thread)) return error("thread_not_found");
        String ts = "1700000000.%06d".formatted(++count);
        messages.put(ts, new Said(ts, form));
        return ok().put("ts", ts).put("channel", direct ? "D" + channel : channel);
    }

    private ObjectNode update(Map<String, String> form) {
        Said said = messages.get(form.getOrDefault("ts", ""));
        if (said == null) return error("message_not_found");
        if (form.getOrDefault("text", "").length() > 4000) return error("msg_too_long");
        Optional<String> wrong = wrong(form);
        if (wrong.isPresent()) return error(wrong.get());
        said.form.put("text", form.getOrDefault("text", ""));
        said.form.put("blocks", form.getOrDefault("blocks", ""));
        said.edits++;
        return ok().put("ts", said.ts).put("channel", form.get("channel"));
    }

    private ObjectNode whisper(Map<String, String> form) {
        Set<String> members = channels.get(form.get("channel"));
        if (members == null) return error("channel_not_found");
        if (!members.contains(form.get("user"))) return error("user_not_in_channel");
        whispers.add(form);
        return ok().put("message_ts", "1700000000.%06d".formatted(++count));
    }

    private ObjectNode add(Map<String, String> form) {
        Said said = messages.get(form.get("timestamp"));
        if (said == null) return error("message_not_found");
        return said.reactions
                        .computeIfAbsent(form.get("name"), none -> new LinkedHashSet<>())
                        .add(BOT)
                ? ok()
                : error("already_reacted");
    }

    /** Without {@code full} the list of people is cut, as Slack does. */
    private ObjectNode get(Map<String, String> form) {
        Said said = messages.get(form.get("timestamp"));
        if (said == null) return error("message_not_found");
        ObjectNode answer = ok().put("type", "message");
        var reactions = answer.putObject("message").put("ts", said.ts).putArray("reactions");
        boolean full = Set.of("1", "true").contains(form.getOrDefault("full", ""));
        said.reactions.forEach((name, users) -> {
            ObjectNode reaction = reactions.addObject().put("name", name).put("count", users.size());
            var list = reaction.putArray("users");
            users.stream().limit(full ? 1000 : 1).forEach(list::add);
        });
        return answer;
    }

    private ObjectNode history(Map<String, String> form) {
        ObjectNode answer = ok();
        var list = answer.putArray("messages");
        String only = form.get("ts");
        messages.values().stream()
                .filter(said -> only == null || said.ts.equals(only) || only.equals(said.form.get("thread_ts")))
                .forEach(said -> {
                    ObjectNode node = list.addObject().put("ts", said.ts).put("text", said.text());
                    if (said.form.containsKey("thread_ts")) node.put("thread_ts", said.form.get("thread_ts"));
                    if (said.form.containsKey("metadata")) node.set("metadata", read(said.form.get("metadata")));
                });
        return answer;
    }

    private static Optional<String> wrong(Map<String, String> form) {
        String blocks = form.get("blocks");
        if (blocks == null) return Optional.empty();
        try {
            BlockLimits.check(read(blocks));
            return Optional.empty();
        } catch (AssertionError tooMuch) {
            return Optional.of("invalid_blocks");
        }
    }

    private void upload(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        synchronized (this) {
            uploads.put(exchange.getRequestURI().getPath().substring("/upload/".length()), body);
        }
        reply(exchange, 200, "OK - " + body.length);
    }

    static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (com.fasterxml.jackson.core.JsonProcessingException broken) {
            throw new AssertionError("not JSON: " + json, broken);
        }
    }

    private static ObjectNode ok() {
        return JSON.createObjectNode().put("ok", true);
    }

    private static ObjectNode error(String error) {
        return JSON.createObjectNode().put("ok", false).put("error", error);
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
