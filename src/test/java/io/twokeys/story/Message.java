package io.twokeys.story;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A message as the interface shows it. */
record Message(JsonNode json) {
    String id() {
        return json.path("id").asText();
    }

    Optional<String> thread() {
        return Optional.ofNullable(json.path("thread").textValue());
    }

    String kind() {
        return json.path("kind").asText();
    }

    String author() {
        return json.path("author").asText();
    }

    String title() {
        return json.path("title").asText();
    }

    String text() {
        return json.path("text").asText();
    }

    /** The text below the title. */
    String body() {
        return text().substring(title().length() + 1);
    }

    /** To whom alone it was said; empty for everybody. */
    String to() {
        return json.path("to").asText("");
    }

    List<String> buttons() {
        return labels(json.path("buttons"), "label");
    }

    List<String> files() {
        return labels(json.path("files"), "name");
    }

    boolean says(String... words) {
        for (String word : words) if (!text().contains(word)) return false;
        return true;
    }

    private static List<String> labels(JsonNode all, String what) {
        List<String> labels = new ArrayList<>();
        all.forEach(one -> labels.add(one.path(what).asText()));
        return labels;
    }
}
