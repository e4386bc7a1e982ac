package io.twokeys.bot.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.chat.ChatTrouble.Kind;
import io.twokeys.maintenance.Noticeboards;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowCalendarTest {
    private final Office office = new Office(ZoneOffset.UTC);
    private final FakeCalendar discord = new FakeCalendar();
    private final WindowCalendar calendar =
            new WindowCalendar(new Noticeboards(office.jdbi, office.clock), office.fleet, List.of(discord));

    @Test
    void a_window_stands_in_the_calendar_as_it_is_and_each_change_is_made_once() {
        office.says("maintenance schedule 22:00 for 1h because new pricing");
        calendar.look();
        calendar.look();
        assertThat(discord.told)
                .containsExactly(
                        "announce MW-1 in D1, prod, 2026-11-21T22:00:00Z to 2026-11-21T23:00:00Z: new pricing");
        discord.told.clear();

        office.says("maintenance start");
        calendar.look();
        office.says("maintenance extend by 30m");
        calendar.look();
        office.says("maintenance end");
        calendar.look();
        calendar.look();
        assertThat(discord.told)
                .containsExactly(
                        "announce MW-1 in D1, prod, 2026-11-21T10:00:00Z to 2026-11-21T11:00:00Z: new pricing",
                        "start MW-1",
                        "announce MW-1 in D1, prod, 2026-11-21T10:00:00Z to 2026-11-21T11:30:00Z: new pricing",
                        "start MW-1",
                        "end MW-1");
    }

    @Test
    void a_target_that_is_not_on_the_platform_stays_out_of_its_calendar() {
        office.says("maintenance schedule 22:00 for 1h on staging");
        calendar.look();
        assertThat(discord.told).isEmpty();
    }

    @Test
    void what_was_missed_while_the_platform_was_away_is_made_up_with_its_last_state() {
        discord.failing = Kind.UNAVAILABLE;
        office.says("maintenance schedule 22:00 for 1h");
        calendar.look();
        office.says("maintenance cancel MW-1");
        calendar.look();
        assertThat(office.window("MW-1").over()).isTrue();
        discord.failing = null;
        calendar.look();
        assertThat(discord.told).isEmpty();
        office.clock.advance(Duration.ofSeconds(30));
        calendar.look();
        assertThat(discord.told).containsExactly("cancel MW-1");
    }

    @Test
    void what_is_refused_is_tried_again_while_the_window_is_to_come_and_no_longer() {
        discord.failing = Kind.REFUSED;
        office.says("maintenance schedule 22:00 for 1h");
        calendar.look();
        discord.failing = null;
        office.clock.advance(Duration.ofMinutes(10));
        calendar.look();
        assertThat(discord.told).hasSize(1);
        discord.failing = Kind.REFUSED;
        office.says("maintenance cancel MW-1");
        calendar.look();
        discord.failing = null;
        office.clock.advance(Duration.ofHours(1));
        calendar.look();
        assertThat(discord.told).hasSize(1);
    }

    @Test
    void a_replica_that_is_not_connected_leaves_the_calendar_to_the_one_that_is() {
        discord.here = false;
        office.says("maintenance schedule 22:00 for 1h");
        calendar.look();
        assertThat(discord.told).isEmpty();
        discord.here = true;
        calendar.look();
        assertThat(discord.told).hasSize(1);
    }

    @Test
    void what_was_over_before_there_was_a_calendar_is_not_brought_up() {
        office.says("maintenance schedule 22:00 for 1h");
        office.says("maintenance cancel MW-1");
        calendar.look();
        assertThat(discord.told).isEmpty();
    }
}
