package io.twokeys.chat.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A message as the server keeps it. */
final class FakeMessage {
    final String id;
    final String channel;
    /** Whose it is: an account's id. */
    final String author;
    /** Content, embeds, components and flags, as they were sent last. */
    ObjectNode body;

    Instant created;
    boolean edited;
    String nonce = "";
    /** The only one who sees it; empty for everybody. */
    String onlyFor = "";
    /** Who was pinged when it was posted, and who would have been by any edit. */
    final Set<String> pings = new LinkedHashSet<>();

    final List<File> files = new ArrayList<>();
    final Map<String, Reaction> reactions = new LinkedHashMap<>();

    record File(String id, String name, byte[] content) {}

    /** Normal reactions and super reactions, each by account. */
    record Reaction(Set<String> normal, Set<String> burst) {
        Set<String> of(boolean isBurst) {
            return isBurst ? burst : normal;
        }
    }

    FakeMessage(String id, String channel, String author, ObjectNode body, Instant created) {
        this.id = id;
        this.channel = channel;
        this.author = author;
        this.body = body;
        this.created = created;
    }

    Reaction reaction(String emoji) {
        return reactions.computeIfAbsent(emoji, none -> new Reaction(new LinkedHashSet<>(), new LinkedHashSet<>()));
    }

    String content() {
        return body.path("content").asText("");
    }

    JsonNode embeds() {
        return body.path("embeds");
    }
}
