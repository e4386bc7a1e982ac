package io.twokeys.chat.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Slack's own schema takes any scope and any event name, so a misspelled one is only found here. */
class SlackManifestTest {
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
                        "reactions:read",
                        "reactions:write");
        assertThat(texts(manifest.at("/settings/event_subscriptions/bot_events")))
                .containsExactlyInAnyOrder("app_mention", "reaction_added", "reaction_removed");
        assertThat(manifest.at("/settings/interactivity/is_enabled").asBoolean())
                .isTrue();
        assertThat(manifest.at("/features/slash_commands/0/command").asText()).isEqualTo("/odoo");
        assertThat(manifest.at("/features/slash_commands/0/should_escape").asBoolean())
                .isTrue();
    }

    @Test
    void every_request_over_http_goes_to_the_one_endpoint() throws IOException {
        JsonNode manifest = read("slack-manifest.yaml");
        for (String url : new String[] {
            "/features/slash_commands/0/url",
            "/settings/event_subscriptions/request_url",
            "/settings/interactivity/request_url"
        }) {
            assertThat(manifest.at(url).asText()).endsWith("/slack/events");
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

    private static JsonNode read(String file) throws IOException {
        return new YAMLMapper().readTree(Path.of("config", file).toFile());
    }

    private static Iterable<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
