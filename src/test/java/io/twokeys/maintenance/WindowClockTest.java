package io.twokeys.maintenance;

import static io.twokeys.maintenance.Hall.HOUR;
import static io.twokeys.maintenance.Hall.PROD;
import static io.twokeys.maintenance.Hall.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.twokeys.chat.SteppedClock;
import io.twokeys.db.TestPostgres;
import io.twokeys.maintenance.Window.State;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WindowClockTest {
    private static final Duration TWO_DAYS = Duration.ofDays(2);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Hall hall = new Hall();

    @Test
    void people_are_reminded_a_day_an_hour_and_a_quarter_before_then_it_begins_and_ends() {
        Window window = hall.planned(TWO_DAYS);
        assertThat(hall.alarmOf(window.id())).contains(window.start().minus(Duration.ofHours(24)));
        assertThat(hall.ring(window.id())).contains(window.start().minus(HOUR));
        assertThat(hall.ring(window.id())).contains(window.start().minus(Duration.ofMinutes(15)));
        assertThat(hall.ring(window.id())).contains(window.start());
        assertThat(hall.ring(window.id())).contains(window.end().minus(Duration.ofMinutes(10)));
        assertThat(hall.now(window.id()).state()).isEqualTo(State.ACTIVE);
        assertThat(hall.ring(window.id())).contains(window.end());
        assertThat(hall.ring(window.id())).isEmpty();
        assertThat(hall.now(window.id())).isEqualTo(window.as(State.ENDED));
        assertThat(hall.story(window.id()))
                .containsExactly(
                        "scheduled by operator",
                        "reminded by twokeys",
                        "reminded by twokeys",
                        "reminded by twokeys",
                        "started by twokeys",
                        "ending by twokeys",
                        "ended by twokeys");
    }

    @Test
    void only_reminders_that_are_still_ahead_are_given() {
        Window window = hall.planned(Duration.ofMinutes(30));
        assertThat(hall.alarmOf(window.id())).contains(window.start().minus(Duration.ofMinutes(15)));
        Window soon =
                done(hall.windows.schedule(hall.wish(), new Booking(PROD, window.end(), MINUTE.multipliedBy(5), "")));
        assertThat(hall.alarmOf(soon.id())).contains(soon.start().minus(HOUR));
    }

    @Test
    void of_reminders_that_were_missed_one_is_given() {
        Window window = hall.planned(TWO_DAYS);
        hall.clock.advance(TWO_DAYS.minus(Duration.ofMinutes(20)));
        assertThat(hall.ringNow(window.id())).contains(window.start().minus(Duration.ofMinutes(15)));
        assertThat(hall.story(window.id())).containsExactly("scheduled by operator", "reminded by twokeys");
    }

    @Test
    void an_alarm_that_rings_again_or_too_early_says_nothing_twice() {
        Window window = hall.planned(Duration.ofMinutes(30));
        hall.ringNow(window.id());
        hall.ring(window.id());
        hall.ringNow(window.id());
        hall.ring(window.id());
        hall.ringNow(window.id());
        assertThat(hall.story(window.id()))
                .containsExactly("scheduled by operator", "reminded by twokeys", "started by twokeys");
    }

    @Test
    void an_extended_window_gives_notice_of_its_new_end() {
        Window window = hall.planned(MINUTE);
        hall.ring(window.id());
        hall.ring(window.id());
        Window longer = done(hall.windows.extend(hall.wish(), window.id(), HOUR));
        assertThat(hall.alarmOf(window.id())).contains(longer.end().minus(Duration.ofMinutes(10)));
        hall.ring(window.id());
        hall.ring(window.id());
        assertThat(hall.story(window.id()))
                .endsWith("ending by twokeys", "extended by operator", "ending by twokeys", "ended by twokeys");
    }

    @Test
    void while_an_operation_has_the_target_the_window_goes_on_and_says_why() {
        Window window = hall.planned(MINUTE);
        hall.ring(window.id());
        hall.operationBegins();
        hall.ring(window.id());
        assertThat(hall.ring(window.id())).contains(window.end().plus(MINUTE.multipliedBy(5)));
        assertThat(hall.now(window.id()).end()).isEqualTo(window.end().plus(MINUTE.multipliedBy(15)));
        assertThat(hall.now(window.id()).active()).isTrue();
        assertThat(hall.story(window.id())).endsWith("extended by twokeys: UP-1 is still running");
    }

    @Test
    void an_overrun_stops_where_the_next_window_begins() {
        Window window = hall.planned(MINUTE);
        Window next = done(hall.windows.schedule(
                hall.wish(), new Booking(PROD, window.end().plus(MINUTE.multipliedBy(5)), HOUR, "")));
        hall.operationBegins();
        hall.ring(window.id());
        hall.ring(window.id());
        assertThat(hall.ring(window.id())).contains(next.start());
        assertThat(hall.ring(window.id())).isEmpty();
        assertThat(hall.now(window.id()).state()).isEqualTo(State.ENDED);
        hall.ringNow(next.id());
        assertThat(hall.now(next.id()).state()).isEqualTo(State.ACTIVE);
    }

    @Test
    void a_window_that_passed_while_nobody_was_there_is_called_off_and_one_that_goes_on_begins_late() {
        Window passed = hall.planned(HOUR);
        Window late = hall.planned(HOUR.multipliedBy(3));
        hall.clock.advance(HOUR.multipliedBy(3).plus(MINUTE));
        assertThat(hall.ringNow(passed.id())).isEmpty();
        hall.ringNow(late.id());
        assertThat(hall.story(passed.id())).endsWith("cancelled by twokeys: Twokeys did not run at its time");
        assertThat(hall.now(late.id())).isEqualTo(late.as(State.ACTIVE));
    }

    @Test
    void two_replicas_do_everything_once_and_a_third_goes_on_after_both_were_restarted() {
        var database = TestPostgres.freshDataSource();
        var clock = new SteppedClock();
        var first = replica(database, clock);
        var second = replica(database, clock);
        Window window = first.planned(Duration.ofMinutes(20));
        try {
            clock.advance(Duration.ofMinutes(6));
            told(first, window, "reminded by twokeys");
        } finally {
            first.timers.stop();
            second.timers.stop();
        }
        clock.advance(Duration.ofMinutes(15));
        var third = replica(database, clock);
        try {
            told(third, window, "started by twokeys");
            clock.advance(HOUR);
            told(third, window, "ended by twokeys");
        } finally {
            third.timers.stop();
        }
        assertThat(third.story(window.id()))
                .containsExactly(
                        "scheduled by operator", "reminded by twokeys", "started by twokeys", "ended by twokeys");
        assertThat(third.alarmOf(window.id())).isEmpty();
    }

    private static Hall replica(javax.sql.DataSource database, SteppedClock clock) {
        var hall = new Hall(database, clock);
        hall.alarms.start();
        hall.timers.start();
        return hall;
    }

    /** Time goes on while it waits: what is tried again after a second would never be in a time that stands still. */
    private static void told(Hall hall, Window window, String line) {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            hall.clock.advance(Duration.ofMillis(100));
            assertThat(hall.story(window.id())).endsWith(line);
        });
    }
}
