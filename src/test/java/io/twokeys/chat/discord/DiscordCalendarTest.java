package io.twokeys.chat.discord;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.twokeys.chat.Calendar;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DiscordCalendarTest extends DiscordFixture {
    private final Instant start = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
    private Calendar calendar;

    @BeforeEach
    void connect() {
        calendar = start("one").connected().calendar;
    }

    @Test
    void a_window_stands_once_in_the_servers_calendar_and_moves_with_its_times() {
        String event = calendar.announce("MW-1", channel, window(Duration.ofHours(1)));
        assertThat(calendar.announce("MW-1", channel, window(Duration.ofHours(2))))
                .isEqualTo(event);
        JsonNode shown = only();
        assertThat(shown.path("name").asText()).isEqualTo("Maintenance of prod");
        assertThat(shown.at("/entity_metadata/location").asText()).isEqualTo("prod");
        assertThat(shown.path("scheduled_end_time").asText())
                .isEqualTo(start.plus(2, ChronoUnit.HOURS).toString());
        assertThat(shown.path("description").asText()).startsWith("new pricing");
    }

    @Test
    void it_begins_is_extended_and_ends_and_each_may_be_said_twice() {
        calendar.announce("MW-1", channel, window(Duration.ofHours(1)));
        calendar.start("MW-1");
        calendar.start("MW-1");
        assertThat(status()).isEqualTo(2);
        calendar.announce("MW-1", channel, window(Duration.ofHours(3)));
        assertThat(only().path("scheduled_end_time").asText())
                .isEqualTo(start.plus(3, ChronoUnit.HOURS).toString());
        calendar.end("MW-1");
        calendar.end("MW-1");
        calendar.cancel("MW-1");
        assertThat(status()).isEqualTo(3);
    }

    @Test
    void what_does_not_take_place_is_cancelled() {
        calendar.announce("MW-1", channel, window(Duration.ofHours(1)));
        calendar.cancel("MW-1");
        calendar.cancel("MW-1");
        calendar.start("MW-1");
        assertThat(status()).isEqualTo(4);
        calendar.end("MW-7");
    }

    @Test
    void one_whose_id_was_lost_is_found_and_a_deleted_one_is_put_in_again() {
        String event = calendar.announce("MW-1", channel, window(Duration.ofHours(1)));
        jdbi.useHandle(h -> h.execute("delete from discord_event"));
        assertThat(calendar.announce("MW-1", channel, window(Duration.ofHours(1))))
                .isEqualTo(event);
        discord.deleteEvent(event);
        assertThat(calendar.announce("MW-1", channel, window(Duration.ofHours(1))))
                .isNotEqualTo(event);
        assertThat(discord.calendar()).hasSize(1);
    }

    @Test
    void what_is_too_long_is_cut_and_what_has_begun_already_begins_now() {
        var words = new Calendar.Event(
                "t".repeat(200),
                "d".repeat(2_000),
                "l".repeat(200),
                Instant.now().minus(1, ChronoUnit.HOURS),
                start);
        calendar.announce("MW-1", channel, words);
        assertThat(only().path("name").asText()).hasSize(100).endsWith("…");
        assertThat(only().path("description").asText()).hasSize(1_000).endsWith("(MW-1)");
        assertThat(only().at("/entity_metadata/location").asText()).hasSize(100);
    }

    private Calendar.Event window(Duration length) {
        return new Calendar.Event("Maintenance of prod", "new pricing", "prod", start, start.plus(length));
    }

    private JsonNode only() {
        assertThat(discord.calendar()).hasSize(1);
        return discord.calendar().getFirst();
    }

    private int status() {
        return only().path("status").asInt();
    }
}
