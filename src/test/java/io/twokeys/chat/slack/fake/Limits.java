package io.twokeys.chat.slack.fake;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Slack's rate limits (docs.slack.dev/apis/web-api/rate-limits): so many calls of a method within a minute and workspace, and for
 * {@code chat.postMessage} one a second and channel with a short burst. How long a minute is, is for the test to say.
 */
final class Limits {
    private static final int BURST = 5;
    private static final int TIER_2 = 20;
    private static final int TIER_3 = 50;
    private static final int TIER_4 = 100;
    private static final int SPECIAL = 300;
    private static final Map<String, Integer> PER_MINUTE = Map.ofEntries(
            Map.entry("chat.update", TIER_3),
            Map.entry("chat.delete", TIER_3),
            Map.entry("reactions.add", TIER_3),
            Map.entry("reactions.get", TIER_3),
            Map.entry("conversations.history", TIER_3),
            Map.entry("conversations.replies", TIER_3),
            Map.entry("conversations.info", TIER_3),
            Map.entry("conversations.open", TIER_3),
            Map.entry("apps.connections.open", TIER_3),
            Map.entry("reactions.remove", TIER_2),
            Map.entry("chat.postEphemeral", TIER_4),
            Map.entry("views.open", TIER_4),
            Map.entry("views.push", TIER_4),
            Map.entry("views.update", TIER_4),
            Map.entry("views.publish", TIER_4),
            Map.entry("users.info", TIER_4),
            Map.entry("files.getUploadURLExternal", TIER_4),
            Map.entry("files.completeUploadExternal", TIER_4));

    private final long minute;
    private final Map<String, Deque<Long>> windows = new HashMap<>();
    private final Map<String, Long> channels = new HashMap<>();

    Limits(Duration minute) {
        this.minute = minute.toNanos();
    }

    /** Counts the call and lets it pass with 0, or tells after how many seconds it may come again. */
    synchronized int ask(String method, String channel) {
        long now = System.nanoTime();
        long wait = ofWorkspace(method, now);
        if (wait == 0 && method.equals("chat.postMessage")) wait = ofChannel(channel, now);
        return wait == 0 ? 0 : (int) Math.max(1, Math.ceilDiv(wait, 1_000_000_000L));
    }

    private long ofWorkspace(String method, long now) {
        int most = PER_MINUTE.getOrDefault(method, SPECIAL);
        Deque<Long> window = windows.computeIfAbsent(method, none -> new ArrayDeque<>());
        while (!window.isEmpty() && now - window.peekFirst() >= minute) window.removeFirst();
        if (window.size() >= most) return minute - (now - window.getFirst());
        window.addLast(now);
        return 0;
    }

    /** The moment until which the channel's allowance is used up, and how far ahead it may be. */
    private long ofChannel(String channel, long now) {
        long second = minute / 60;
        long used = Math.max(now, channels.getOrDefault(channel, now));
        long wait = used - now - (BURST - 1) * second;
        if (wait > 0) return wait;
        channels.put(channel, used + second);
        return 0;
    }
}
