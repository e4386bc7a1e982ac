package io.twokeys.chat.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One request of the REST API, as it came.
 *
 * @param path without {@code /api/v10}
 * @param body the JSON, of a multipart request its {@code payload_json}; missing if there was none
 */
public record RestCall(String method, String path, Map<String, String> query, JsonNode body, List<Upload> files) {
    private static final Pattern DISPOSITION = Pattern.compile("name=\"([^\"]*)\"(?:; *filename=\"([^\"]*)\")?");

    public record Upload(String field, String name, byte[] content) {}

    static RestCall of(String method, String path, Map<String, String> query, String type, byte[] bytes) {
        if (type.startsWith("multipart/form-data")) return multipart(method, path, query, type, bytes);
        JsonNode body = bytes.length == 0
                ? MissingNode.getInstance()
                : DiscordWorld.read(new String(bytes, StandardCharsets.UTF_8));
        return new RestCall(method, path, query, body, List.of());
    }

    private static RestCall multipart(
            String method, String path, Map<String, String> query, String type, byte[] bytes) {
        String boundary = "--" + type.replaceAll(".*boundary=\"?([^\";]+)\"?.*", "$1");
        // Latin-1 keeps every byte one character, so that files survive.
        String all = new String(bytes, StandardCharsets.ISO_8859_1);
        JsonNode body = MissingNode.getInstance();
        List<Upload> files = new ArrayList<>();
        for (String part : all.split(Pattern.quote(boundary))) {
            int blank = part.indexOf("\r\n\r\n");
            if (blank < 0) continue;
            String text = part.substring(blank + 4, part.length() - 2);
            byte[] content = text.getBytes(StandardCharsets.ISO_8859_1);
            Matcher disposition = DISPOSITION.matcher(part.substring(0, blank));
            if (!disposition.find()) continue;
            if (disposition.group(1).equals("payload_json")) {
                body = DiscordWorld.read(new String(content, StandardCharsets.UTF_8));
            } else {
                files.add(new Upload(disposition.group(1), String.valueOf(disposition.group(2)), content));
            }
        }
        return new RestCall(method, path, query, body, files);
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
