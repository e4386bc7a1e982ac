package io.twokeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.twokeys.fleet.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
    @TempDir
    private Path folder;

    @Test
    void without_any_file_the_embedded_defaults_are_wanted() {
        Configuration configuration = Configuration.read(folder);
        assertThat(configuration.problems()).isEmpty();
        assertThat(configuration.sandbox()).isTrue();
        assertThat(configuration.console()).isTrue();
        assertThat(configuration.externalDatabase()).isFalse();
        assertThat(configuration.settings().approval().keys()).isEqualTo(2);
        assertThat(configuration.settings().approval().countdown()).isEqualTo(Duration.ofSeconds(10));
        assertThat(configuration.settings().checks().every()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void the_example_is_a_complete_configuration() throws IOException {
        Files.copy(Path.of("config/application-example.yaml"), folder.resolve("application.yaml"));
        Configuration configuration = Configuration.read(folder);
        assertThat(configuration.problems()).isEmpty();
        assertThat(configuration.settings().approval().expires()).isEqualTo(Duration.ofHours(1));
        assertThat(configuration.settings().console().hosts())
                .hasValueSatisfying(hosts -> assertThat(hosts).containsExactly("localhost"));
    }

    @Test
    void every_mistake_is_reported_at_once_with_file_key_and_fix() throws IOException {
        write("application.yaml", """
                twokeys:
                  config-dir: %s
                  consoel: { enabled: true }
                  approval: { keys: two }
                """.formatted(folder));
        write("fleet.yaml", "targets: { prod: { stage: live } }\n");
        Configuration configuration = Configuration.read(folder);
        assertThat(configuration.problems())
                .extracting(Problem::key)
                .contains("twokeys.consoel.enabled", "targets.prod.stage", "targets.prod.host");
        String report = Configuration.report(configuration.problems());
        assertThat(report)
                .contains("people.yaml: is missing", "application.yaml twokeys.consoel.enabled: is no key")
                .contains("twokeys.approval.keys");
    }

    @Test
    void what_the_service_would_die_of_is_a_mistake_here() throws IOException {
        write("application.yaml", """
                twokeys:
                  approval: { keys: 1, expires: PT0S, countdown: PT-1S }
                  drills: { every: PT5M }
                  checks: { every: PT-1H }
                quarkus:
                  http: { port: 99999 }
                """);
        assertThat(Configuration.read(folder).problems())
                .extracting(problem -> problem.key() + " " + problem.what())
                .containsExactly(
                        "twokeys.approval.keys is 1",
                        "twokeys.approval.expires is PT0S",
                        "twokeys.approval.countdown is PT-1S",
                        "twokeys.checks.every is PT-1H",
                        "twokeys.drills.every is PT5M",
                        "quarkus.http.port is 99999");
    }

    @Test
    void slack_turns_the_console_off_and_opens_the_entries_it_has_secrets_for() throws IOException {
        write("application.yaml", """
                twokeys: { slack: { bot-token: xoxb-1, signing-secret: s, api-url: "http://127.0.0.1:9" } }
                """);
        Configuration configuration = Configuration.read(folder);
        assertThat(configuration.problems()).isEmpty();
        assertThat(configuration.console()).isFalse();
        assertThat(configuration.slack())
                .hasToString("SlackSettings[http=true, socket=false, apiUrl=http://127.0.0.1:9/api/]");
    }

    @Test
    void slack_over_http_does_not_start_without_a_secret() throws IOException {
        write("application.yaml", "twokeys: { slack: { mode: http, bot-token: xoxb-1, signing-secret: ' ' } }\n");
        assertThat(Configuration.read(folder).problems())
                .extracting(Problem::key)
                .containsExactly("twokeys.slack.signing-secret");
        write("application.yaml", "twokeys: { slack: { mode: off, bot-token: xoxb-1 } }\n");
        Configuration off = Configuration.read(folder);
        assertThat(off.problems()).isEmpty();
        assertThat(off.slack().enabled()).isFalse();
        assertThat(off.console()).isTrue();
    }

    @Test
    void the_sandbox_is_practised_in_the_channels_that_are_named() throws IOException {
        assertThat(Configuration.read(folder).sandboxChannels()).containsExactly(entry("console", "odoo-sandbox"));
        write("application.yaml", """
                twokeys: { sandbox: { channels: { slack: C0123456789, discord: "1122334455667788990" } } }
                """);
        Configuration configuration = Configuration.read(folder);
        assertThat(configuration.problems()).isEmpty();
        assertThat(configuration.sandboxChannels())
                .containsEntry("slack", "C0123456789")
                .containsEntry("discord", "1122334455667788990");
    }

    @Test
    void a_name_is_no_channel_of_the_sandbox_and_neither_is_another_targets_channel() throws IOException {
        Files.copy(Path.of("config/fleet.example.yaml"), folder.resolve("fleet.yaml"));
        Files.createDirectories(folder.resolve("keys"));
        for (String file : new String[] {"keys/deploy_ed25519", "keys/known_hosts", "keys/odoo_smoke"}) {
            write(file, "");
            Files.setPosixFilePermissions(folder.resolve(file), PosixFilePermissions.fromString("rw-------"));
        }
        write("application.yaml", """
                twokeys:
                  config-dir: %s
                  sandbox: { enabled: true, channels: { slack: "#practice", discord: "1122334455667788990" } }
                """.formatted(folder));
        assertThat(Configuration.read(folder).problems())
                .filteredOn(problem -> problem.key().startsWith("twokeys.sandbox"))
                .extracting(Problem::toString)
                .hasSize(2)
                .anySatisfy(sentence ->
                        assertThat(sentence).contains("channels.slack: is #practice", "such as C0123456789"))
                .anySatisfy(sentence -> assertThat(sentence).contains("is already the channel of prod"));
    }

    @Test
    void discord_turns_the_console_off_and_knows_where_it_is() throws IOException {
        write("application.yaml", """
                twokeys: { discord: { bot-token: t, api-url: "http://127.0.0.1:9", gateway-url: "ws://127.0.0.1:8" } }
                """);
        Configuration configuration = Configuration.read(folder);
        assertThat(configuration.problems()).isEmpty();
        assertThat(configuration.console()).isFalse();
        assertThat(configuration.platforms()).containsExactly("discord");
        assertThat(configuration.discord("r"))
                .hasToString("DiscordSettings[enabled=true, apiUrl=http://127.0.0.1:9/api/v10/,"
                        + " gatewayUrl=ws://127.0.0.1:8/]");
        write("application.yaml", "twokeys: { discord: { enabled: false, bot-token: t } }\n");
        assertThat(Configuration.read(folder).discord("r").enabled()).isFalse();
    }

    @Test
    void discord_without_a_token_or_with_a_strange_address_is_a_mistake() throws IOException {
        write("application.yaml", "twokeys: { discord: { enabled: true, gateway-url: 'http://x' } }\n");
        assertThat(Configuration.read(folder).problems())
                .extracting(Problem::key)
                .containsExactlyInAnyOrder("twokeys.discord.bot-token", "twokeys.discord.gateway-url");
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }
}
