package io.twokeys.bot.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.twokeys.chat.Message;
import io.twokeys.chat.Message.Checklist;
import io.twokeys.chat.Message.Item;
import io.twokeys.chat.Message.Kind;
import io.twokeys.chat.Message.Mark;
import io.twokeys.journal.Entry;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CheckStoryTest {
    @Test
    void what_got_worse_says_what_it_was_what_it_is_and_what_to_do() throws Exception {
        Message news = CheckStory.news(entry("pass", "fail"));
        assertThat(news.kind()).isEqualTo(Kind.WARNING);
        assertThat(news.title()).isEqualTo("Checks of prod: something fails");
        assertThat(news.parts())
                .containsExactly(new Checklist(
                        "",
                        java.util.List.of(
                                new Item(Mark.FAILED, "disk-space: was pass, now fail", "1 GB free. Free some."))));
    }

    @Test
    void what_is_good_again_is_told_too() throws Exception {
        assertThat(CheckStory.news(entry("fail", "pass")).title()).isEqualTo("Checks of prod: good again");
        assertThat(CheckStory.news(entry("fail", "warn")).title()).isEqualTo("Checks of prod changed");
    }

    private static Entry entry(String was, String now) throws Exception {
        JsonNode data = new ObjectMapper().readTree("""
                {"changes": [{"gate": "disk-space", "was": "%s", "now": "%s", "evidence": "1 GB free", "fix": "Free some."}]}
                """.formatted(was, now));
        return new Entry(1, Instant.EPOCH, "prod", "prod", "checks.changed", "twokeys", data, "", "");
    }
}
