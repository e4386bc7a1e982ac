package io.twokeys.chat.slack.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A message as it is now: what it shows changes when it is edited. */
public final class Posted {
    private final String channel;
    private final String ts;
    private final @Nullable String thread;
    private final String author;
    private final String to;
    private final Map<String, Set<String>> reactions = new LinkedHashMap<>();
    private String fallback = "";
    private ArrayNode blocks = FakeSlack.JSON.createArrayNode();
    private JsonNode metadata = FakeSlack.JSON.createObjectNode();
    private List<Upload> files = List.of();
    private boolean broadcast;
    private boolean deleted;
    private int edits;

    /** @param to whom alone it is shown; empty for everybody */
    Posted(String channel, String ts, @Nullable String thread, String author, String to) {
        this.channel = channel;
        this.ts = ts;
        this.thread = thread;
        this.author = author;
        this.to = to;
    }

    /** A message that was never sent, to read it as a person would. */
    public static Posted read(String fallback, String blocks) {
        JsonNode layout = FakeSlack.read(blocks);
        BlockLimits.check(layout);
        return new Posted("C0", "0.0", null, FakeSlack.BOT, "").says(fallback, (ArrayNode) layout);
    }

    /** A button as a person sees it. */
    public record Button(String id, String value, String blockId, String label, String style, String question) {}

    /** A file with its content. */
    public record Upload(String id, String name, byte[] content) {
        public String text() {
            return new String(content, StandardCharsets.UTF_8);
        }
    }

    public String channel() {
        return channel;
    }

    public String ts() {
        return ts;
    }

    /** The root's {@code ts}; empty in the channel. */
    public Optional<String> thread() {
        return Optional.ofNullable(thread);
    }

    public String author() {
        return author;
    }

    /** To whom alone it is shown; empty for everybody. */
    public String to() {
        return to;
    }

    /** The header, or the first line where there is none. */
    public synchronized String title() {
        for (JsonNode block : blocks)
            if (block.path("type").asText().equals("header"))
                return block.at("/text/text").asText();
        return text().lines().findFirst().orElse("");
    }

    /** Everything a person reads in it, line by line, the title first, without the buttons. */
    public synchronized String text() {
        return blocks.isEmpty() ? Reading.markup(fallback) : Reading.of(blocks);
    }

    /** The {@code text} that notifications show. */
    public synchronized String fallback() {
        return fallback;
    }

    public synchronized JsonNode blocks() {
        return blocks.deepCopy();
    }

    /** A value of the metadata's payload; empty if there is none. */
    public synchronized String payload(String name) {
        return metadata.path("event_payload").path(name).asText("");
    }

    public synchronized JsonNode metadata() {
        return metadata;
    }

    public synchronized List<Button> buttons() {
        List<Button> found = new ArrayList<>();
        for (JsonNode block : blocks)
            for (JsonNode element : block.path("elements"))
                if (element.path("type").asText().equals("button")) found.add(button(block, element));
        return found;
    }

    private static Button button(JsonNode block, JsonNode button) {
        return new Button(
                button.path("action_id").asText(),
                button.path("value").asText(),
                block.path("block_id").asText(),
                button.at("/text/text").asText(),
                button.path("style").asText(),
                button.at("/confirm/text/text").asText());
    }

    public Optional<Button> button(String label) {
        return buttons().stream().filter(button -> button.label().equals(label)).findFirst();
    }

    public synchronized List<Upload> files() {
        return files;
    }

    /** Who reacted with what, in the order of the reactions. */
    public synchronized Map<String, Set<String>> reactions() {
        Map<String, Set<String>> copy = new LinkedHashMap<>();
        reactions.forEach((name, people) -> copy.put(name, new LinkedHashSet<>(people)));
        return copy;
    }

    public synchronized int edits() {
        return edits;
    }

    /** Shown in the channel as well, although it is in a thread. */
    public synchronized boolean broadcast() {
        return broadcast;
    }

    public synchronized boolean deleted() {
        return deleted;
    }

    /** Whom it pings: accounts, {@code !channel}, {@code !here}, {@code !everyone}. */
    public synchronized List<String> pings() {
        return Reading.pings(fallback, blocks);
    }

    /** Addresses that would become links. */
    public synchronized List<String> links() {
        return Reading.links(fallback, blocks);
    }

    synchronized Posted says(String text, ArrayNode layout) {
        fallback = text;
        blocks = layout;
        return this;
    }

    synchronized void edited(String text, ArrayNode layout) {
        says(text, layout);
        edits++;
    }

    synchronized void carries(JsonNode data) {
        metadata = data;
    }

    synchronized void shares(List<Upload> uploads) {
        files = List.copyOf(uploads);
    }

    synchronized void shownInChannel() {
        broadcast = true;
    }

    synchronized void delete() {
        deleted = true;
    }

    synchronized boolean react(String name, String account) {
        return reactions.computeIfAbsent(name, none -> new LinkedHashSet<>()).add(account);
    }

    synchronized boolean unreact(String name, String account) {
        Set<String> people = reactions.getOrDefault(name, new LinkedHashSet<>());
        boolean there = people.remove(account);
        if (people.isEmpty()) reactions.remove(name);
        return there;
    }

    /** As history tells it. */
    synchronized ObjectNode json(boolean withMetadata) {
        ObjectNode node = FakeSlack.JSON
                .createObjectNode()
                .put("type", "message")
                .put("user", author)
                .put("ts", ts)
                .put("text", fallback);
        node.set("blocks", blocks);
        if (author.equals(FakeSlack.BOT))
            node.put("bot_id", FakeSlack.BOT_ID).put("app_id", FakeSlack.APP).put("team", FakeSlack.TEAM);
        if (thread != null) node.put("thread_ts", thread);
        if (withMetadata && metadata.has("event_type")) node.set("metadata", metadata);
        if (!files.isEmpty()) {
            ArrayNode list = node.putArray("files");
            files.forEach(file -> list.addObject()
                    .put("id", file.id())
                    .put("name", file.name())
                    .put("title", file.name()));
        }
        return node;
    }
}
