package io.twokeys.bot.window;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twokeys.chat.Message;
import io.twokeys.chat.Message.Span.Moment;
import io.twokeys.chat.Message.Span.Plain;
import io.twokeys.chat.Message.Text;
import io.twokeys.journal.Entry;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WindowNewsTest {
    private static final Instant START = Instant.parse("2026-11-21T22:00:00Z");
    private static final Instant END = Instant.parse("2026-11-21T23:00:00Z");

    private final ObjectNode data = JsonNodeFactory.instance
            .objectNode()
            .put("reason", "new pricing")
            .put("start", START.toString())
            .put("end", END.toString());

    private Message at(Instant when, String kind) {
        var entry = new Entry(7, when, "MW-3", "prod", "maintenance." + kind, "twokeys", data, "", "");
        return WindowNews.of(entry, Optional.empty()).orElseThrow();
    }

    @Test
    void a_reminder_says_how_long_it_still_is_and_shows_each_reader_their_own_time() {
        Message reminder = at(START.minusSeconds(15 * 60), "reminded");
        assertThat(reminder.title()).isEqualTo("MW-3 begins in 15 min");
        assertThat(reminder.parts())
                .containsExactly(Text.of(
                        new Plain("Maintenance of prod from "),
                        new Moment(START),
                        new Plain(" to "),
                        new Moment(END),
                        new Plain(". Because: new pricing")));
        assertThat(at(START.minusSeconds(24 * 3600), "reminded").title()).isEqualTo("MW-3 begins in 24 h 0 min");
    }

    @Test
    void the_end_is_announced_ten_minutes_before_with_the_way_to_more_time() {
        Message ending = at(END.minusSeconds(600), "ending");
        assertThat(ending.title()).isEqualTo("MW-3 ends in 10 min");
        assertThat(ending.parts().toString()).contains("`/odoo maintenance extend by 30m`");
    }

    @Test
    void an_overrun_says_what_still_runs() {
        data.put("because", "UP-41 is still running");
        Message longer = at(END, "extended");
        assertThat(longer.title()).isEqualTo("MW-3 takes longer");
        assertThat(longer.parts().toString()).contains("Because: UP-41 is still running");
    }
}
