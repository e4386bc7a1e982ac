package io.twokeys.chat.slack;

import java.net.URI;
import java.util.Optional;

/**
 * How Slack is reached and how it reaches us.
 *
 * @param botToken {@code xoxb-…}; without it Slack is off
 * @param signingSecret opens {@code /slack/events}; empty keeps it shut
 * @param appToken {@code xapp-…}; opens a Socket Mode connection
 * @param apiUrl base address of the Web API, ends in a slash
 * @param planBlocks whether steps are drawn as {@code plan} and {@code task_card} blocks where Slack takes them
 */
public record SlackSettings(
        Optional<String> botToken,
        Optional<String> signingSecret,
        Optional<String> appToken,
        String apiUrl,
        boolean planBlocks) {
    /** Slack's own. */
    public static final String SLACK = "https://slack.com/api/";

    public SlackSettings {
        botToken = botToken.filter(token -> !token.isBlank());
        signingSecret = signingSecret.filter(secret -> !secret.isBlank());
        appToken = appToken.filter(token -> !token.isBlank());
        apiUrl = base(apiUrl);
    }

    /** With plan blocks. */
    public SlackSettings(
            Optional<String> botToken, Optional<String> signingSecret, Optional<String> appToken, String apiUrl) {
        this(botToken, signingSecret, appToken, apiUrl, true);
    }

    public static SlackSettings off() {
        return new SlackSettings(Optional.empty(), Optional.empty(), Optional.empty(), SLACK, true);
    }

    public boolean enabled() {
        return botToken.isPresent();
    }

    boolean http() {
        return enabled() && signingSecret.isPresent();
    }

    boolean socket() {
        return enabled() && appToken.isPresent();
    }

    /** A bare host means its {@code /api/}, as at Slack. */
    private static String base(String url) {
        String path = URI.create(url).getPath();
        String whole = path == null || path.isEmpty() || path.equals("/") ? url.replaceAll("/$", "") + "/api/" : url;
        return whole.endsWith("/") ? whole : whole + "/";
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "SlackSettings[http=" + http() + ", socket=" + socket() + ", apiUrl=" + apiUrl + "]";
    }
}
