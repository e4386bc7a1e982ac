package io.twokeys.bot.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class WindowStoryTest {
    private final Office office = new Office(ZoneOffset.UTC);

    @Test
    void a_window_is_announced_on_every_platform_of_its_target_with_its_buttons() {
        office.says("maintenance schedule 22:00 for 1h because new pricing");
        office.tells();
        String card = "MW-1: maintenance of prod | Scheduled: 2026-11-21T22:00:00Z to 2026-11-21T23:00:00Z (1 h 0 min)"
                + " | Because: new pricing | Announced by Maria. Reminders and changes follow in the thread."
                + " [Start now, Extend 30 min, Cancel]";
        assertThat(office.said())
                .containsExactlyInAnyOrder("POST MW-1@slack in C1: " + card, "POST MW-1@discord in D1: " + card);
    }

    @Test
    void changes_are_told_in_the_thread_and_the_beginning_and_the_end_in_the_channel_too() {
        office.says("maintenance schedule 22:00 for 1h because new pricing");
        office.says("maintenance start");
        office.says("maintenance extend by 30m");
        office.says("maintenance end");
        office.tells();
        assertThat(office.said().stream().filter(line -> line.contains("@slack")))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("POST MW-1@slack in C1"),
                        line -> assertThat(line)
                                .contains("EDIT MW-1@slack in C1", "Ended: ")
                                .doesNotContain("["),
                        line -> assertThat(line)
                                .contains("under MW-1@slack", "MW-1 has begun, by Maria", "Because: new pricing"),
                        line -> assertThat(line)
                                .startsWith("POST MW-1/2/aloud@slack in C1: MW-1 has begun, by Maria")
                                .endsWith("The announcement"),
                        line -> assertThat(line)
                                .contains("under MW-1@slack", "MW-1 takes longer, by Maria | It now ends ")
                                .doesNotContain("Because"),
                        line -> assertThat(line).contains("under MW-1@slack", "MW-1 is over, by Maria"),
                        line -> assertThat(line).startsWith("POST MW-1/4/aloud@slack in C1: MW-1 is over"));
    }

    @Test
    void what_is_called_off_says_why() {
        office.says("maintenance schedule 22:00 for 1h because new pricing");
        office.says("maintenance cancel MW-1 because the vendor is late");
        office.tells();
        assertThat(office.said())
                .anySatisfy(line -> assertThat(line)
                        .contains("under MW-1@discord", "MW-1 is called off, by Maria", "Because: the vendor is late"))
                .anySatisfy(line -> assertThat(line).contains("EDIT MW-1@discord", "Cancelled. It was planned for "));
    }

    @Test
    void a_window_that_was_not_planned_is_announced_as_running_and_said_once() {
        office.says("maintenance start for 30m because restart");
        office.tells();
        assertThat(office.said())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("Running: ", "[Extend 30 min, End]"));
    }
}
