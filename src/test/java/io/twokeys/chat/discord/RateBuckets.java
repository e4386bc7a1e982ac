package io.twokeys.chat.discord;

import com.sun.net.httpserver.Headers;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Discord's limits per route and over all: five messages in five seconds per channel, fifty requests a second. */
final class RateBuckets {
    private static final Pattern MESSAGES = Pattern.compile("/channels/(\\d+)/messages(/\\d+)?");
    private static final Pattern REACTIONS = Pattern.compile("/channels/(\\d+)/messages/\\d+/reactions/.*");
    private static final Pattern UNCOUNTED = Pattern.compile("/(interactions|webhooks)/.*");
    private static final int GLOBAL = 50;

    private final Map<String, Window> windows = new HashMap<>();
    private Window global = new Window("global", GLOBAL, Duration.ofSeconds(1));
    int refused;

    private static final class Window {
        final String name;
        final int limit;
        final Duration length;
        Instant end = Instant.EPOCH;
        int used;

        Window(String name, int limit, Duration length) {
            this.name = name;
            this.limit = limit;
            this.length = length;
        }

        boolean take(Instant now) {
            if (!now.isBefore(end)) {
                end = now.plus(length);
                used = 0;
            }
            return used++ < limit;
        }
    }

    /** @return seconds to wait, 0 if the request may pass */
    synchronized double take(String method, String path, Instant now, Headers answer) {
        if (!UNCOUNTED.matcher(path).matches() && !global.take(now)) {
            answer.set("X-RateLimit-Global", "true");
            return refuse(global, now, answer, "global");
        }
        Window window = window(method, path);
        boolean free = window.take(now);
        describe(window, now, answer);
        return free ? 0 : refuse(window, now, answer, "user");
    }

    private double refuse(Window window, Instant now, Headers answer, String scope) {
        refused++;
        double wait = seconds(now, window.end);
        answer.set("Retry-After", String.valueOf((long) Math.ceil(wait)));
        answer.set("X-RateLimit-Scope", scope);
        return wait;
    }

    private static void describe(Window window, Instant now, Headers answer) {
        answer.set(
                "X-RateLimit-Bucket",
                Integer.toHexString(window.name.replaceAll("\\d", "").hashCode()));
        answer.set("X-RateLimit-Limit", String.valueOf(window.limit));
        answer.set("X-RateLimit-Remaining", String.valueOf(Math.max(0, window.limit - window.used)));
        answer.set("X-RateLimit-Reset-After", decimals(seconds(now, window.end)));
        answer.set("X-RateLimit-Reset", decimals(window.end.toEpochMilli() / 1000.0));
    }

    private Window window(String method, String path) {
        var messages = MESSAGES.matcher(path);
        if (messages.matches() && (method.equals("POST") || method.equals("PATCH"))) {
            String name = "messages/" + messages.group(1);
            return windows.computeIfAbsent(name, n -> new Window(n, 5, Duration.ofSeconds(5)));
        }
        var reactions = REACTIONS.matcher(path);
        if (reactions.matches() && !method.equals("GET")) {
            String name = "reactions/" + reactions.group(1);
            return windows.computeIfAbsent(name, n -> new Window(n, 1, Duration.ofMillis(250)));
        }
        String name = method + path.replaceAll("/(messages|members|reactions|callback|webhooks)/.*", "/$1");
        return windows.computeIfAbsent(name, n -> new Window(n, 50, Duration.ofSeconds(5)));
    }

    static double seconds(Instant from, Instant to) {
        return Math.max(0.001, Duration.between(from, to).toMillis() / 1000.0);
    }

    private static String decimals(double seconds) {
        return String.format(Locale.ROOT, "%.3f", seconds);
    }
}
