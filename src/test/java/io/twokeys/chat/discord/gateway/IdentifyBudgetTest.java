package io.twokeys.chat.discord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IdentifyBudgetTest {
    @Test
    void the_first_session_is_begun_at_once_and_the_next_five_seconds_later() {
        assertThat(new IdentifyBudget(List.of()).pause()).isZero();
        assertThat(begun(Duration.ofSeconds(2), 1).pause()).isEqualTo(Duration.ofSeconds(3));
        assertThat(begun(Duration.ofSeconds(6), 1).pause()).isZero();
    }

    @Test
    void a_flapping_leader_waits_longer_each_time_but_never_more_than_a_minute() {
        assertThat(begun(Duration.ZERO, 5).pause()).isEqualTo(Duration.ofSeconds(5));
        assertThat(begun(Duration.ZERO, 6).pause()).isEqualTo(Duration.ofSeconds(10));
        assertThat(begun(Duration.ZERO, 8).pause()).isEqualTo(Duration.ofSeconds(40));
        assertThat(begun(Duration.ZERO, 30).pause()).isEqualTo(Duration.ofSeconds(60));
        assertThat(begun(Duration.ofMinutes(11), 30).pause()).isZero();
    }

    @Test
    void the_day_ends_at_nine_hundred() {
        IdentifyBudget spent = begun(Duration.ofHours(23), 900);
        assertThat(spent.isUsedUp()).isTrue();
        assertThat(spent.pause()).isEqualTo(Duration.ofHours(1));
        assertThat(begun(Duration.ofHours(23), 899).isUsedUp()).isFalse();
    }

    private static IdentifyBudget begun(Duration ago, int times) {
        return new IdentifyBudget(IntStream.range(0, times).mapToObj(i -> ago).toList());
    }
}
