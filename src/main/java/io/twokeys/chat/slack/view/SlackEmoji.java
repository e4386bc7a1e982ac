package io.twokeys.chat.slack.view;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Slack's names of reactions and their plain form. */
public final class SlackEmoji {
    private static final Map<String, String> PLAIN = Map.of(
            "white_check_mark", "✅",
            "x", "❌",
            "eyes", "👀",
            "+1", "👍",
            "thumbsup", "👍",
            "-1", "👎",
            "thumbsdown", "👎",
            "warning", "⚠️",
            "hourglass_flowing_sand", "⏳");
    private static final Map<String, String> NAMES = PLAIN.entrySet().stream()
            .filter(entry -> !entry.getKey().startsWith("thumbs"))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));

    private SlackEmoji() {}

    /** {@code +1::skin-tone-2} is 👍; a name that stands for nothing here stays {@code :name:}. */
    public static String plain(String name) {
        int tone = name.indexOf("::");
        String bare = tone < 0 ? name : name.substring(0, tone);
        return PLAIN.getOrDefault(bare, ":" + bare + ":");
    }

    /** Empty for an emoji that has no name here. */
    public static Optional<String> name(String emoji) {
        return Optional.ofNullable(NAMES.get(emoji));
    }
}
