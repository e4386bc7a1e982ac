package io.twokeys;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.twokeys.fleet.Problem;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.Config;

/** What an operator may set in {@code config/application.yaml} under {@code twokeys}; shown there with every reason. */
@ConfigMapping(prefix = "twokeys")
interface Settings {
    /** Where the embedded PostgreSQL and the sandbox host live. */
    @WithDefault(".twokeys")
    Path dataDir();

    /** Folder of {@code fleet.yaml} and {@code people.yaml}. */
    @WithDefault("config")
    Path configDir();

    /** What times mean that people say without a zone: {@code Europe/Paris}. */
    @WithDefault("UTC")
    ZoneId zone();

    Console console();

    Slack slack();

    Discord discord();

    Sandbox sandbox();

    Approval approval();

    Drills drills();

    Checks checks();

    /** The web console, a chat platform for tests and first steps. */
    interface Console {
        /** Unset: on when neither Slack nor Discord is configured. */
        Optional<Boolean> enabled();

        /** Names under which it may be reached besides the loopback ones. */
        Optional<Set<String>> hosts();
    }

    /** Slack. */
    interface Slack {
        /** {@code off}, {@code http} or {@code socket}. Unset: every entry that there are credentials for. */
        Optional<String> mode();

        /** {@code xoxb-…} */
        @WithDefault("${SLACK_BOT_TOKEN:}")
        Optional<String> botToken();

        /** Proves requests over HTTP. */
        @WithDefault("${SLACK_SIGNING_SECRET:}")
        Optional<String> signingSecret();

        /** {@code xapp-…}, opens Socket Mode connections. */
        @WithDefault("${SLACK_APP_TOKEN:}")
        Optional<String> appToken();

        /** Base address of the Web API. */
        @WithDefault("${SLACK_API_URL:https://slack.com/api/}")
        URI apiUrl();

        /** Whether steps are drawn as plan blocks; where Slack does not take them they become text by themselves. */
        @WithDefault("true")
        boolean planBlocks();
    }

    /** Discord. */
    interface Discord {
        /** Unset: on when there is a bot token. */
        Optional<Boolean> enabled();

        /** Of the application's bot, from the developer portal. */
        @WithDefault("${DISCORD_BOT_TOKEN:}")
        Optional<String> botToken();

        /** Base address of the REST API, with its version. */
        @WithDefault("${DISCORD_API_URL:https://discord.com/api/v10/}")
        URI apiUrl();

        /** Address of the gateway. */
        @WithDefault("${DISCORD_GATEWAY_URL:wss://gateway.discord.gg/}")
        URI gatewayUrl();
    }

    /** The host to practise on. */
    interface Sandbox {
        /** Unset: on when there is no {@code fleet.yaml}. */
        Optional<Boolean> enabled();

        Channels channels();

        /** Where it is practised; on the console always in {@code odoo-sandbox}. */
        interface Channels {
            /** {@code C0123456789} */
            Optional<String> slack();

            /** About 19 digits. */
            Optional<String> discord();
        }
    }

    /** Restore drills that nobody has to ask for. */
    interface Drills {
        /** How long after the last successful one the next begins; at least {@code PT1H}. Unset: never by itself. */
        Optional<Duration> every();
    }

    /** Votes. */
    interface Approval {
        /** How many approvers a rollback takes; at least 2. */
        @WithDefault("2")
        int keys();

        /** How long a request waits for its keys. */
        @WithDefault("PT1H")
        Duration expires();

        /** How long a granted rollback can still be stopped. */
        @WithDefault("PT10S")
        Duration countdown();
    }

    /** What is looked at without being asked. */
    interface Checks {
        /** How long after one look at a target the next one comes; {@code PT0S} for never. */
        @WithDefault("PT1H")
        Duration every();
    }

    /** Values that are what they should be by their looks, and would not do. */
    final class Ranges {
        private static final String PORT = "quarkus.http.port";
        private static final int LAST_PORT = 65535;

        private final Path file;
        private final List<Problem> problems = new ArrayList<>();

        private Ranges(Path file) {
            this.file = file;
        }

        static List<Problem> problems(Path file, Settings settings, Config config) {
            var ranges = new Ranges(file);
            ranges.look(settings);
            config.getOptionalValue(PORT, String.class).ifPresent(ranges::port);
            return ranges.problems;
        }

        private void look(Settings settings) {
            var approval = settings.approval();
            if (approval.keys() < 2) {
                wrong("twokeys.approval.keys", approval.keys(), "Make it 2 or more: one key is no second pair of eyes");
            }
            if (!approval.expires().isPositive()) {
                wrong("twokeys.approval.expires", approval.expires(), "Make it long enough to vote, such as PT1H");
            }
            if (approval.countdown().isNegative()) {
                wrong("twokeys.approval.countdown", approval.countdown(), "Make it PT0S or longer");
            }
            if (settings.checks().every().isNegative()) {
                wrong("twokeys.checks.every", settings.checks().every(), "Make it PT0S, for never, or longer");
            }
            settings.drills()
                    .every()
                    .filter(every -> every.compareTo(Duration.ofHours(1)) < 0)
                    .ifPresent(
                            every -> wrong("twokeys.drills.every", every, "Make it PT1H or longer, or leave it out"));
        }

        private void port(String text) {
            if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= LAST_PORT) return;
            wrong(PORT, text, "Make it a port from 0 to " + LAST_PORT);
        }

        private void wrong(String key, Object value, String fix) {
            problems.add(new Problem(file, key, 0, "is " + value, fix));
        }
    }
}
