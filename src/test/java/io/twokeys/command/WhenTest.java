package io.twokeys.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WhenTest {
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    @ParameterizedTest
    @CsvSource({
        "22:00, 2026-11-21T22:00:00Z",
        "09:00, 2026-11-22T09:00:00Z",
        "10:00, 2026-11-22T10:00:00Z",
        "today 09:00, 2026-11-21T09:00:00Z",
        "tomorrow 22:00, 2026-11-22T22:00:00Z",
        "tomorrow 22:00 Europe/Paris, 2026-11-22T21:00:00Z",
        "2026-12-24T06:30, 2026-12-24T06:30:00Z",
        "2020-01-01T00:00 UTC, 2020-01-01T00:00:00Z"
    })
    void said_at_ten_in_utc(String words, Instant meant) {
        Instant now = Instant.parse("2026-11-21T10:00:00Z");
        assertThat(When.parse(words).orElseThrow().saidAt(now, ZoneOffset.UTC)).contains(meant);
    }

    @Test
    void the_day_is_the_one_of_the_zone_that_is_meant() {
        Instant lateInUtc = Instant.parse("2026-11-21T23:30:00Z");
        When soonest = When.parse("tomorrow 08:00").orElseThrow();
        assertThat(soonest.saidAt(lateInUtc, PARIS)).contains(Instant.parse("2026-11-23T07:00:00Z"));
        assertThat(soonest.saidAt(lateInUtc, ZoneOffset.UTC)).contains(Instant.parse("2026-11-22T08:00:00Z"));
    }

    @Test
    void an_hour_that_the_clocks_skip_is_no_moment_and_of_one_they_show_twice_the_first_is_meant() {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        assertThat(When.parse("2026-03-29T02:30").orElseThrow().saidAt(now, PARIS))
                .isEmpty();
        assertThat(When.parse("2026-10-25T02:30").orElseThrow().saidAt(now, PARIS))
                .contains(Instant.parse("2026-10-25T00:30:00Z"));
    }
}
