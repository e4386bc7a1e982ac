package io.twokeys.chat.slack.fake;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A call of the Web API: a method and its arguments; of an argument sent twice the last counts, as the SDK sends {@code thread_ts} twice. */
public record Call(String method, Map<String, String> arguments) {
    static Call read(String method, String contentType, String body) {
        return new Call(method, contentType.startsWith("application/json") ? fromJson(body) : form(body));
    }

    static Map<String, String> form(String body) {
        Map<String, String> form = new LinkedHashMap<>();
        for (String pair : body.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0)
                form.put(
                        URLDecoder.decode(pair.substring(0, equals), UTF_8),
                        URLDecoder.decode(pair.substring(equals + 1), UTF_8));
        }
        return form;
    }

    private static Map<String, String> fromJson(String body) {
        Map<String, String> form = new LinkedHashMap<>();
        FakeSlack.read(body)
                .properties()
                .forEach(entry -> form.put(
                        entry.getKey(),
                        entry.getValue().isTextual()
                                ? entry.getValue().asText()
                                : entry.getValue().toString()));
        return form;
    }

    /** Empty if it was not sent. */
    public String get(String name) {
        return arguments.getOrDefault(name, "");
    }

    boolean has(String name) {
        return !get(name).isEmpty();
    }

    boolean flag(String name) {
        return Set.of("1", "true").contains(get(name));
    }

    int number(String name, int otherwise) {
        return has(name) ? Integer.parseInt(get(name)) : otherwise;
    }

    /** @throws SlackError where it is missing */
    String need(String name) {
        if (!has(name)) throw new SlackError("invalid_arguments", "missing required field: " + name);
        return get(name);
    }

    JsonNode json(String name) {
        return has(name) ? FakeSlack.read(get(name)) : FakeSlack.JSON.createObjectNode();
    }

    ArrayNode array(String name) {
        JsonNode node = has(name) ? FakeSlack.read(get(name)) : FakeSlack.JSON.createArrayNode();
        if (node instanceof ArrayNode array) return array;
        throw new SlackError("invalid_blocks_format", name + " is no list");
    }
}
