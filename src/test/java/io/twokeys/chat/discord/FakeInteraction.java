package io.twokeys.chat.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;

/** What a person set off, and what became of it on their screen. */
public final class FakeInteraction {
    public static final int COMMAND = 2;
    public static final int COMPONENT = 3;
    public static final int AUTOCOMPLETE = 4;
    public static final int MODAL = 5;

    public final String id;
    public final String token;
    public final int type;
    final String channel;
    final String by;
    final Instant created;
    /** The message that carries the pressed button; null for everything else. */
    FakeMessage source;

    private JsonNode answer = MissingNode.getInstance();
    private int acks;
    /** The answer's own message; null before it is there. */
    FakeMessage original;

    final List<FakeMessage> followUps = new ArrayList<>();

    FakeInteraction(String id, String token, int type, String channel, String by, Instant created) {
        this.id = id;
        this.token = token;
        this.type = type;
        this.channel = channel;
        this.by = by;
        this.created = created;
    }

    synchronized void answered(JsonNode callback) {
        answer = callback;
        acks++;
    }

    synchronized boolean isAnswered() {
        return acks > 0;
    }

    /** The type of the callback, 4 for a message, 5 or 6 for "later", 8 for choices, 9 for a modal; 0 without an answer. */
    public synchronized int answer() {
        return answer.path("type").asInt(0);
    }

    /** The flags of a callback that said "later": the first message after it has them, whatever its own are. */
    synchronized int flagsOfLater() {
        return answer() == 5 ? answer.at("/data/flags").asInt() : 0;
    }

    /** Waits until it is answered; after three seconds the person reads that the application did not respond. */
    public FakeInteraction awaitAnswer() {
        Awaitility.await("an answer to interaction " + id)
                .atMost(Duration.ofSeconds(5))
                .pollInterval(Duration.ofMillis(10))
                .until(this::isAnswered);
        return this;
    }

    /** What autocomplete offers. */
    public synchronized List<String> choices() {
        return StreamSupport.stream(answer.at("/data/choices").spliterator(), false)
                .map(choice -> choice.path("value").asText())
                .toList();
    }

    /** The modal that opened, as the client got it; missing if none did. */
    public synchronized JsonNode modal() {
        return answer() == 9 ? answer.path("data") : MissingNode.getInstance();
    }
}
