package io.twokeys.maintenance;

import static io.twokeys.maintenance.Hall.HOUR;
import static io.twokeys.maintenance.Hall.PROD;
import static io.twokeys.maintenance.Hall.done;
import static io.twokeys.maintenance.Hall.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.fleet.TargetName;
import io.twokeys.maintenance.Window.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WindowsTest {
    private static final Duration DAY = Duration.ofDays(1);

    private final Hall hall = new Hall();
    private final Windows windows = hall.windows;

    private Outcome plan(Instant start, Duration length) {
        return windows.schedule(hall.wish(), new Booking(PROD, start, length, ""));
    }

    @Test
    void a_window_is_planned_started_extended_and_ended_and_the_journal_tells_all_of_it() {
        Window planned = hall.planned(DAY);
        assertThat(planned.id()).isEqualTo(new WindowId("MW-1"));
        assertThat(planned.state()).isEqualTo(State.SCHEDULED);

        Window begun = done(windows.start(hall.wish(), planned.id(), Optional.empty(), Optional.empty()));
        assertThat(begun.state()).isEqualTo(State.ACTIVE);
        assertThat(begun.start()).isEqualTo(hall.clock.instant());
        assertThat(begun.length()).isEqualTo(HOUR);
        assertThat(done(windows.extend(hall.wish(), begun.id(), HOUR)).end()).isEqualTo(hall.in(HOUR.multipliedBy(2)));
        hall.clock.advance(HOUR);
        Window ended = done(windows.end(hall.wish(), begun.id()));

        assertThat(ended.state()).isEqualTo(State.ENDED);
        assertThat(ended.end()).isEqualTo(hall.clock.instant());
        assertThat(hall.now(ended.id())).isEqualTo(ended);
        assertThat(hall.story(ended.id()))
                .containsExactly(
                        "scheduled by operator", "started by operator", "extended by operator", "ended by operator");
        assertThat(hall.alarmOf(ended.id())).isEmpty();
    }

    @Test
    void a_window_that_was_not_planned_begins_at_once() {
        Window begun = done(windows.begin(hall.wish(), PROD, HOUR, "restart of the database"));
        assertThat(begun.state()).isEqualTo(State.ACTIVE);
        assertThat(windows.ahead(PROD)).containsExactly(begun);
        assertThat(hall.story(begun.id())).containsExactly("started by operator");
    }

    @Test
    void starting_may_give_another_length_and_another_reason() {
        Window planned = hall.planned(DAY);
        Window begun = done(windows.start(
                hall.wish(), planned.id(), Optional.of(Duration.ofMinutes(5)), Optional.of("the vendor is early")));
        assertThat(begun.length()).isEqualTo(Duration.ofMinutes(5));
        assertThat(begun.reason()).isEqualTo("the vendor is early");
    }

    @Test
    void two_windows_of_one_target_never_share_a_moment() {
        Window first = hall.planned(DAY);
        assertThat(refused(plan(first.end().minusSeconds(60), HOUR))).isEqualTo(new Refusal.Overlapping(first));
        assertThat(refused(plan(first.start().minus(HOUR), HOUR.plusMinutes(1))))
                .isEqualTo(new Refusal.Overlapping(first));
        Window next = done(plan(first.end(), HOUR));
        assertThat(refused(windows.extend(hall.wish(), first.id(), Duration.ofMinutes(1))))
                .isEqualTo(new Refusal.Overlapping(next));
        assertThat(refused(windows.begin(hall.wish(), PROD, DAY.plus(HOUR), "")))
                .isEqualTo(new Refusal.Overlapping(first));
        assertThat(windows.ahead(PROD)).containsExactly(first, next);
        done(windows.schedule(hall.wish(), new Booking(new TargetName("staging"), first.start(), HOUR, "")));
    }

    @Test
    void of_many_who_want_the_same_time_one_gets_it() {
        var wishes = IntStream.range(0, 8).mapToObj(i -> hall.wish()).toList();
        var booking = new Booking(PROD, hall.in(DAY), HOUR, "");
        var outcomes = wishes.stream()
                .map(wish -> CompletableFuture.supplyAsync(() -> windows.schedule(wish, booking)))
                .toList();
        assertThat(outcomes.stream().map(CompletableFuture::join))
                .filteredOn(outcome -> outcome instanceof Outcome.Done)
                .hasSize(1);
        assertThat(windows.ahead(PROD)).hasSize(1);
    }

    @Test
    void what_is_called_off_gives_its_time_back() {
        Window planned = hall.planned(DAY);
        Window off = done(windows.cancel(hall.wish(), planned.id(), "the vendor is late"));
        assertThat(off.state()).isEqualTo(State.CANCELLED);
        assertThat(hall.story(off.id())).endsWith("cancelled by operator: the vendor is late");
        assertThat(hall.alarmOf(off.id())).isEmpty();
        hall.planned(DAY);
    }

    @Test
    void the_past_the_far_future_and_absurd_lengths_are_refused() {
        Instant now = hall.clock.instant();
        assertThat(refused(plan(now.minusSeconds(1), HOUR))).isInstanceOf(Refusal.TooSoon.class);
        assertThat(refused(plan(now.plusSeconds(59), HOUR))).isInstanceOf(Refusal.TooSoon.class);
        assertThat(refused(plan(now.plus(Duration.ofDays(367)), HOUR))).isInstanceOf(Refusal.TooFar.class);
        assertThat(refused(plan(now.plus(DAY), Duration.ofDays(7).plusSeconds(1))))
                .isInstanceOf(Refusal.TooLong.class);
        assertThat(refused(plan(now.plus(DAY), Duration.ofSeconds(59)))).isInstanceOf(Refusal.TooShort.class);
        Window week = done(plan(now.plusSeconds(60), Duration.ofDays(7)));
        assertThat(refused(windows.extend(hall.wish(), week.id(), Duration.ofSeconds(1))))
                .isInstanceOf(Refusal.TooLong.class);
        assertThat(hall.story(week.id())).containsExactly("scheduled by operator");
    }

    @Test
    void what_does_not_fit_the_state_is_refused() {
        Window planned = hall.planned(DAY);
        assertThat(refused(windows.end(hall.wish(), planned.id()))).isEqualTo(new Refusal.NotBegun(planned));
        Window begun = done(windows.start(hall.wish(), planned.id(), Optional.empty(), Optional.empty()));
        assertThat(refused(windows.start(hall.wish(), begun.id(), Optional.empty(), Optional.empty())))
                .isEqualTo(new Refusal.Begun(begun));
        assertThat(refused(windows.cancel(hall.wish(), begun.id(), ""))).isEqualTo(new Refusal.Begun(begun));
        Window ended = done(windows.end(hall.wish(), begun.id()));
        assertThat(refused(windows.extend(hall.wish(), ended.id(), HOUR))).isEqualTo(new Refusal.Over(ended));
        assertThat(refused(windows.end(hall.wish(), ended.id()))).isEqualTo(new Refusal.Over(ended));
        assertThat(refused(windows.end(hall.wish(), new WindowId("MW-99"))))
                .isEqualTo(new Refusal.Unheard(new WindowId("MW-99")));
    }

    @Test
    void the_same_event_handed_in_again_counts_once() {
        Wish asked = hall.wish();
        var booking = new Booking(PROD, hall.in(DAY), HOUR, "");
        Window planned = done(windows.schedule(asked, booking));
        assertThat(done(windows.schedule(asked, booking))).isEqualTo(planned);
        Wish longer = hall.wish();
        windows.extend(longer, planned.id(), HOUR);
        assertThat(done(windows.extend(longer, planned.id(), HOUR)).length()).isEqualTo(HOUR.multipliedBy(2));
        assertThat(hall.story(planned.id())).containsExactly("scheduled by operator", "extended by operator");
    }
}
