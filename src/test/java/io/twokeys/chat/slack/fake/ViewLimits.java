package io.twokeys.chat.slack.fake;

import com.fasterxml.jackson.databind.JsonNode;

/** What Slack takes at most in a view: docs.slack.dev/reference/views/modal-views and home-tab-views. */
final class ViewLimits {
    private static final int BYTES = 250_000;

    private ViewLimits() {}

    /** @param type {@code modal} or {@code home} */
    static void check(JsonNode view, String type) {
        if (!view.path("type").asText().equals(type)) throw wrong("a view of type " + view.path("type"));
        if (view.toString().length() > BYTES) throw new SlackError("view_too_large");
        BlockLimits.check(view.path("blocks"), 100, false);
        longest(view, "private_metadata", 3000);
        longest(view, "callback_id", 255);
        longest(view, "external_id", 255);
        if (type.equals("home")) return;
        title(view.path("title"));
        boolean asks = view.path("blocks").findValuesAsText("type").contains("input");
        if (asks && !view.has("submit")) throw wrong("submit is required where there are inputs");
        for (String button : new String[] {"submit", "close"}) if (view.has(button)) title(view.path(button));
    }

    private static void title(JsonNode text) {
        if (!text.path("type").asText().equals("plain_text")) throw wrong("not plain_text: " + text);
        BlockLimits.between(text.path("text").asText().length(), 1, 24, "characters of a title");
    }

    private static void longest(JsonNode view, String name, int most) {
        int length = view.path(name).asText().length();
        if (length > most) throw wrong(length + " characters of " + name);
    }

    private static SlackError wrong(String what) {
        return new SlackError("invalid_arguments", what);
    }
}
