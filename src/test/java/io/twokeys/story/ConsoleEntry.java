package io.twokeys.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The console's HTTP interface, as a person's browser would use it. */
final class ConsoleEntry implements Entry {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ACCEPTED = 202;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String channel;
    private String address = "";

    ConsoleEntry(String channel) {
        this.channel = channel;
    }

    @Override
    public String platform() {
        return "console";
    }

    @Override
    public String account(Cast person) {
        return person.called();
    }

    @Override
    public void prepare(TwokeysProcess twokeys) {
        address = "http://127.0.0.1:" + twokeys.port();
    }

    /** An answer of the interface to something that was done. */
    record Answer(int status, String body) {}

    @Override
    public List<Message> after(String id) {
        long since = id.isEmpty() ? 0 : Long.parseLong(id);
        var request = HttpRequest.newBuilder(at("/console/api/channels/" + channel + "/messages?after=" + since));
        List<Message> messages = new ArrayList<>();
        json(send(request.build()).body()).forEach(node -> messages.add(message(node)));
        return messages.stream()
                .filter(message -> Long.parseLong(message.id()) > since)
                .sorted(Comparator.comparingLong(message -> Long.parseLong(message.id())))
                .toList();
    }

    private static Message message(JsonNode node) {
        List<Message.Button> buttons = new ArrayList<>();
        node.path("buttons")
                .forEach(button -> buttons.add(new Message.Button(
                        button.path("id").asText(), button.path("label").asText())));
        List<String> files = new ArrayList<>();
        node.path("files").forEach(file -> files.add(file.path("name").asText()));
        return new Message(
                node.path("id").asText(),
                Optional.ofNullable(node.path("thread").textValue()),
                node.path("kind").asText(),
                node.path("title").asText(""),
                node.path("text").asText(),
                node.path("to").asText(""),
                buttons,
                files);
    }

    @Override
    public void types(String person, String text, @Nullable Message thread) {
        taken(tries(person, text, thread));
    }

    /** Whatever comes of it. */
    Answer tries(String person, String text, @Nullable Message thread) {
        var body = new HashMap<String, @Nullable Object>(Map.of("as", person, "channel", channel, "text", text));
        body.put("thread", thread == null ? null : thread.id());
        return post("/messages", body);
    }

    @Override
    public void reacts(String person, String emoji, Message message) {
        taken(post("/reactions", Map.of("as", person, "message", message.id(), "emoji", emoji, "add", true)));
    }

    @Override
    public void takesBack(String person, String emoji, Message message) {
        taken(post("/reactions", Map.of("as", person, "message", message.id(), "emoji", emoji, "add", false)));
    }

    @Override
    public void presses(String person, Message.Button button, Message message) {
        taken(post(
                "/buttons", Map.of("as", person, "message", message.id(), "button", button.id(), "input", Map.of())));
    }

    private static void taken(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(ACCEPTED);
    }

    @Override
    public Optional<byte[]> download(Message message, String file) {
        var request = HttpRequest.newBuilder(
                at("/console/api/channels/" + channel + "/messages?after=" + (Long.parseLong(message.id()) - 1)));
        for (JsonNode node : json(send(request.build()).body())) {
            if (!node.path("id").asText().equals(message.id())) continue;
            for (JsonNode one : node.path("files")) {
                if (one.path("name").asText().equals(file)) {
                    return Optional.of(
                            send(HttpRequest.newBuilder(at(one.path("url").asText()))
                                            .build())
                                    .body());
                }
            }
        }
        return Optional.empty();
    }

    private Answer post(String path, Map<String, @Nullable Object> body) {
        try {
            var response = send(HttpRequest.newBuilder(at("/console/api" + path))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                    .build());
            return new Answer(response.statusCode(), new String(response.body(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private URI at(String path) {
        return URI.create(address + path);
    }

    private static JsonNode json(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
