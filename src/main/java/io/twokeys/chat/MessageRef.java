package io.twokeys.chat;

/** A message that exists on a platform. Ids are text on every platform (a Slack {@code ts} is not a number). */
public record MessageRef(Platform platform, String channel, String id) {
    /** The thread under this message. */
    public Place thread() {
        return new Place(platform, channel, id);
    }
}
