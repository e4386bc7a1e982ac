package io.twokeys.chat.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twokeys.chat.ChatUser;
import io.twokeys.chat.Message;
import io.twokeys.chat.Message.Button;
import io.twokeys.chat.Message.Checklist;
import io.twokeys.chat.Message.Context;
import io.twokeys.chat.Message.Field;
import io.twokeys.chat.Message.Fields;
import io.twokeys.chat.Message.Folded;
import io.twokeys.chat.Message.Item;
import io.twokeys.chat.Message.Kind;
import io.twokeys.chat.Message.Mark;
import io.twokeys.chat.Message.Preformatted;
import io.twokeys.chat.Message.Span;
import io.twokeys.chat.Message.Style;
import io.twokeys.chat.Message.Text;
import io.twokeys.chat.Platform;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class DiscordMessagesTest {
    private final DiscordWorld world = new DiscordWorld("t");
    private final DiscordMessages messages =
            new DiscordMessages(key -> key.equals("UP-1") ? Optional.of("https://discord.com/x") : Optional.empty());

    @Example
    void a_card_reads_like_the_one_on_the_console() {
        Message card = Message.of(
                Kind.APPROVAL,
                "AR-1: roll back prod",
                Text.of(
                        "Asked by ",
                        new Span.Bold("ann"),
                        " at ",
                        Instant.parse("2026-11-21T10:02:03Z"),
                        ", see ",
                        new Span.Jump("UP-1", "UP-1"),
                        " and ",
                        new Span.Code("sale_custom")),
                Fields.of(new Field("Target", "prod"), new Field("Keys", "0 of 2")),
                new Checklist(
                        "Gates",
                        java.util.List.of(
                                new Item(Mark.DONE, "checkpoint", "CP-7"), new Item(Mark.WAITING, "quiet", ""))),
                Context.of("It expires."),
                Folded.of("Plan", Text.of("step 1")));
        ShownMessage shown = shown(card);
        assertThat(shown.kind()).isEqualTo("Approval");
        assertThat(shown.title()).isEqualTo("AR-1: roll back prod");
        assertThat(shown.text().lines())
                .containsExactly(
                        "Asked by ann at 2026-11-21 10:02:03Z, see UP-1 and sale_custom",
                        "Target: prod",
                        "Keys: 0 of 2",
                        "Gates",
                        "✔ checkpoint (CP-7)",
                        "○ quiet",
                        "It expires.",
                        "Plan",
                        "step 1");
    }

    @Example
    void buttons_stand_in_rows_of_five_and_the_disabled_stay() {
        Button[] seven = IntStream.range(0, 7)
                .mapToObj(i -> new Button("b" + i, "B" + i, Style.PLAIN, i != 3, ""))
                .toArray(Button[]::new);
        ObjectNode body = messages.body(Message.of(Kind.PLAN, "t").withButtons(seven), 0);
        assertThat(body.at("/components")).hasSize(2);
        assertThat(body.at("/components/0/components/3/disabled").asBoolean()).isTrue();
        assertThat(body.at("/components/1/components")).hasSize(2);
    }

    @Example
    void a_button_with_a_question_says_so_and_one_without_room_presses_at_once() {
        Button asks = new Button("approve:AR-1", "Approve", Style.PRIMARY, true, "Sure?");
        Button long_ = new Button("x".repeat(100), "Approve", Style.PRIMARY, true, "Sure?");
        ObjectNode body = messages.body(Message.of(Kind.PLAN, "t").withButtons(asks, long_), 0);
        assertThat(body.at("/components/0/components/0/custom_id").asText()).isEqualTo("?approve:AR-1");
        assertThat(body.at("/components/0/components/1/custom_id").asText()).hasSize(100);
    }

    @Example
    void a_page_of_a_log_comes_back_letter_by_letter() {
        String page = IntStream.range(0, 50)
                .mapToObj(i -> "2026-11-21 10:02:03,004 1 INFO prod odoo.modules: `x` **b** @everyone <@1> ```sql\n")
                .reduce("", String::concat)
                .substring(0, 3_500);
        ShownMessage shown = shown(Message.of(Kind.LOG, "Log of UP-1, page 1", new Preformatted(page)));
        assertThat(shown.text()).isEqualTo(page);
        assertThat(shown.raw().path("embeds")).hasSize(1);
    }

    @Example
    void what_does_not_fit_is_cut_and_says_so() {
        Message endless = Message.of(
                Kind.DIAGNOSIS, "*".repeat(150), new Preformatted("line\n".repeat(3_000)), Text.of("the end"));
        ObjectNode body = messages.body(endless, 0);
        assertThatCode(() -> DiscordLimits.message(body, 0)).doesNotThrowAnyException();
        assertThat(shown(endless).text()).endsWith("cut here: the rest does not fit into one Discord message.");
    }

    @Example
    void a_mention_pings_one_person_of_this_platform() {
        var ann = new Span.Mention(new ChatUser(Platform.DISCORD, "12345"), "ann");
        var bob = new Span.Mention(new ChatUser(Platform.SLACK, "U1"), "bob");
        ObjectNode body = messages.body(Message.of(Kind.NOTICE, "t", Text.of(ann, bob)), 0);
        assertThat(body.path("content").asText()).isEqualTo("<@12345>");
        assertThat(body.at("/allowed_mentions/users").toString()).isEqualTo("[\"12345\"]");
        assertThat(body.at("/embeds/0/description").asText()).isEqualTo("<@12345>\\@bob");
    }

    @Property(tries = 400)
    void no_text_pings_or_breaks_out_or_is_too_long(@ForAll("nasty") String text, @ForAll("nasty") String code) {
        Message message = Message.of(
                Kind.NOTICE,
                text,
                Text.of(text, new Span.Bold(text), new Span.Code(text)),
                Fields.of(new Field(text, text)),
                new Checklist(text, java.util.List.of(new Item(Mark.FAILED, text, text))),
                new Preformatted(code),
                Context.of(text),
                Folded.of(text, new Preformatted(code)));
        ObjectNode body = messages.body(message, 0);
        DiscordLimits.message(body, 0);
        assertThat(Pings.in(body)).isEmpty();
        assertThat(body.path("content").asText()).isEmpty();
        body.path("embeds").forEach(embed -> {
            String shown = embed.path("description").asText("");
            assertThat(shown.split("```", -1).length % 2)
                    .as("fences come in pairs: %s", shown)
                    .isOne();
        });
    }

    @Property(tries = 400)
    void escaped_text_reads_as_it_was(@ForAll("nasty") String text) {
        String escaped = DiscordText.escape(text);
        assertThat(escaped.replaceAll("\\\\(\\p{Punct})", "$1").replace("\u200b", ""))
                .isEqualTo(DiscordText.clean(text).replace("\u200b", ""));
        assertThat(escaped.replaceAll("\\\\.", "")).doesNotContain("`", "*", "<", "@", "[", "|", "~", "_", "://");
    }

    @Property(tries = 400)
    void a_cut_never_ends_in_half_an_escape(@ForAll("nasty") String text) {
        String cut = DiscordText.cutMarkup(DiscordText.escape(text), 20);
        assertThat(cut.length()).isLessThanOrEqualTo(20);
        String before = cut.endsWith("…") ? cut.substring(0, cut.length() - 1) : cut;
        long backslashes = before.chars().boxed().toList().reversed().stream()
                .takeWhile(c -> c == '\\')
                .count();
        assertThat(backslashes % 2).isZero();
    }

    @Provide
    Arbitrary<String> nasty() {
        return Arbitraries.of(
                        "`",
                        "``",
                        "```",
                        "````",
                        "\\",
                        "*",
                        "_",
                        "~",
                        "|",
                        "@everyone",
                        "@here",
                        "<@1>",
                        "<@&2>",
                        "<#3>",
                        "[a](https://evil.example)",
                        "https://evil.example",
                        "\n",
                        "- ",
                        "1. ",
                        "> ",
                        "# ",
                        "a",
                        " ",
                        "🦜",
                        "<t:1:R>",
                        "\u0000",
                        "x".repeat(300),
                        "ö")
                .list()
                .ofMaxSize(60)
                .map(parts -> String.join("", parts));
    }

    private ShownMessage shown(Message message) {
        FakeMessage fake = new FakeMessage("1", "2", world.application, messages.body(message, 0), Instant.EPOCH);
        return ShownMessage.of(world, fake);
    }
}
