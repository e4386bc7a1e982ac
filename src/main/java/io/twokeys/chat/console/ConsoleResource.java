package io.twokeys.chat.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Multi;
import io.twokeys.chat.FileSource;
import io.twokeys.chat.Message;
import io.twokeys.chat.console.ConsoleEvents.Answer;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The console's HTTP interface. Ids and changes are numbers from one ascending sequence, written as text; {@code after} takes
 * either: with the id of the last message seen one gets what was said since and what was changed since, with the
 * {@code change} of the last answer only what is new. Errors are {@code {"error": "…"}}.
 */
@Path("/console/api")
@Produces(MediaType.APPLICATION_JSON)
public final class ConsoleResource {
    private static final JsonMapper JSON =
            JsonMapper.builder().findAndAddModules().build();

    private final ConsoleEvents events;
    private final ConsoleStore store;
    private final ConsoleFeed feed;
    private final ConsoleJson json;
    private final ConsoleRoster roster;
    private final FileSource files;

    @Inject
    public ConsoleResource(
            ConsoleEvents events,
            ConsoleStore store,
            ConsoleFeed feed,
            ConsoleJson json,
            ConsoleRoster roster,
            FileSource files) {
        this.events = events;
        this.store = store;
        this.feed = feed;
        this.json = json;
        this.roster = roster;
        this.files = files;
    }

    @POST
    @Path("/messages")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response say(byte[] body) {
        return answer(body, ConsoleEvents.Said.class, events::say);
    }

    @POST
    @Path("/reactions")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response react(byte[] body) {
        return answer(body, ConsoleEvents.Reacted.class, events::react);
    }

    @POST
    @Path("/buttons")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response press(byte[] body) {
        return answer(body, ConsoleEvents.Pressed.class, events::press);
    }

    @GET
    @Path("/people")
    public List<ConsoleRoster.ConsolePerson> people() {
        return roster.people();
    }

    @GET
    @Path("/channels")
    public List<ConsoleRoster.ConsoleChannel> channels() {
        return roster.channels();
    }

    /** @param as leaves out what was whispered to others; without it everything is shown, whispers with their {@code to} */
    @GET
    @Path("/channels/{channel}/messages")
    public Response messages(
            @PathParam("channel") String channel,
            @QueryParam("after") @Nullable String after,
            @QueryParam("as") @Nullable String as) {
        if (!roster.hasChannel(channel)) {
            return refused(404, ConsoleEvents.unknownChannel(roster, channel));
        }
        Optional<Long> from = number(after, 0);
        if (from.isEmpty()) {
            return refused(400, "after must be the id of a message or a change, not " + after);
        }
        List<ObjectNode> found = store.inChannel(channel, from.get()).stream()
                .filter(message -> visible(message, as))
                .map(json::of)
                .toList();
        return Response.ok(found).build();
    }

    private static boolean visible(ConsoleMessage message, @Nullable String as) {
        return as == null || message.whisperTo() == null || message.whisperTo().equals(as);
    }

    private static Optional<Long> number(@Nullable String text, long otherwise) {
        if (text == null || text.isEmpty()) {
            return Optional.of(otherwise);
        }
        return text.matches("[0-9]{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    /**
     * Messages as they are said or changed, from now on, or after {@code after}, or after the last event a browser saw. An
     * event's id is the change.
     */
    @GET
    @Path("/stream")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public Multi<OutboundSseEvent> stream(
            @HeaderParam("Last-Event-ID") @Nullable String lastEvent,
            @QueryParam("after") @Nullable String after,
            @QueryParam("as") @Nullable String as,
            @Context Sse sse) {
        String from = lastEvent == null || lastEvent.isEmpty() ? after : lastEvent;
        return feed.since(from == null ? "" : from)
                .filter(item -> !(item instanceof ConsoleFeed.Item.Changed(var message)) || visible(message, as))
                .map(item -> event(item, sse));
    }

    private OutboundSseEvent event(ConsoleFeed.Item item, Sse sse) {
        return switch (item) {
            case ConsoleFeed.Item.Heartbeat() ->
                sse.newEventBuilder().comment("still here").build();
            case ConsoleFeed.Item.Changed(ConsoleMessage message) ->
                sse.newEventBuilder()
                        .id(Long.toString(message.stand().change()))
                        .name("message")
                        .data(String.class, json.of(message).toString())
                        .build();
        };
    }

    /** @param index of the file among those of the message */
    @GET
    @Path("/files/{message}/{index}/{name}")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    public Response file(
            @PathParam("message") String message, @PathParam("index") String index, @PathParam("name") String name) {
        Optional<Message.File> file = number(message, 0)
                .flatMap(store::find)
                .flatMap(found -> number(index, 0)
                        .flatMap(at -> found.files().stream().skip(at).findFirst()))
                .filter(found -> found.name().equals(name));
        if (file.isEmpty() || files.size(file.get().source()) < 0) {
            return refused(404, "there is no file " + name + " at message " + message);
        }
        StreamingOutput content = out -> files.copyTo(file.get().source(), out);
        return Response.ok(content, MediaType.APPLICATION_OCTET_STREAM)
                .header("Content-Disposition", "attachment")
                .build();
    }

    private static <T> Response answer(byte[] body, Class<T> type, Function<T, Answer> work) {
        T request;
        try {
            request = JSON.readValue(body, type);
        } catch (JsonMappingException mismatch) {
            String field = mismatch.getPath().stream()
                    .map(JsonMappingException.Reference::getFieldName)
                    .collect(Collectors.joining("."));
            return refused(400, "the JSON does not fit" + (field.isEmpty() ? "" : " at " + field));
        } catch (JsonProcessingException malformed) {
            var at = malformed.getLocation();
            return refused(400, "not JSON, at line " + at.getLineNr() + ", column " + at.getColumnNr());
        } catch (java.io.IOException impossible) {
            throw new java.io.UncheckedIOException(impossible);
        }
        if (request == null) {
            return refused(400, "the JSON must be an object");
        }
        return switch (work.apply(request)) {
            case Answer.Accepted(String id) ->
                Response.accepted(Map.of("id", id))
                        .type(MediaType.APPLICATION_JSON)
                        .build();
            case Answer.Refused(int status, String error) -> refused(status, error);
        };
    }

    private static Response refused(int status, String error) {
        return Response.status(status)
                .entity(Map.of("error", error))
                .type(MediaType.APPLICATION_JSON)
                .build();
    }
}
