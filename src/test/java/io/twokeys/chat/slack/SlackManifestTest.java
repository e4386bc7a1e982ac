package io.twokeys.chat.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Slack's own schema of manifests takes any scope and any event name, so a misspelled one is only found here. What that schema
 * does refuse, unknown keys and what is too long, is written down from it: github.com/slackapi/manifest-schema, major version 1.
 */
class SlackManifestTest {
    /** Every key that we use, by its path; all others are refused, as the schema refuses what it does not know. */
    private static final Set<String> KEYS = Set.of(
            "_metadata",
            "_metadata.major_version",
            "_metadata.minor_version",
            "display_information",
            "display_information.name",
            "display_information.description",
            "display_information.background_color",
            "features",
            "features.app_home",
            "features.app_home.home_tab_enabled",
            "features.app_home.messages_tab_enabled",
            "features.app_home.messages_tab_read_only_enabled",
            "features.bot_user",
            "features.bot_user.display_name",
            "features.bot_user.always_online",
            "features.shortcuts",
            "features.shortcuts.name",
            "features.shortcuts.type",
            "features.shortcuts.callback_id",
            "features.shortcuts.description",
            "features.slash_commands",
            "features.slash_commands.command",
            "features.slash_commands.url",
            "features.slash_commands.description",
            "features.slash_commands.usage_hint",
            "features.slash_commands.should_escape",
            "oauth_config",
            "oauth_config.scopes",
            "oauth_config.scopes.bot",
            "settings",
            "settings.event_subscriptions",
            "settings.event_subscriptions.request_url",
            "settings.event_subscriptions.bot_events",
            "settings.interactivity",
            "settings.interactivity.is_enabled",
            "settings.interactivity.request_url",
            "settings.interactivity.message_menu_options_url",
            "settings.org_deploy_enabled",
            "settings.socket_mode_enabled",
            "settings.token_rotation_enabled");

    private static final Map<String, Integer> LONGEST = Map.of(
            "display_information.name", 35,
            "display_information.description", 140,
            "features.bot_user.display_name", 80,
            "features.shortcuts.name", 24,
            "features.shortcuts.callback_id", 255,
            "features.shortcuts.description", 150,
            "features.slash_commands.command", 32,
            "features.slash_commands.description", 2000,
            "features.slash_commands.usage_hint", 1000);

    private static final Map<String, Integer> MOST = Map.of(
            "/features/slash_commands", 50, "/features/shortcuts", 10, "/settings/event_subscriptions/bot_events", 100);

    @ParameterizedTest
    @ValueSource(strings = {"slack-manifest.yaml", "slack-manifest-socket.yaml"})
    void asks_for_exactly_what_is_used(String file) throws IOException {
        JsonNode manifest = read(file);
        assertThat(texts(manifest.at("/oauth_config/scopes/bot")))
                .containsExactlyInAnyOrder(
                        "app_mentions:read",
                        "channels:history",
                        "chat:write",
                        "chat:write.public",
                        "commands",
                        "files:write",
                        "groups:history",
                        "im:write",
                        "reactions:read",
                        "reactions:write",
                        "users:read");
        assertThat(texts(manifest.at("/settings/event_subscriptions/bot_events")))
                .containsExactlyInAnyOrder(
                        "app_home_opened",
                        "app_mention",
                        "message.channels",
                        "message.groups",
                        "reaction_added",
                        "reaction_removed");
        assertThat(manifest.at("/settings/interactivity/is_enabled").asBoolean())
                .isTrue();
        assertThat(manifest.at("/features/app_home/home_tab_enabled").asBoolean())
                .isTrue();
        assertThat(manifest.at("/features/slash_commands/0/command").asText()).isEqualTo("/odoo");
        assertThat(manifest.at("/features/slash_commands/0/should_escape").asBoolean())
                .isTrue();
        assertThat(manifest.at("/features/shortcuts/0/callback_id").asText()).isEqualTo("thread_action");
        assertThat(manifest.at("/features/shortcuts/0/type").asText()).isEqualTo("message");
    }

    @ParameterizedTest
    @ValueSource(strings = {"slack-manifest.yaml", "slack-manifest-socket.yaml"})
    void has_no_key_that_slack_does_not_know_and_nothing_too_long(String file) throws IOException {
        JsonNode manifest = read(file);
        assertThat(wrong("", manifest)).isEmpty();
        MOST.forEach(
                (path, most) -> assertThat(manifest.at(path).size()).as(path).isBetween(1, most));
        assertThat(manifest.at("/display_information/background_color").asText())
                .matches("#[0-9A-Fa-f]{6}");
    }

    @Test
    void a_misspelled_key_or_a_long_name_would_be_found() throws IOException {
        JsonNode broken = new YAMLMapper().readTree("""
                display_information: {name: "%s", descripton: x}
                features: {shortcuts: [{name: Act on this thread of ours}]}
                """.formatted("n".repeat(36)));
        assertThat(wrong("", broken))
                .containsExactlyInAnyOrder(
                        "display_information.name has 36 characters",
                        "no such key: display_information.descripton",
                        "features.shortcuts.name has 26 characters");
    }

    @Test
    void every_request_over_http_goes_to_the_one_endpoint() throws IOException {
        JsonNode manifest = read("slack-manifest.yaml");
        for (String url : new String[] {
            "/features/slash_commands/0/url",
            "/settings/event_subscriptions/request_url",
            "/settings/interactivity/request_url",
            "/settings/interactivity/message_menu_options_url"
        }) {
            assertThat(manifest.at(url).asText()).startsWith("https://").endsWith("/slack/events");
        }
        assertThat(manifest.at("/settings/socket_mode_enabled").asBoolean(true)).isFalse();
    }

    @Test
    void socket_mode_names_no_address() throws IOException {
        assertThat(Files.readString(Path.of("config/slack-manifest-socket.yaml")))
                .doesNotContain("url:");
        assertThat(read("slack-manifest-socket.yaml")
                        .at("/settings/socket_mode_enabled")
                        .asBoolean())
                .isTrue();
    }

    private static List<String> wrong(String path, JsonNode node) {
        List<String> found = new ArrayList<>();
        if (node.isArray()) node.forEach(item -> found.addAll(wrong(path, item)));
        node.properties().forEach(entry -> {
            String key = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
            if (!KEYS.contains(key)) found.add("no such key: " + key);
            found.addAll(wrong(key, entry.getValue()));
        });
        int length = node.asText("").length();
        if (node.isTextual() && length > LONGEST.getOrDefault(path, length))
            found.add(path + " has " + length + " characters");
        return found;
    }

    private static JsonNode read(String file) throws IOException {
        return new YAMLMapper().readTree(Path.of("config", file).toFile());
    }

    private static Iterable<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
