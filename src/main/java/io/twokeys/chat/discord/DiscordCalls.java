package io.twokeys.chat.discord;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twokeys.chat.ChatTrouble;
import io.twokeys.chat.ChatTrouble.Kind;
import io.twokeys.chat.discord.gateway.DiscordGateway;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.exceptions.ErrorResponseException;
import net.dv8tion.jda.api.requests.Method;
import net.dv8tion.jda.api.requests.Response;
import net.dv8tion.jda.api.requests.Route;
import net.dv8tion.jda.api.utils.AttachedFile;
import net.dv8tion.jda.api.utils.FileUpload;
import net.dv8tion.jda.api.utils.data.DataObject;
import net.dv8tion.jda.internal.requests.RestActionImpl;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * Calls of the REST API over JDA's requester, which keeps Discord's buckets, and what a failed one means. By route and not by
 * JDA's entities: an archived thread is in no cache of JDA's, and it can be written to all the same. Codes are those of Discord's
 * table "JSON Error Codes".
 */
@Singleton
public final class DiscordCalls {
    private static final long PATIENCE_SECONDS = 15;
    private static final long PATIENCE_FOR_FILES_SECONDS = 120;
    /** Unknown channel, server, message; too old to be edited; archived for good; no more threads may be opened. */
    private static final Set<Integer> GONE = Set.of(10003, 10004, 10008, 30046, 50083, 160006);
    /** Slow mode, and the write limit of a channel or server. */
    private static final Set<Integer> TOO_FAST = Set.of(20016, 20022, 20028, 40062);

    private static final int NO_CONTENT = 204;
    private static final MediaType TYPE = MediaType.get("application/json");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final DiscordGateway gateway;

    @Inject
    public DiscordCalls(DiscordGateway gateway) {
        this.gateway = gateway;
    }

    /** A refusal by Discord's number; never leaves this package and those below it. */
    public static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final int code;

        Refused(int code, String message) {
            super(message, null, false, false);
            this.code = code;
        }

        public int code() {
            return code;
        }

        public ChatTrouble trouble() {
            Kind kind = GONE.contains(code) ? Kind.GONE : TOO_FAST.contains(code) ? Kind.RATE_LIMITED : Kind.REFUSED;
            Duration wait = kind == Kind.RATE_LIMITED ? Duration.ofSeconds(10) : Duration.ZERO;
            return new ChatTrouble(kind, "Discord says " + code + ", " + getMessage(), wait);
        }
    }

    public boolean isOpen() {
        return gateway.isOpen();
    }

    /** The bot's account, which is its application as well. */
    String self() {
        return jda().getSelfUser().getId();
    }

    String application() {
        return jda().getSelfUser().getApplicationId();
    }

    /** The servers that the bot is on. */
    List<String> guilds() {
        return jda().getGuilds().stream().map(guild -> guild.getId()).toList();
    }

    public JsonNode get(String route, String... ids) {
        return send(Method.GET, null, route, ids);
    }

    public JsonNode post(JsonNode body, String route, String... ids) {
        return send(Method.POST, body, route, ids);
    }

    public JsonNode patch(JsonNode body, String route, String... ids) {
        return send(Method.PATCH, body, route, ids);
    }

    public JsonNode put(@Nullable JsonNode body, String route, String... ids) {
        return send(Method.PUT, body, route, ids);
    }

    /** The answer to an interaction, before anything else that waits. */
    void answer(ObjectNode callback, String id, String token) {
        send(Route.Interactions.CALLBACK.compile(id, token), callback, true);
    }

    /** What comes after the answer, within a quarter of an hour. */
    void followUp(ObjectNode body, String token) {
        send(Route.Interactions.CREATE_FOLLOWUP.compile(application(), token), body, false);
    }

    /** A message with a file. */
    JsonNode upload(ObjectNode body, String name, Path content, String route, String... ids) {
        FileUpload file = FileUpload.fromData(content.toFile(), name);
        var parts = AttachedFile.createMultipartBody(List.of(file), DataObject.fromJson(body.toString()))
                .build();
        return complete(
                new RestActionImpl<JsonNode>(
                        jda(),
                        Route.custom(Method.POST, route).compile(ids),
                        parts,
                        (response, request) -> read(response)),
                PATIENCE_FOR_FILES_SECONDS);
    }

    /**
     * @throws Refused if Discord understood and said no
     * @throws ChatTrouble if it did not answer, or asks for patience
     */
    private JsonNode send(Method method, @Nullable JsonNode body, String route, String... ids) {
        Route.CompiledRoute compiled =
                Route.custom(method, route.replaceAll("\\?.*", "")).compile(ids);
        return send(query(compiled, route), body, false);
    }

    private JsonNode send(Route.CompiledRoute route, @Nullable JsonNode body, boolean first) {
        RequestBody bytes = body == null ? null : RequestBody.create(body.toString(), TYPE);
        RestActionImpl<JsonNode> action =
                new RestActionImpl<>(jda(), route, bytes, (response, request) -> read(response));
        return complete(first ? action.priority() : action, PATIENCE_SECONDS);
    }

    private static Route.CompiledRoute query(Route.CompiledRoute compiled, String route) {
        int mark = route.indexOf('?');
        if (mark < 0) return compiled;
        return compiled.withQueryParams(route.substring(mark + 1).split("[&=]"));
    }

    private static JsonNode complete(RestActionImpl<JsonNode> action, long seconds) {
        try {
            return action.timeout(seconds, TimeUnit.SECONDS)
                    .submit()
                    .orTimeout(seconds + 1, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof ErrorResponseException answered) throw failure(answered);
            if (failed.getCause() instanceof ChatTrouble trouble) throw trouble;
            throw silent(failed);
        } catch (ErrorResponseException answered) {
            throw failure(answered);
        } catch (CancellationException | RejectedExecutionException cut) {
            throw silent(cut);
        }
    }

    /** JDA itself looks at a request's limit only now and then, and cancels what waits when its session ends. */
    private static ChatTrouble silent(RuntimeException why) {
        return new ChatTrouble(Kind.UNAVAILABLE, "Discord does not answer: " + why.getMessage(), Duration.ZERO);
    }

    private static RuntimeException failure(ErrorResponseException answered) {
        int status = answered.getResponse().code;
        String words = String.valueOf(answered.getMeaning());
        int number = number(answered);
        // A wrong bot token is an operator's to mend; until then nothing is thrown away. An interaction's has a number.
        boolean wrongToken = status == 401 && number == 0;
        if (status < 400 || wrongToken || status == 408 || status >= 500) {
            return new ChatTrouble(Kind.UNAVAILABLE, "Discord answered " + status + ": " + words, Duration.ZERO);
        }
        if (status == 429) {
            long wait = Math.max(1000, answered.getResponse().retryAfter);
            return new ChatTrouble(Kind.RATE_LIMITED, "Discord asks to wait", Duration.ofMillis(wait));
        }
        return new Refused(number, words);
    }

    /** JDA knows a part of Discord's codes by name; the number is in the answer. */
    private static int number(ErrorResponseException answered) {
        return answered.getResponse()
                .optObject()
                .map(body -> body.getInt("code", 0))
                .orElse(answered.getErrorCode());
    }

    private JDA jda() {
        return gateway.jda()
                .orElseThrow(() -> new ChatTrouble(
                        Kind.UNAVAILABLE, "this replica does not hold the connection to Discord", Duration.ZERO));
    }

    private static JsonNode read(Response response) {
        if (response.code == NO_CONTENT) return MissingNode.getInstance();
        try {
            return JSON.readTree(response.getString());
        } catch (JsonProcessingException broken) {
            throw new ChatTrouble(Kind.UNAVAILABLE, "Discord answered with what is no JSON", Duration.ZERO);
        }
    }
}
