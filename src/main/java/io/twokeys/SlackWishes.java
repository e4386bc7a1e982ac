package io.twokeys;

import io.twokeys.chat.slack.SlackSettings;
import io.twokeys.fleet.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is set about Slack, and what comes of it. */
final class SlackWishes {
    private final Settings.Slack wishes;
    private final String mode;

    SlackWishes(Settings.Slack wishes) {
        this.wishes = wishes;
        this.mode = wishes.mode().map(SlackWishes::word).orElse("any");
    }

    /** An unquoted {@code off} is {@code false} in YAML. */
    private static String word(String text) {
        return text.equals("false") ? "off" : text;
    }

    /** Without a bot token Slack is off; a mode closes the entry that it does not name. */
    SlackSettings granted() {
        if (mode.equals("off")) {
            return SlackSettings.off();
        }
        return new SlackSettings(
                wishes.botToken(),
                wishes.signingSecret().filter(secret -> !mode.equals("socket")),
                wishes.appToken().filter(token -> !mode.equals("http")),
                wishes.apiUrl().toString(),
                wishes.planBlocks());
    }

    /** Slack that could not hear or not answer is a mistake, and one that could not tell a forgery is a danger. */
    List<Problem> problems(Path file) {
        List<Problem> found = new ArrayList<>();
        boolean bot = present(wishes.botToken());
        boolean secret = present(wishes.signingSecret());
        boolean app = present(wishes.appToken());
        boolean wanted = mode.equals("http") || mode.equals("socket");
        if (!wanted && !mode.equals("off") && !mode.equals("any")) {
            found.add(new Problem(file, "twokeys.slack.mode", 0, "is " + mode, "Make it off, http or socket"));
        }
        if (wanted && !bot) {
            found.add(missing(file, "bot-token", "is needed to speak in Slack", "SLACK_BOT_TOKEN (xoxb-…)"));
        }
        if (mode.equals("http") && !secret) {
            found.add(missing(file, "signing-secret", "is needed to tell Slack from a forger", "SLACK_SIGNING_SECRET"));
        }
        if (mode.equals("socket") && !app) {
            found.add(missing(file, "app-token", "is needed to open a socket", "SLACK_APP_TOKEN (xapp-…)"));
        }
        if (mode.equals("any") && bot && !secret && !app) {
            found.add(
                    missing(
                            file,
                            "bot-token",
                            "can speak, but nothing lets Slack be heard",
                            "SLACK_APP_TOKEN for Socket Mode or SLACK_SIGNING_SECRET for HTTP as well, or twokeys.slack.mode to off"));
        }
        return found;
    }

    private static boolean present(Optional<String> value) {
        return value.filter(text -> !text.isBlank()).isPresent();
    }

    private static Problem missing(Path file, String key, String what, String fix) {
        return new Problem(file, "twokeys.slack." + key, 0, what, "Set " + fix);
    }
}
