package io.twokeys.chat.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.twokeys.chat.ChatUser;
import io.twokeys.chat.Message;
import io.twokeys.chat.Message.Button;
import io.twokeys.chat.Message.Kind;
import io.twokeys.chat.Message.Span;
import io.twokeys.chat.Platform;
import io.twokeys.chat.slack.fake.BlockLimits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SlackMessagesTest {
    private final SlackMessages messages = new SlackMessages(
            key -> key.equals("UP-1") ? Optional.of("https://t.slack.com/archives/C1/p11") : Optional.empty());

    @Test
    void nothing_foreign_can_ping_or_link() throws JsonProcessingException {
        var evil = "<!channel> & <@U1> <https://evil|here>";
        var message = Message.of(
                        Kind.PLAN,
                        "Upgrade",
                        Message.Text.of(evil, new Span.Bold(evil), new Span.Code(evil)),
                        Message.Fields.of(new Message.Field(evil, evil)),
                        new Message.Checklist(evil, List.of(new Message.Item(Message.Mark.DONE, evil, evil))),
                        Message.Context.of(evil),
                        Message.Folded.of(evil, Message.Text.of(evil)))
                .withButtons(Button.of("a:1", "<!here>", Message.Style.PLAIN));
        for (String text : markup(blocks(message))) {
            assertThat(text).doesNotContain("<!", "<@", "<http");
        }
        assertThat(messages.fallback(message)).doesNotContain("<").contains("&lt;!channel&gt; &amp; ");
    }

    @Test
    void a_log_is_shown_letter_by_letter() throws JsonProcessingException {
        var log = "```<!channel> *x* & </b>";
        var block = blocks(Message.of(Kind.LOG, "Log", new Message.Preformatted(log)))
                .get(1);
        assertThat(block.at("/type").asText()).isEqualTo("rich_text");
        assertThat(block.at("/elements/0/type").asText()).isEqualTo("rich_text_preformatted");
        assertThat(block.at("/elements/0/elements/0/text").asText()).isEqualTo(log);
    }

    @Test
    void times_mentions_and_jumps_are_slacks_own() throws JsonProcessingException {
        var text = Message.Text.of(
                Instant.parse("2026-11-21T10:02:03Z"),
                " ",
                new Span.Mention(new ChatUser(Platform.SLACK, "U12345"), "ann"),
                new Span.Mention(new ChatUser(Platform.CONSOLE, "bob"), "bob<"),
                " ",
                new Span.Jump("UP-1", "the plan"),
                new Span.Jump("UP-2", " nowhere"));
        assertThat(blocks(Message.of(Kind.PLAN, "T", text))
                        .get(1)
                        .at("/text/text")
                        .asText())
                .isEqualTo("<!date^1795255323^{date_short_pretty} {time_secs}|2026-11-21 10:02:03Z> <@U12345>@bob&lt; "
                        + "<https://t.slack.com/archives/C1/p11|the plan> nowhere");
    }

    @Test
    void the_largest_message_stays_within_every_limit_and_says_that_it_was_cut() throws JsonProcessingException {
        var line = "&<x> a line of a log that somebody wrote\n";
        var message = Message.of(
                        Kind.LOG,
                        "t".repeat(400),
                        Message.Text.of(line.repeat(120)),
                        Message.Fields.of(IntStream.range(0, 23)
                                .mapToObj(i -> new Message.Field("f" + i, "v".repeat(20)))
                                .toArray(Message.Field[]::new)),
                        new Message.Preformatted("😀".repeat(9000)),
                        Message.Text.of("never shown"))
                .withButtons(Button.of("stop:1", "s".repeat(90), Message.Style.DANGER));
        JsonNode blocks = blocks(message);
        BlockLimits.check(blocks);
        assertThat(blocks.toString())
                .contains("cut here")
                .contains("\"stop:1\"")
                .doesNotContain("never shown");
        assertThat(messages.fallback(message)).hasSizeLessThanOrEqualTo(4000).contains("characters cut]");
    }

    @Test
    void eighty_parts_fit_into_fifty_blocks() throws JsonProcessingException {
        var parts = IntStream.range(0, 80)
                .mapToObj(i -> Message.Text.of("part " + i))
                .toArray(Message.Part[]::new);
        JsonNode blocks =
                blocks(Message.of(Kind.HELP, "Many", parts).withButtons(Button.of("a:1", "A", Message.Style.PLAIN)));
        BlockLimits.check(blocks);
        assertThat(blocks.size()).isEqualTo(50);
    }

    @Test
    void long_text_is_split_at_line_ends_and_no_entity_is_broken() {
        var text = SlackText.escape("<&>".repeat(1000)) + "\n" + "word ".repeat(1000);
        List<String> pieces = SlackText.pieces(text, 3000);
        assertThat(String.join("", pieces)).isEqualTo(text);
        assertThat(pieces)
                .allSatisfy(piece ->
                        assertThat(piece).hasSizeLessThanOrEqualTo(3000).doesNotContainPattern("&(?!amp;|lt;|gt;)"));
    }

    @Test
    void a_button_asks_back_and_a_disabled_one_is_left_out() throws JsonProcessingException {
        JsonNode actions = blocks(Message.of(Kind.APPROVAL, "AR-1")
                        .withButtons(
                                new Button("approve:AR-1", "Turn my key", Message.Style.PRIMARY, true, "Really?"),
                                new Button("stop:AR-1", "Stop", Message.Style.DANGER, false, "")))
                .get(1);
        assertThat(actions.at("/elements").size()).isEqualTo(1);
        assertThat(actions.at("/elements/0/value").asText()).isEqualTo("approve:AR-1");
        assertThat(actions.at("/elements/0/style").asText()).isEqualTo("primary");
        assertThat(actions.at("/elements/0/confirm/text/text").asText()).isEqualTo("Really?");
    }

    @Test
    void skin_tones_are_cut_from_reactions() {
        assertThat(SlackEmoji.plain("+1::skin-tone-2")).isEqualTo("👍");
        assertThat(SlackEmoji.plain("white_check_mark")).isEqualTo("✅");
        assertThat(SlackEmoji.plain("x")).isEqualTo("❌");
        assertThat(SlackEmoji.plain("partyparrot")).isEqualTo(":partyparrot:");
        assertThat(SlackEmoji.name("✅")).contains("white_check_mark");
    }

    private JsonNode blocks(Message message) throws JsonProcessingException {
        return new ObjectMapper().readTree(messages.blocks(message));
    }

    /** Every text that Slack parses. */
    private static List<String> markup(JsonNode node) {
        List<String> found = new ArrayList<>();
        if (node.path("type").asText().equals("mrkdwn"))
            found.add(node.path("text").asText());
        node.forEach(child -> found.addAll(markup(child)));
        return found;
    }
}
