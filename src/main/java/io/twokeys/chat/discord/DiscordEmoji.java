package io.twokeys.chat.discord;

import com.fasterxml.jackson.databind.JsonNode;

/** Discord's emoji and their plain form. */
final class DiscordEmoji {
    private static final int AS_TEXT = 0xFE0E;

    private DiscordEmoji() {}

    /** {@code 👍🏽} is 👍; one of the server's own stays {@code :name:}, which stands for nothing here. */
    static String plain(JsonNode emoji) {
        String name = emoji.path("name").asText("");
        if (!emoji.path("id").isNull() && !emoji.path("id").isMissingNode()) return ":" + name + ":";
        return plain(name);
    }

    static String plain(String emoji) {
        int[] points = emoji.codePoints()
                .filter(point -> point != AS_TEXT && !Character.isEmojiModifier(point))
                .toArray();
        return new String(points, 0, points.length);
    }

    /** As a route names it: {@code ✅}, a server's own as {@code name:id}. */
    static String code(JsonNode emoji) {
        String name = emoji.path("name").asText("");
        String id = emoji.path("id").asText("");
        boolean own = !emoji.path("id").isNull() && !id.isEmpty();
        return own ? name + ":" + id : name;
    }
}
