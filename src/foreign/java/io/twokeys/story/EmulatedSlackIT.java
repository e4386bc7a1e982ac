package io.twokeys.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.twokeys.foreign.EmulatedSlack;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The packaged jar does its main job on a Slack that we did not write; we play only Slack's signed deliveries. */
class EmulatedSlackIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @Test
    void an_upgrade_fails_and_two_managers_turn_it_back() throws IOException {
        try (EmulatedSlack slack = EmulatedSlack.start(TwokeysProcess.freePort());
                TwokeysProcess twokeys = TwokeysProcess.inEmptyFolder()) {
            twokeys.withFile("config/people.yaml", people(slack))
                    .with("SLACK_API_URL", slack.api())
                    .with("SLACK_BOT_TOKEN", "xoxb-test")
                    .with("SLACK_SIGNING_SECRET", EmulatedSlack.SECRET)
                    .with("TWOKEYS_SANDBOX_CHANNELS_SLACK", slack.channel())
                    .with("TWOKEYS_APPROVAL_COUNTDOWN", "PT3S")
                    .start();
            slack.deliversTo("http://127.0.0.1:" + twokeys.port() + "/slack/events");

            slack.types("operator", "status");
            in(slack, "Status", "sandbox");
            slack.types("operator", "upgrade sale_custom");
            JsonNode plan = in(slack, "Plan: upgrade sale_custom on sandbox");
            slack.presses("operator", plan, "start:");
            under(slack, plan, "failed: upgrade sale_custom on sandbox");
            in(slack, "IN-1", "upgrade sale_custom on sandbox failed");

            slack.types("operator", "rollback because the story says so");
            JsonNode card = in(slack, "roll back sandbox", "0 of 2 keys");
            slack.reacts("operator", card, "white_check_mark");
            under(slack, card, "operator: this does not count");
            slack.reacts("manager-1", card, "white_check_mark");
            under(slack, card, "1 of 2 keys: manager-1");
            slack.reacts("manager-2", card, "white_check_mark");
            under(slack, card, "succeeded: roll back sandbox");
            assertThat(twokeys.log()).doesNotContain("parked");
        }
    }

    private static String people(EmulatedSlack slack) {
        StringBuilder yaml = new StringBuilder("people:\n");
        for (String person : List.of("operator", "manager-1", "manager-2")) {
            String role = person.startsWith("manager") ? "approver" : "operator";
            yaml.append(String.format(
                    Locale.ROOT,
                    "  %s: { name: %s, slack: %s, roles: { sandbox: [%s] } }%n",
                    person,
                    person,
                    slack.account(person),
                    role));
        }
        return yaml.toString();
    }

    private static JsonNode in(EmulatedSlack slack, String... words) {
        return awaited(() -> slack.messages(), words);
    }

    private static void under(EmulatedSlack slack, JsonNode root, String... words) {
        awaited(() -> slack.replies(root), words);
    }

    private static JsonNode awaited(java.util.concurrent.Callable<List<JsonNode>> look, String... words) {
        return await(String.join(", ", words))
                .atMost(PATIENCE)
                .until(look, found -> found.stream().anyMatch(message -> says(message, words)))
                .stream()
                .filter(message -> says(message, words))
                .findFirst()
                .orElseThrow();
    }

    private static boolean says(JsonNode message, String... words) {
        String text = message.path("text").asText().replace("*", "");
        for (String word : words) if (!text.contains(word)) return false;
        return true;
    }
}
