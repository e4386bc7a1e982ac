package io.twokeys.chat.slack.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.chat.Message;
import io.twokeys.chat.Message.Kind;
import io.twokeys.chat.Message.Span;
import io.twokeys.chat.slack.fake.Posted;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever stands in a log or in somebody's words: it pings nobody, becomes no link, and is read as it was written. */
class ForeignTextPropertyTest {
    private final SlackMessages messages = new SlackMessages(key -> Optional.empty());

    @Property(tries = 300)
    void foreign_text_neither_pings_nor_links_nor_breaks(@ForAll("foreign") String text) {
        var message = Message.of(
                        Kind.NOTICE,
                        text,
                        Message.Text.of(text, new Span.Bold(text), new Span.Code(text)),
                        Message.Fields.of(new Message.Field(text, text)),
                        new Message.Checklist(text, List.of(new Message.Item(Message.Mark.DONE, text, text))),
                        Message.Context.of(text, new Span.Code(text), new Span.Bold(text)),
                        Message.Folded.of(text, new Message.Preformatted(text)))
                .withButtons(Message.Button.of("a:1", text, Message.Style.PLAIN));
        for (var steps : SlackMessages.Steps.values()) {
            Posted read = Posted.read(messages.fallback(message), messages.blocks(message, steps));
            assertThat(read.pings()).isEmpty();
            assertThat(read.links()).isEmpty();
        }
    }

    @Property(tries = 300)
    void a_log_is_read_letter_by_letter(@ForAll("foreign") String text) {
        var page = Message.of(Kind.LOG, "Log", new Message.Preformatted("a" + text + "z"));
        Posted read = Posted.read(messages.fallback(page), messages.blocks(page, SlackMessages.Steps.AS_TEXT));
        assertThat(read.text()).isEqualTo("Log\na" + text + "z");
    }

    @Property(tries = 300)
    void peoples_words_are_read_letter_by_letter(@ForAll("foreign") String text) {
        var said = Message.of(Kind.NOTICE, "Said", Message.Text.of("ann: " + text + "."));
        Posted read = Posted.read(messages.fallback(said), messages.blocks(said, SlackMessages.Steps.AS_TEXT));
        assertThat(read.text()).isEqualTo("Said\nann: " + text + ".");
    }

    @Provide
    Arbitrary<String> foreign() {
        Arbitrary<String> evil = Arbitraries.of(
                "<!channel>",
                "<!here|x>",
                "<@U1>",
                "<@U1|ann>",
                "<#C1>",
                "<https://evil.example|here>",
                "<mailto:a@b>",
                "```",
                "`",
                "*",
                "_",
                "~",
                "&",
                "&lt;",
                "&lt;!channel&gt;",
                "<",
                ">",
                "|",
                "\n",
                "@channel",
                "<!date^0^{x}|y>");
        Arbitrary<String> plain = Arbitraries.strings().withCharRange(' ', 'þ').ofMaxLength(8);
        return Arbitraries.oneOf(evil, plain).list().ofMaxSize(12).map(all -> String.join("", all));
    }
}
