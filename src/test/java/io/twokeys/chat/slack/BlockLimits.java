package io.twokeys.chat.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

/** What Slack takes at most: docs.slack.dev/reference/block-kit/blocks, and the total that is not documented. */
final class BlockLimits {
    private BlockLimits() {}

    /** Throws an assertion error where Slack would say {@code invalid_blocks}. */
    static void check(JsonNode blocks) {
        assertThat(blocks.size()).isLessThanOrEqualTo(50);
        int all = 0;
        for (JsonNode block : blocks) {
            all += block.findValuesAsText("text").stream()
                    .mapToInt(String::length)
                    .sum();
            switch (block.path("type").asText()) {
                case "header" -> longest(block.path("text"), 150);
                case "section" -> {
                    longest(block.path("text"), 3000);
                    assertThat(block.path("fields").size()).isLessThanOrEqualTo(10);
                    block.path("fields").forEach(field -> longest(field, 2000));
                }
                case "context" -> assertThat(block.path("elements").size()).isBetween(1, 10);
                case "actions" -> {
                    assertThat(block.path("elements").size()).isBetween(1, 25);
                    block.path("elements").forEach(button -> longest(button.path("text"), 75));
                }
                case "rich_text" -> assertThat(block.path("elements")).isNotEmpty();
                default -> throw new AssertionError("no such block: " + block);
            }
        }
        assertThat(all).isLessThanOrEqualTo(13_000);
    }

    private static void longest(JsonNode text, int max) {
        if (text.isMissingNode()) return;
        assertThat(text.path("text").asText().length()).isBetween(1, max);
    }
}
