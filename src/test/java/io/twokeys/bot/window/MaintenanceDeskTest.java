package io.twokeys.bot.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.maintenance.Window.State;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

/** It is 10:00 in UTC, 11:00 in Paris, and times without a zone are taken for those of Paris. */
class MaintenanceDeskTest {
    private final Office office = new Office(ZoneId.of("Europe/Paris"));

    private String told(String text) {
        return Office.words(office.says(text));
    }

    @Test
    void a_time_without_a_zone_is_that_of_the_configured_one() {
        assertThat(told("maintenance schedule 22:00 for 1h because new pricing"))
                .isEqualTo("shown");
        assertThat(office.window("MW-1").start()).isEqualTo(Instant.parse("2026-11-21T21:00:00Z"));
        assertThat(office.window("MW-1").reason()).isEqualTo("new pricing");
        told("maintenance schedule tomorrow 22:00 UTC for 1h");
        assertThat(office.window("MW-2").start()).isEqualTo(Instant.parse("2026-11-22T22:00:00Z"));
    }

    @Test
    void whoever_asks_elsewhere_is_answered_there_because_the_announcement_is_not() {
        assertThat(Office.words(office.says("maria", "general", "maintenance schedule 22:00 for 1h on prod")))
                .startsWith("said: MW-1: maintenance of prod | Scheduled: ");
        assertThat(Office.words(office.says("maria", "general", "maintenance schedule 22:00 for 1h")))
                .isEqualTo("refused: This channel is bound to no target. Say which with `on`: prod, staging.");
    }

    @Test
    void a_length_alone_begins_a_window_and_without_one_the_next_planned_one_begins() {
        told("maintenance schedule tomorrow 22:00 for 1h");
        assertThat(told("maintenance start for 30m because restart of the database"))
                .isEqualTo("shown");
        assertThat(office.window("MW-2").state()).isEqualTo(State.ACTIVE);
        told("maintenance end");
        assertThat(office.window("MW-2").state()).isEqualTo(State.ENDED);
        assertThat(told("maintenance start")).startsWith("said: MW-1: maintenance of prod | Running: ");
        assertThat(told("maintenance extend by 15m")).contains("Running: ");
        assertThat(office.window("MW-1").length()).isEqualTo(Duration.ofMinutes(75));
        assertThat(told("maintenance start MW-1")).startsWith("refused: MW-1 has begun already and ends ");
    }

    @Test
    void every_refusal_says_what_and_the_next_move() {
        told("maintenance schedule 22:00 for 1h");
        assertThat(told("maintenance schedule 22:30 for 1h"))
                .isEqualTo(
                        "refused: prod has MW-1 from 2026-11-21T21:00:00Z to 2026-11-21T22:00:00Z, and two windows of one"
                                + " target never overlap. Choose another time, or cancel MW-1 first.");
        assertThat(told("maintenance schedule today 09:00 for 1h"))
                .contains(
                        "times without a zone are taken for Europe/Paris", "past", "`/odoo maintenance start for 1h`");
        assertThat(told("maintenance schedule 2027-03-28T02:30 for 1h"))
                .isEqualTo(
                        "refused: That day the clocks are put forward over 02:30 in Europe/Paris. Say another time.");
        assertThat(told("maintenance schedule 2062-01-01T10:00 for 1h")).contains("Is the year right?");
        assertThat(told("maintenance schedule tomorrow 10:00 for 20s")).contains("a minute at least");
        assertThat(told("maintenance end")).contains("has not begun", "`/odoo maintenance cancel MW-1` calls it off");
        assertThat(told("maintenance extend by 168h")).contains("7 days at most");
        assertThat(told("maintenance extend MW-1 by 1h on staging"))
                .contains("MW-1 is a window of prod, not of staging");
        assertThat(told("maintenance cancel MW-7")).contains("There is no window MW-7", "`/odoo maintenance list`");
        assertThat(told("maintenance cancel MW-1")).contains("Cancelled. It was planned for ");
        assertThat(told("maintenance cancel MW-1")).contains("was called off", "`/odoo maintenance schedule`");
        assertThat(told("maintenance start")).contains("No window of prod runs and none is planned");
        assertThat(told("maintenance schedule 22:00 for 1h on nowhere")).contains("There is no target nowhere");
    }

    @Test
    void whoever_may_only_read_may_list_and_nothing_else() {
        told("maintenance schedule 22:00 for 1h because new pricing");
        told("maintenance schedule 23:30 for 1h on staging");
        for (String wish : new String[] {"schedule 12:00 for 1h", "start", "extend by 1h", "end", "cancel MW-1"}) {
            assertThat(Office.words(office.says("vera", "C1", "maintenance " + wish)))
                    .isEqualTo("refused: Vera is not an operator on prod. Ask Maria.");
        }
        assertThat(Office.words(office.says("vera", "C1", "maintenance list")))
                .contains("MW-1 prod, scheduled, ", ", new pricing");
        assertThat(Office.words(office.says("vera", "general", "maintenance list")))
                .contains("MW-1")
                .doesNotContain("MW-2");
        assertThat(Office.words(office.says("vera", "general", "maintenance list on staging")))
                .isEqualTo("refused: Vera is not a viewer on staging. Ask Maria.");
        assertThat(Office.words(office.says("maria", "general", "maintenance list")))
                .contains("MW-1", "MW-2 staging");
    }

    @Test
    void the_status_of_a_target_shows_the_window_that_runs_or_comes_next() {
        var prod = office.fleet.find("prod").orElseThrow().name();
        assertThat(office.desk.status(prod)).isEmpty();
        told("maintenance schedule 12:00 for 1h");
        assertThat(office.desk.status(prod).orElseThrow().note()).isEqualTo("begins in 1 h 0 min");
        told("maintenance start");
        assertThat(office.desk.status(prod).orElseThrow().note()).isEqualTo("ends in 1 h 0 min");
    }

    @Test
    void the_buttons_of_the_card_are_for_operators_and_say_nothing_but_on_the_card() {
        told("maintenance schedule 22:00 for 1h");
        told("maintenance schedule tomorrow 22:00 for 1h");
        assertThat(Office.words(office.presses("vera", "window-start:MW-1")))
                .isEqualTo("refused: Vera is not an operator on prod. Ask Maria.");
        assertThat(office.window("MW-1").state()).isEqualTo(State.SCHEDULED);

        assertThat(office.presses("maria", "window-start:MW-1")).isEqualTo(new Answer.Shown());
        assertThat(office.presses("maria", "window-extend:MW-1")).isEqualTo(new Answer.Shown());
        assertThat(office.window("MW-1").length()).isEqualTo(Duration.ofMinutes(90));
        assertThat(office.presses("maria", "window-end:MW-1")).isEqualTo(new Answer.Shown());
        assertThat(Office.words(office.presses("maria", "window-end:MW-1"))).contains("MW-1 ended ");
        assertThat(office.presses("maria", "window-cancel:MW-2")).isEqualTo(new Answer.Shown());
        assertThat(office.window("MW-2").state()).isEqualTo(State.CANCELLED);
        assertThat(Office.words(office.presses("maria", "window-start:MW-1 or so")))
                .startsWith("refused: ");
    }
}
