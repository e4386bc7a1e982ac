package io.twokeys.chat;

import org.jspecify.annotations.Nullable;

/**
 * Where a message goes: a channel, or a thread in it.
 *
 * @param thread the platform's id of the thread (Slack: root {@code ts}; Discord: thread channel; console: root message)
 */
public record Place(
        Platform platform, String channel, @Nullable String thread) {
    public static Place channel(Platform platform, String channel) {
        return new Place(platform, channel, null);
    }
}
