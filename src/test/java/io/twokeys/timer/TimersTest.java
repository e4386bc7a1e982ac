package io.twokeys.timer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.twokeys.db.Database;
import io.twokeys.db.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TimersTest {
    private static final Instant PAST = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant FAR = Instant.parse("2999-01-01T00:00:00Z");

    private final List<String> rung = new CopyOnWriteArrayList<>();
    private Jdbi jdbi;
    private Timers timers;

    @BeforeEach
    void anAlarmClock() {
        var database = TestPostgres.freshDataSource();
        jdbi = Database.over(database);
        timers = new Timers(new TimerStore(database), InstantSource.system());
    }

    @AfterEach
    void stop() {
        timers.stop();
    }

    private void starts(Alarm alarm) {
        timers.on("expiry", id -> {
            rung.add(id);
            return alarm.ring(id);
        });
        timers.start();
    }

    private void set(String id, Instant at) {
        jdbi.useTransaction(handle -> timers.schedule(handle, "expiry", id, at));
    }

    private void eventually(String... ids) {
        await().atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(() -> assertThat(rung).containsExactly(ids));
    }

    private int waiting() {
        return jdbi.withHandle(handle -> handle.createQuery("select count(*) from scheduled_tasks")
                .mapTo(Integer.class)
                .one());
    }

    @Test
    void an_alarm_that_was_set_before_the_start_rings_and_is_forgotten() {
        set("AR-1", PAST);

        starts(id -> new Alarm.Done());

        eventually("AR-1");
        await().until(() -> waiting() == 0);
    }

    @Test
    void an_alarm_rings_when_its_time_has_come_and_not_if_taken_back() {
        starts(id -> new Alarm.Done());
        set("AR-1", FAR);
        set("AR-2", FAR);

        jdbi.useTransaction(handle -> timers.cancel(handle, "expiry", "AR-1"));
        set("AR-2", PAST);

        eventually("AR-2");
        await().until(() -> waiting() == 0);
    }

    @Test
    void an_alarm_of_a_transaction_that_failed_was_never_set() {
        assertThatThrownBy(() -> jdbi.useTransaction(handle -> {
                    timers.schedule(handle, "expiry", "AR-1", PAST);
                    throw new IllegalStateException("the request could not be stored");
                }))
                .hasMessage("the request could not be stored");

        assertThat(waiting()).isZero();
    }

    @Test
    void an_answer_may_want_the_alarm_again() {
        starts(id -> rung.size() < 3 ? new Alarm.Again(PAST) : new Alarm.Done());

        set("AR-1", PAST);

        eventually("AR-1", "AR-1", "AR-1");
    }

    @Test
    void an_answer_that_breaks_is_asked_again() {
        starts(id -> {
            if (rung.size() == 1) {
                throw new IllegalStateException("the database went away");
            }
            return new Alarm.Done();
        });

        set("AR-1", PAST);

        eventually("AR-1", "AR-1");
    }

    @Test
    void an_alarm_set_anew_while_it_rings_rings_once_more() throws Exception {
        var ringing = new CountDownLatch(1);
        var set = new CountDownLatch(1);
        starts(id -> {
            ringing.countDown();
            await().until(() -> set.await(10, TimeUnit.SECONDS));
            return new Alarm.Done();
        });
        set("AR-1", PAST);
        assertThat(ringing.await(10, TimeUnit.SECONDS)).isTrue();

        set("AR-1", PAST);
        set.countDown();

        eventually("AR-1", "AR-1");
    }

    @Test
    void who_answers_is_said_before_the_clock_runs() {
        starts(id -> new Alarm.Done());

        assertThatThrownBy(() -> timers.on("countdown", id -> new Alarm.Done()))
                .hasMessageContaining("before it starts");
    }
}
