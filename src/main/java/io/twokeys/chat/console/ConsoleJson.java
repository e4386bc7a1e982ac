package io.twokeys.chat.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twokeys.chat.Message;
import io.twokeys.chat.MessageRef;
import io.twokeys.chat.console.ConsoleMessage.Stand;
import io.twokeys.chat.outbox.Outbox;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A message as the HTTP interface shows it: {@code id, thread, author, text, kind, fields, buttons, reactions, files, edited},
 * and for the page {@code channel, change, at, to, title, parts}.
 */
@Singleton
final class ConsoleJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .findAndAddModules()
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private final Function<String, Optional<MessageRef>> jumps;

    @Inject
    ConsoleJson(Outbox outbox) {
        this(outbox::find);
    }

    /** @param jumps finds the message that a jump leads to, by its outbox key */
    ConsoleJson(Function<String, Optional<MessageRef>> jumps) {
        this.jumps = jumps;
    }

    ObjectNode of(ConsoleMessage message) {
        Stand stand = message.stand();
        ObjectNode node = JSON.createObjectNode();
        node.put("id", Long.toString(stand.id()));
        node.put("thread", stand.thread() == null ? null : Long.toString(stand.thread()));
        node.put("author", message.author());
        node.put("text", message.text());
        node.put("kind", message.kind());
        node.set("fields", fields(message.body()));
        node.set("buttons", buttons(message.body()));
        node.set("reactions", JSON.valueToTree(message.reactions()));
        node.set("files", files(message));
        node.put("edited", stand.edited());
        node.put("channel", stand.channel());
        node.put("change", Long.toString(stand.change()));
        node.put("at", stand.at().toString());
        node.put("to", message.whisperTo());
        node.put("title", message.body() == null ? null : message.body().title());
        node.set("parts", parts(message.body()));
        return node;
    }

    private static ObjectNode fields(@Nullable Message body) {
        ObjectNode all = JSON.createObjectNode();
        if (body != null) {
            body.parts().stream().flatMap(ConsoleJson::fields).forEach(field -> all.put(field.label(), field.value()));
        }
        return all;
    }

    private static Stream<Message.Field> fields(Message.Part part) {
        return switch (part) {
            case Message.Fields(var fields) -> fields.stream();
            case Message.Folded(var title, var parts) -> parts.stream().flatMap(ConsoleJson::fields);
            case Message.Text _, Message.Context _, Message.Checklist _, Message.Preformatted _ -> Stream.empty();
        };
    }

    private static ArrayNode buttons(@Nullable Message body) {
        ArrayNode all = JSON.createArrayNode();
        if (body != null) {
            body.buttons()
                    .forEach(button -> all.addObject()
                            .put("id", button.id())
                            .put("label", button.label())
                            .put("enabled", button.enabled())
                            .put("style", button.style().name().toLowerCase(Locale.ROOT))
                            .put("confirm", button.confirm()));
        }
        return all;
    }

    private static ArrayNode files(ConsoleMessage message) {
        ArrayNode all = JSON.createArrayNode();
        for (int i = 0; i < message.files().size(); i++) {
            String name = message.files().get(i).name();
            String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
            String url = "/console/api/files/" + message.stand().id() + "/" + i + "/" + encoded;
            all.addObject().put("name", name).put("url", url);
        }
        return all;
    }

    private ArrayNode parts(@Nullable Message body) {
        if (body == null) {
            return JSON.createArrayNode();
        }
        ArrayNode parts = JSON.createArrayNode();
        body.parts().forEach(part -> parts.add(JSON.<JsonNode>valueToTree(part)));
        parts.findParents("span").forEach(span -> addTarget((ObjectNode) span));
        return parts;
    }

    private void addTarget(ObjectNode span) {
        if (span.path("span").asText().equals("jump")) {
            jumps.apply(span.path("key").asText())
                    .ifPresent(ref -> span.put("channel", ref.channel()).put("message", ref.id()));
        }
    }
}
