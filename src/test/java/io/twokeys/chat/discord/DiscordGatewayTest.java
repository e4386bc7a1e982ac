package io.twokeys.chat.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.twokeys.chat.ChatTrouble;
import io.twokeys.chat.Message;
import io.twokeys.chat.Message.Kind;
import io.twokeys.chat.Place;
import io.twokeys.chat.Platform;
import io.twokeys.chat.discord.gateway.DiscordHealth;
import io.twokeys.db.TestPostgres;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class DiscordGatewayTest extends DiscordFixture {
    @Test
    void of_two_replicas_one_connects_and_the_other_stands_by() {
        Ours one = start("one").connected();
        Ours two = start("two");
        Awaitility.await().until(() -> detail(two).startsWith("standby"));
        assertThat(detail(one)).isEqualTo("connected as twokeys");
        assertThat(two.chat.here()).isFalse();
        assertThat(discord.gate().connected()).isEqualTo(1);
        assertThat(catchThrowableOfType(
                                ChatTrouble.class,
                                () -> two.chat.post(
                                        Place.channel(Platform.DISCORD, channel),
                                        Message.of(Kind.NOTICE, "a"),
                                        "k",
                                        false))
                        .kind())
                .isEqualTo(ChatTrouble.Kind.UNAVAILABLE);
    }

    @Test
    void a_leader_that_stops_hands_over_at_once_and_the_next_one_looks_again() {
        Ours one = start("one").connected();
        Ours two = start("two");
        one.stop();
        assertThat(one.chat.here()).isFalse();
        two.connected();
        Awaitility.await().until(() -> two.looks.get() > 0);
        assertThat(discord.gate().identifies()).isEqualTo(2);
        awaitCommands();
        ann.types(channel, "odoo status", Map.of()).awaitAnswer();
        awaitEvents(1);
    }

    @Test
    void a_leader_that_loses_the_database_closes_its_session_before_another_takes_over() {
        var leases = TestPostgres.fresh();
        Ours one = start("one", FakeDiscord.TOKEN, leases).connected();
        try (var stuck = leases.open()) {
            stuck.begin();
            stuck.execute("lock table discord_lease");
            patiently().until(() -> !one.chat.here());
            Awaitility.await().until(() -> discord.gate().connected() == 0);
            stuck.rollback();
        }
        one.connected();
    }

    @Test
    void a_dead_leaders_lease_runs_out_by_the_databases_clock() {
        jdbi.useHandle(h -> h.execute("""
                update discord_lease set holder = 'dead', fence = 7, expires_at = clock_timestamp() + interval '3 seconds'
                """));
        Ours one = start("one");
        Awaitility.await().until(() -> detail(one).startsWith("standby"));
        one.connected();
        assertThat(number("select fence from discord_lease")).isEqualTo(8);
    }

    @Test
    void a_wrong_token_is_down_in_words_and_not_tried_again() {
        Ours one = start("one", "wrong", jdbi);
        patiently().until(() -> health(one).getStatus() == HealthCheckResponse.Status.DOWN);
        assertThat(detail(one)).contains("4004", "DISCORD_BOT_TOKEN");
        int calls = discord.calls().size();
        Awaitility.await()
                .during(Duration.ofSeconds(2))
                .until(() -> discord.calls().size() == calls);
        Ours mended = start("two").connected();
        assertThat(mended.chat.here()).isTrue();
    }

    @Test
    void a_disallowed_intent_is_down_in_words_and_not_tried_again() {
        discord.gate().refuses(4014);
        Ours one = start("one");
        patiently().until(() -> health(one).getStatus() == HealthCheckResponse.Status.DOWN);
        assertThat(detail(one)).contains("4014", "intent");
        Awaitility.await()
                .during(Duration.ofSeconds(2))
                .until(() -> discord.gate().identifies() == 1);
    }

    @Test
    void an_unreachable_gateway_is_tried_ever_more_rarely_and_costs_no_identify() {
        discord.gate().goesAway();
        Ours one = start("one");
        patiently().until(() -> detail(one).contains("the gateway does not answer"));
        assertThat(health(one).getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
        discord.gate().comesBack();
        one.connected();
        assertThat(identifiesNoted()).isEqualTo(1);
        assertThat(discord.gate().connects()).isEqualTo(1);
    }

    @Test
    void an_unreachable_api_is_waited_for() {
        discord.restAway(true);
        Ours one = start("one");
        patiently().until(() -> detail(one).contains("the API does not answer"));
        discord.restAway(false);
        one.connected();
    }

    @Test
    void a_broken_line_is_resumed_and_what_happened_meanwhile_is_heard() {
        Ours one = start("one").connected();
        ShownMessage said = ann.says(channel, "hi");
        Awaitility.await().until(() -> one.looks.get() == 1);
        discord.gate().closes(4000);
        bob.reacts(said, "✅");
        awaitEvents(1);
        one.connected();
        Awaitility.await().until(() -> one.looks.get() == 2);
        assertThat(discord.gate().identifies()).isEqualTo(1);
        assertThat(discord.gate().resumes()).isEqualTo(1);
    }

    @Test
    void an_invalidated_session_is_begun_anew_within_the_budget() {
        Ours one = start("one").connected();
        Awaitility.await().until(() -> one.looks.get() == 1);
        discord.gate().invalidates(false);
        patiently().until(() -> one.looks.get() == 2);
        assertThat(discord.gate().identifies()).isEqualTo(2);
        assertThat(identifiesNoted()).isEqualTo(2);
    }

    @Test
    void after_nine_hundred_sessions_in_a_day_there_is_none_and_health_says_until_when() {
        jdbi.useHandle(h -> h.execute("""
                insert into discord_identify (fence, at)
                select 1, clock_timestamp() - interval '1 hour' from generate_series(1, 900)
                """));
        Ours one = start("one");
        patiently().until(() -> detail(one).startsWith("waiting until"));
        assertThat(discord.gate().identifies()).isZero();
        assertThat(one.chat.here()).isFalse();
    }

    private long identifiesNoted() {
        return number("select count(*) from discord_identify");
    }

    private long number(String sql) {
        return jdbi.withHandle(h -> h.createQuery(sql).mapTo(Long.class).one());
    }

    private static HealthCheckResponse health(Ours ours) {
        return new DiscordHealth(ours.gateway).call();
    }

    private static String detail(Ours ours) {
        return ours.gateway.state().words();
    }
}
