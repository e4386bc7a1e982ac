package io.twokeys.chat.slack.view;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twokeys.chat.Message.Span;
import io.twokeys.chat.Platform;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Pieces of Block Kit. Rich text knows no markup, so nothing foreign can ping, link or format itself in it. */
final class Blocks {
    static final JsonMapper JSON = JsonMapper.builder().build();

    private Blocks() {}

    static ObjectNode block(String type) {
        return JSON.createObjectNode().put("type", type);
    }

    static ObjectNode plain(String text) {
        return block("plain_text").put("text", text.isBlank() ? "–" : text).put("emoji", false);
    }

    /** Verbatim: Slack shall not make links or pings out of what looks like one. */
    static ObjectNode mrkdwn(String text) {
        return block("mrkdwn").put("text", text).put("verbatim", true);
    }

    /** A {@code rich_text} block with one element of that kind around the pieces. */
    static ObjectNode rich(String kind, ArrayNode pieces) {
        ObjectNode block = block("rich_text");
        block.putArray("elements").addObject().put("type", kind).set("elements", pieces);
        return block;
    }

    /**
     * At most {@code room} characters of a line.
     *
     * @param links the address of the message behind an outbox key
     * @return empty pieces for an empty line
     */
    static ArrayNode pieces(List<Span> spans, int room, Function<String, Optional<String>> links) {
        ArrayNode pieces = JSON.createArrayNode();
        int left = room;
        for (Span span : spans) {
            ObjectNode piece = piece(span, links);
            String text = piece.path("text").asText().replace("\u0000", "");
            if (piece.path("type").asText().equals("text") && text.isEmpty()) continue;
            if (left < 2) break;
            if (piece.has("text")) piece.put("text", SlackText.cutPlain(text, left));
            left -= Math.max(1, text.length());
            pieces.add(piece);
        }
        return pieces;
    }

    private static ObjectNode piece(Span span, Function<String, Optional<String>> links) {
        return switch (span) {
            case Span.Plain(String text) -> text(text);
            case Span.Bold(String text) -> styled(text, "bold");
            case Span.Code(String text) -> styled(text, "code");
            case Span.Moment(var at) ->
                block("date")
                        .put("timestamp", at.getEpochSecond())
                        .put("format", SlackText.MOMENT)
                        .put("fallback", SlackText.utc(at));
            case Span.Mention(var user, String name) ->
                user.platform() == Platform.SLACK && SlackText.isAccount(user.id())
                        ? block("user").put("user_id", user.id())
                        : text("@" + name);
            case Span.Jump(String key, String label) ->
                links.apply(key)
                        .map(url -> block("link").put("url", url).put("text", label))
                        .orElse(text(label));
        };
    }

    static ObjectNode text(String text) {
        return block("text").put("text", text);
    }

    private static ObjectNode styled(String text, String style) {
        ObjectNode piece = text(text);
        piece.putObject("style").put(style, true);
        return piece;
    }
}
