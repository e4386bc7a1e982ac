package io.twokeys.chat.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.java_websocket.WebSocket;
import org.jspecify.annotations.Nullable;

/** One gateway session: what it was told, so that it can be told again after a RESUME. */
final class GateSession {
    final String id;
    final int intents;
    private final List<ObjectNode> told = new ArrayList<>();

    @Nullable
    WebSocket socket;

    GateSession(String id, int intents, WebSocket socket) {
        this.id = id;
        this.intents = intents;
        this.socket = socket;
    }

    boolean wants(int intent) {
        return intent == Intents.ALWAYS || (intents & intent) != 0;
    }

    /** Without the intent for contents, what people say to each other stays between them. */
    JsonNode seen(String type, JsonNode payload, String application) {
        boolean message = type.startsWith("MESSAGE_CREATE") || type.startsWith("MESSAGE_UPDATE");
        boolean own = payload.at("/author/id").asText().equals(application);
        boolean mentioned = payload.path("content").asText("").contains("<@" + application + ">");
        if (!message || own || mentioned || !payload.has("guild_id") || (intents & Intents.MESSAGE_CONTENT) != 0) {
            return payload;
        }
        ObjectNode blank = ((ObjectNode) payload.deepCopy()).put("content", "");
        blank.putArray("embeds");
        blank.putArray("attachments");
        blank.putArray("components");
        return blank;
    }

    ObjectNode event(String type, JsonNode payload) {
        ObjectNode event = Shapes.object().put("op", 0).put("t", type).put("s", told.size() + 1);
        event.set("d", payload.deepCopy());
        told.add(event);
        return event;
    }

    void send(ObjectNode event) {
        WebSocket open = socket;
        if (open != null && open.isOpen()) open.send(event.toString());
    }

    void replay(int after) {
        told.stream().filter(event -> event.path("s").asInt() > after).forEach(this::send);
        send(event("RESUMED", Shapes.object()));
    }
}
