package io.twokeys.chat.slack.fake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The HTTP side: the Web API's methods, uploads, and what {@code response_url} leads to. */
final class Front {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Workspace workspace;
    private final Tickets tickets;
    private final ChatMethods chat;

    Front(
            WebApi api,
            Workspace workspace,
            Tickets tickets,
            Events events,
            Supplier<String> socketUrl,
            Set<String> scopes) {
        this.workspace = workspace;
        this.tickets = tickets;
        this.chat = new ChatMethods(workspace, events, scopes);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 128);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        server.setExecutor(threads);
        FileMethods files = new FileMethods(workspace, events, address());
        server.createContext("/api/", api::handle);
        server.createContext("/upload/", exchange -> upload(files, exchange));
        server.createContext("/response/", this::respond);
        methods(api, files, new RoomMethods(workspace, events), new ViewMethods(workspace, tickets));
        api.has("apps.connections.open", call -> FakeSlack.ok().put("url", socketUrl.get()));
        server.start();
    }

    private void methods(WebApi api, FileMethods files, RoomMethods rooms, ViewMethods views) {
        api.has("auth.test", call -> self());
        api.has("chat.postMessage", chat::post);
        api.has("chat.update", chat::update);
        api.has("chat.delete", chat::delete);
        api.has("chat.postEphemeral", chat::whisper);
        api.has("reactions.add", rooms::react);
        api.has("reactions.remove", rooms::unreact);
        api.has("reactions.get", rooms::reactions);
        api.has("users.info", rooms::user);
        api.has("conversations.info", rooms::info);
        api.has("conversations.open", rooms::open);
        api.has("conversations.history", rooms::history);
        api.has("conversations.replies", rooms::replies);
        api.has("files.getUploadURLExternal", files::begin);
        api.has("files.completeUploadExternal", files::complete);
        api.has("views.open", views::open);
        api.has("views.push", views::push);
        api.has("views.update", views::update);
        api.has("views.publish", views::publish);
    }

    private static ObjectNode self() {
        return FakeSlack.ok()
                .put("user_id", FakeSlack.BOT)
                .put("user", "twokeys")
                .put("team_id", FakeSlack.TEAM)
                .put("team", "t")
                .put("bot_id", FakeSlack.BOT_ID)
                .put("url", "https://t.slack.com/");
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void plans(boolean known) {
        chat.plans(known);
    }

    String responseUrl(String user, String channel, @Nullable Posted origin) {
        return address() + "/response/" + tickets.response(user, channel, origin);
    }

    private static void upload(FileMethods files, HttpExchange exchange) throws IOException {
        String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
        byte[] body = content(type, exchange.getRequestBody().readAllBytes());
        boolean taken = files.take(exchange.getRequestURI().getPath().substring("/upload/".length()), body);
        WebApi.reply(exchange, taken ? 200 : 404, taken ? "OK - " + body.length : "no such upload");
    }

    /** The file itself, or the first part of a form: Slack takes either. */
    private static byte[] content(String type, byte[] body) {
        if (!type.startsWith("multipart/form-data")) return body;
        String all = new String(body, ISO_8859_1);
        int end = all.lastIndexOf("\r\n--" + type.replaceAll(".*boundary=\"?([^\";]+)\"?.*", "$1"));
        return all.substring(all.indexOf("\r\n\r\n") + 4, end).getBytes(ISO_8859_1);
    }

    private void respond(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        try {
            String id = exchange.getRequestURI().getPath().substring("/response/".length());
            respond(tickets.answer(id), FakeSlack.read(body));
            WebApi.reply(exchange, 200, "ok");
        } catch (SlackError refused) {
            WebApi.reply(exchange, 404, WebApi.error(refused.code()).toString());
        }
    }

    /** Reaches a channel that the bot is not in. */
    private void respond(Tickets.Response response, JsonNode said) {
        ArrayNode blocks = said.path("blocks") instanceof ArrayNode array ? array : FakeSlack.JSON.createArrayNode();
        BlockLimits.check(blocks, 50, false);
        Posted origin = response.origin;
        if (origin != null && said.path("delete_original").asBoolean()) {
            origin.delete();
            return;
        }
        if (origin != null && said.path("replace_original").asBoolean()) {
            origin.edited(said.path("text").asText(), blocks);
            return;
        }
        boolean everybody = said.path("response_type").asText().equals("in_channel");
        Posted posted = new Posted(
                response.channel,
                workspace.nextTs(),
                said.path("thread_ts").textValue(),
                FakeSlack.BOT,
                everybody ? "" : response.user);
        workspace.add(posted.says(said.path("text").asText(), blocks));
    }

    void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
