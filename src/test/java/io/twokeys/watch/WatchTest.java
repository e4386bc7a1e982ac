package io.twokeys.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.chat.SteppedClock;
import io.twokeys.db.Database;
import io.twokeys.db.TestPostgres;
import io.twokeys.fleet.Fleet;
import io.twokeys.fleet.Targets;
import io.twokeys.journal.Entry;
import io.twokeys.journal.Journal;
import io.twokeys.operation.Operations;
import io.twokeys.plan.gate.Gate;
import io.twokeys.plan.gate.Gate.Result;
import io.twokeys.timer.Alarm;
import io.twokeys.timer.TimerStore;
import io.twokeys.timer.Timers;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class WatchTest {
    private final SteppedClock clock = new SteppedClock();
    private final DataSource database = TestPostgres.freshDataSource();
    private final Jdbi jdbi = Database.over(database);
    private final Journal journal = new Journal(jdbi, clock);
    private final Timers timers = new Timers(new TimerStore(database), clock);
    private final Fleet fleet = new Fleet(List.of(Targets.named("prod")));
    private List<Gate> gates = List.of(pass("disk-space"), pass("clock-true"));
    private final Watch watch = watch(new WatchSettings(Duration.ofHours(1)));

    private Watch watch(WatchSettings settings) {
        var operations = new Operations(jdbi, journal, timers, clock);
        return new Watch(jdbi, journal, timers, new Watch.Sight(fleet, operations, target -> gates), settings, clock);
    }

    @Test
    void only_what_changed_is_written_down_and_it_is_looked_at_again_an_hour_later() {
        assertThat(watch.ring("prod")).isEqualTo(new Alarm.Again(clock.instant().plus(Duration.ofHours(1))));
        assertThat(news()).isEmpty();
        gates = List.of(new Gate("disk-space", Result.FAIL, "1 GB free", "Free space"), pass("clock-true"));
        watch.ring("prod");
        watch.ring("prod");
        assertThat(news()).containsExactly("disk-space: pass, now fail (1 GB free)");
        gates = List.of(pass("disk-space"), pass("clock-true"));
        watch.ring("prod");
        assertThat(news())
                .containsExactly("disk-space: pass, now fail (1 GB free)", "disk-space: fail, now pass (well)");
    }

    @Test
    void what_fails_at_the_first_look_is_news_and_what_comes_and_goes_by_the_hour_never_is() {
        gates = List.of(
                new Gate("disk-space", Result.FAIL, "1 GB free", ""),
                new Gate("memory-free", Result.WARN, "2 GB", ""),
                pass("hour-sensible"));
        watch.ring("prod");
        gates = List.of(gates.getFirst(), gates.get(1), new Gate("hour-sensible", Result.WARN, "Friday", ""));
        watch.ring("prod");
        assertThat(news()).containsExactly("disk-space: unknown, now fail (1 GB free)");
    }

    @Test
    void a_target_that_left_the_fleet_is_looked_at_no_more_and_neither_is_any_when_it_is_switched_off() {
        assertThat(watch.ring("gone")).isEqualTo(new Alarm.Done());
        assertThat(watch(new WatchSettings(Duration.ZERO)).ring("prod")).isEqualTo(new Alarm.Done());
    }

    private List<String> news() {
        return journal.after(0, 100).stream()
                .filter(Watch::wrote)
                .flatMap(WatchTest::changes)
                .toList();
    }

    private static java.util.stream.Stream<String> changes(Entry entry) {
        return StreamSupport.stream(entry.data().path("changes").spliterator(), false)
                .map(change -> change.path("gate").asText() + ": "
                        + change.path("was").asText() + ", now "
                        + change.path("now").asText() + " ("
                        + change.path("evidence").asText() + ")");
    }

    private static Gate pass(String id) {
        return new Gate(id, Result.PASS, "well", "");
    }
}
