package io.twokeys.chat.discord;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * Whom a message's content pings. Without {@code allowed_mentions} everything in it counts, on a post and on an edit. Stricter
 * than Discord, which spares mentions in code: a test shall not depend on that.
 */
final class Pings {
    private static final Pattern USER = Pattern.compile("<@!?(\\d+)>");
    private static final Pattern ROLE = Pattern.compile("<@&(\\d+)>");
    private static final Pattern EVERYONE = Pattern.compile("@(everyone|here)");

    private Pings() {}

    static Set<String> in(JsonNode body) {
        String content = body.path("content").asText("");
        JsonNode allowed = body.path("allowed_mentions");
        Set<String> pinged = new LinkedHashSet<>();
        found(USER, content).filter(id -> may(allowed, "users", id)).forEach(pinged::add);
        found(ROLE, content).filter(id -> may(allowed, "roles", id)).forEach(id -> pinged.add("&" + id));
        found(EVERYONE, content).filter(word -> may(allowed, "everyone", word)).forEach(word -> pinged.add("@" + word));
        return pinged;
    }

    private static java.util.stream.Stream<String> found(Pattern pattern, String content) {
        Matcher matcher = pattern.matcher(content);
        return matcher.results().map(found -> found.group(1));
    }

    private static boolean may(JsonNode allowed, String kind, String id) {
        if (allowed.isMissingNode()) return true;
        return contains(allowed.path("parse"), kind) || contains(allowed.path(kind), id);
    }

    private static boolean contains(JsonNode list, String text) {
        return StreamSupport.stream(list.spliterator(), false)
                .anyMatch(node -> node.asText().equals(text));
    }

    /** Discord refuses a list that is wider than it says. */
    static void check(JsonNode body) {
        JsonNode allowed = body.path("allowed_mentions");
        DiscordLimits.require(allowed.path("users").size() <= 100, "allowed_mentions: more than 100 users");
        DiscordLimits.require(
                !(contains(allowed.path("parse"), "users")
                        && !allowed.path("users").isEmpty()),
                "allowed_mentions: users in parse and in the list");
    }

    static Set<String> both(Set<String> a, Set<String> b) {
        Set<String> all = new LinkedHashSet<>(a);
        all.addAll(b);
        return all;
    }
}
