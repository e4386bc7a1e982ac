package io.twokeys.story;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** The console's HTTP interface, as a person's browser would use it. */
final class Console {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(100);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;
    private String channel = "odoo-sandbox";
    private long since;

    Console(int port) {
        base = "http://127.0.0.1:" + port + "/console/api";
    }

    /** An answer of the interface to something that was done. */
    record Answer(int status, String body) {}

    boolean isUp() {
        return get("/channels").map(answer -> answer.status() == 200).orElse(false);
    }

    /** From now on only what is said after this moment counts, in {@code channel}. */
    Console from(String name) {
        channel = name;
        since = 0;
        since = all().stream()
                .mapToLong(message -> Long.parseLong(message.id()))
                .max()
                .orElse(0);
        return this;
    }

    Person person(String name) {
        return new Person(name);
    }

    /** One of the people that the console lets one act as. */
    final class Person {
        private final String name;

        private Person(String name) {
            this.name = name;
        }

        Answer types(String text) {
            return types(text, null);
        }

        Answer types(String text, @Nullable Message thread) {
            var body = about("channel", channel, "text", text);
            body.put("thread", thread == null ? null : thread.id());
            return post("/messages", body);
        }

        Answer reacts(String emoji, Message message) {
            return post("/reactions", about("message", message.id(), "emoji", emoji, "add", true));
        }

        Answer takesBack(String emoji, Message message) {
            return post("/reactions", about("message", message.id(), "emoji", emoji, "add", false));
        }

        Answer presses(String label, Message message) {
            Message now = waitFor(
                    "a button " + label,
                    it -> it.id().equals(message.id()) && it.buttons().contains(label));
            for (JsonNode button : now.json().path("buttons")) {
                if (button.path("label").asText().equals(label)) {
                    return post(
                            "/buttons",
                            about(
                                    "message",
                                    now.id(),
                                    "button",
                                    button.path("id").asText(),
                                    "input",
                                    Map.of()));
                }
            }
            throw new AssertionError("no button " + label);
        }

        /** A click on a button that was there a moment ago. */
        Answer pressesAgain(String button, Message message) {
            return post("/buttons", about("message", message.id(), "button", button, "input", Map.of()));
        }

        /** What was said to this person alone. */
        Message isTold(String... words) {
            return waitFor(name + " told " + List.of(words), it -> it.to().equals(name) && it.says(words));
        }

        private Map<String, @Nullable Object> about(Object... pairs) {
            Map<String, @Nullable Object> body = new HashMap<>(Map.of("as", name));
            for (int i = 0; i < pairs.length; i += 2) body.put((String) pairs[i], pairs[i + 1]);
            return body;
        }
    }

    /** What is said in the channel itself, for everybody. */
    Message shows(String kind, String... words) {
        return waitFor(
                kind + " with " + List.of(words),
                it -> it.thread().isEmpty() && it.kind().equals(kind) && it.to().isEmpty() && it.says(words));
    }

    Talk thread(Message root) {
        return new Talk(root);
    }

    /** The thread under a message. */
    final class Talk {
        private final Message root;

        private Talk(Message root) {
            this.root = root;
        }

        Message shows(String kind, String... words) {
            return waitFor(
                    kind + " with " + List.of(words) + " in the thread",
                    it -> isIn(it) && it.kind().equals(kind) && it.says(words));
        }

        List<Message> all() {
            return Console.this.all().stream().filter(this::isIn).toList();
        }

        private boolean isIn(Message message) {
            return message.thread().filter(root.id()::equals).isPresent();
        }

        /** The head of the thread as it is when it says {@code words}. */
        Message head(String... words) {
            return waitFor("the card with " + List.of(words), it -> it.id().equals(root.id()) && it.says(words));
        }
    }

    /** Everything since {@link #from}, oldest first. */
    List<Message> all() {
        Answer answer = get("/channels/" + channel + "/messages?after=" + since)
                .orElseThrow(() -> new AssertionError("the console does not answer"));
        List<Message> messages = new ArrayList<>();
        try {
            JSON.readTree(answer.body()).forEach(node -> messages.add(new Message(node)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return messages.stream()
                .filter(message -> Long.parseLong(message.id()) > since)
                .sorted(java.util.Comparator.comparingLong(message -> Long.parseLong(message.id())))
                .toList();
    }

    byte[] download(Message message, String file) {
        for (JsonNode one : message.json().path("files")) {
            if (one.path("name").asText().equals(file)) {
                String path = one.path("url").asText();
                return send(HttpRequest.newBuilder(URI.create(base.replace("/console/api", "") + path))
                                .build())
                        .body();
            }
        }
        throw new AssertionError("no file " + file);
    }

    private Message waitFor(String what, Predicate<Message> wanted) {
        var seen = new AtomicReference<Message>();
        try {
            await(what).atMost(PATIENCE).pollInterval(LOOK).until(() -> {
                all().stream().filter(wanted).findFirst().ifPresent(seen::set);
                return seen.get() != null;
            });
        } catch (ConditionTimeoutException late) {
            throw new AssertionError("Never seen: " + what + ". Seen:\n" + transcript(), late);
        }
        return seen.get();
    }

    String transcript() {
        StringBuilder text = new StringBuilder();
        for (Message message : all()) {
            text.append("--- ")
                    .append(message.id())
                    .append(" in ")
                    .append(message.thread().orElse("channel"))
                    .append(' ')
                    .append(message.author())
                    .append(' ')
                    .append(message.kind())
                    .append(' ')
                    .append(message.buttons())
                    .append('\n')
                    .append(message.text(), 0, Math.min(700, message.text().length()))
                    .append('\n');
        }
        return text.toString();
    }

    private Optional<Answer> get(String path) {
        try {
            var response = http.send(
                    HttpRequest.newBuilder(URI.create(base + path)).build(), HttpResponse.BodyHandlers.ofString());
            return Optional.of(new Answer(response.statusCode(), response.body()));
        } catch (IOException away) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private Answer post(String path, Map<String, @Nullable Object> body) {
        try {
            var response = send(HttpRequest.newBuilder(URI.create(base + path))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                    .build());
            return new Answer(
                    response.statusCode(), new String(response.body(), java.nio.charset.StandardCharsets.UTF_8));
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
