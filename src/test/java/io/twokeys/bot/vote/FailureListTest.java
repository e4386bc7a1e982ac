package io.twokeys.bot.vote;

import static io.twokeys.bot.vote.Scene.*;
import static io.twokeys.chat.Platform.CONSOLE;
import static io.twokeys.chat.Platform.DISCORD;
import static io.twokeys.chat.Platform.SLACK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.twokeys.approval.ApprovalRequest;
import io.twokeys.approval.ApprovalRequest.State;
import io.twokeys.bot.vote.Scene.Replica;
import io.twokeys.chat.ChatTrouble;
import io.twokeys.chat.Message;
import io.twokeys.chat.Message.Button;
import io.twokeys.chat.Platform;
import io.twokeys.chat.Standing;
import io.twokeys.people.People;
import io.twokeys.people.Role;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The failures of the list, each by its number. */
class FailureListTest {
    private final Scene scene = new Scene();
    private final Replica bot = scene.replica();
    private final ApprovalRequest request = scene.asked();

    private void bothKeys(Platform platform) {
        bot.reacts(MARIA, platform, request, YES);
        bot.presses(KIM, platform, request, "approve");
    }

    @Test
    void case_29_a_retry_much_later() {
        Pointer.to("chat.inbox.InboxTest", "an_event_is_taken_in_once_however_often_it_is_delivered");
    }

    @ParameterizedTest
    @EnumSource(
            value = Platform.class,
            names = {"SLACK", "DISCORD"})
    void case_30_events_missed_and_then_a_new_connection(Platform platform) {
        bot.reacts(MARIA, platform, request, YES);
        scene.chat(platform).takeAway(card(request, platform), YES, on(platform, MARIA));
        scene.chat(platform).put(card(request, platform), YES, on(platform, KIM));
        scene.chat(platform).put(card(request, platform), YES, on(platform, VIV));

        bot.rereading.look();

        assertThat(bot.keys(request)).containsExactly("kim");
        assertThat(bot.said(platform)).contains("maria took the key back", "kim turned a key");
    }

    @Test
    void case_30_two_votes_cast_while_the_bot_was_down_release_it() {
        scene.chat(SLACK).put(card(request, SLACK), YES, on(SLACK, MARIA));
        scene.chat(DISCORD).put(card(request, DISCORD), YES, on(DISCORD, KIM));

        bot.rereading.look();
        bot.turnUntil(request, State.EXECUTING);

        assertThat(bot.keys(request)).containsExactlyInAnyOrder("maria", "kim");
    }

    @Test
    void case_31_a_restart_between_the_last_vote_and_the_execution() {
        bothKeys(SLACK);

        var restarted = scene.replica();
        restarted.turnUntil(request, State.EXECUTING);
        bot.turner.look();

        assertThat(scene.operations.history(PROD, 5)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Platform.class)
    void case_32_a_restart_with_an_open_card(Platform platform) {
        bot.presses(MARIA, platform, request, "approve");

        scene.replica().presses(KIM, platform, request, "approve");

        assertThat(bot.keys(request)).containsExactly("maria", "kim");
    }

    @Test
    void case_33_the_card_is_deleted() {
        bot.reacts(MARIA, SLACK, request, YES);
        bot.presses(KIM, DISCORD, request, "approve");
        scene.chat(SLACK).fails(ChatTrouble.Kind.GONE);

        bot.turnUntil(request, State.PENDING);

        assertThat(bot.keys(request)).containsExactly("kim");
        assertThat(bot.said(DISCORD)).contains("the reaction cannot be read", "1 key is missing again");
        assertThat(scene.edits(SLACK))
                .as("the card is drawn again, and so posted again")
                .isPositive();
    }

    @Test
    void case_34_every_channel_is_gone() {
        bothKeys(CONSOLE);
        scene.platforms.values().forEach(platform -> platform.fails(ChatTrouble.Kind.GONE));

        bot.turnUntilSaid(SLACK, "It does not begin yet, because the votes cannot be read again");

        assertThat(bot.state(request)).isEqualTo(State.COUNTDOWN);
        String told = scene.jdbi.withHandle(handle -> handle.createQuery(
                        "select distinct otherwise from outbox where key like '%/votes-unreadable@slack'")
                .mapTo(String.class)
                .one());
        assertThat(told).as("who is told directly").contains("Usam");
        Pointer.to("chat.outbox.OutboxTroubleTest", "who_asked_is_told_directly_what_can_never_be_said_in_the_channel");
    }

    @ParameterizedTest
    @EnumSource(Platform.class)
    void case_35_an_approver_deactivated_after_voting(Platform platform) {
        bothKeys(platform);
        scene.chat(platform).becomes(on(platform, KIM), Standing.DEACTIVATED);

        bot.turnUntil(request, State.PENDING);

        assertThat(bot.keys(request)).containsExactly("maria");
        assertThat(bot.said(platform))
                .contains("kim's key does not count any more: the account is deactivated", "1 key is missing again");
    }

    @Test
    void case_35_an_approver_out_of_the_group_or_unlinked_after_voting() {
        bothKeys(SLACK);
        var unlinked = new io.twokeys.people.Person(
                KIM.id(), "kim", Map.of("discord", "Dkim"), Map.of("prod", java.util.Set.of(Role.APPROVER)));
        var later = scene
        .new Replica(new People(List.of(SAM, person("maria", Role.VIEWER), unlinked, LEE)), Duration.ZERO, scene.clock);

        later.turnUntil(request, State.PENDING);

        assertThat(later.keys(request)).isEmpty();
        assertThat(later.said(SLACK))
                .contains("kim's key does not count any more: the account is linked to them no longer");
    }

    @Test
    void case_36_a_replica_whose_clock_is_ahead() {
        var early = scene
        .new Replica(
                everybody(), Duration.ofHours(1), () -> scene.clock.instant().plus(Duration.ofDays(1)));
        early.presses(MARIA, SLACK, request, "approve");
        early.presses(KIM, SLACK, request, "approve");
        early.turner.look();

        staysCountingDown(early);
        assertThat(early.approvals.expireDue()).isEmpty();
        assertThat(scene.operations.history(PROD, 5)).isEmpty();
    }

    @Test
    void case_37_the_locks_cannot_be_read() {
        scene.jdbi.useHandle(handle -> handle.execute("alter table target_lock rename to gone"));
        bothKeys(SLACK);
        bot.turner.look();
        staysCountingDown(bot);

        scene.jdbi.useHandle(handle -> handle.execute("alter table gone rename to target_lock"));

        bot.turnUntil(request, State.EXECUTING);
    }

    @Test
    void case_38_the_journal_cannot_be_written() {
        bothKeys(SLACK);
        scene.jdbi.useHandle(handle ->
                handle.execute("alter table journal add constraint full_disk check (kind <> 'approval.executing')"));
        bot.turner.look();

        staysCountingDown(bot);
        assertThat(scene.operations.history(PROD, 5)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Platform.class)
    void case_39_a_platform_cannot_be_read_before_it_begins(Platform platform) {
        bothKeys(platform);
        scene.chat(platform).fails(ChatTrouble.Kind.UNAVAILABLE);
        bot.turnUntilSaid(platform, "It does not begin yet, because the votes cannot be read again");
        assertThat(bot.state(request)).isEqualTo(State.COUNTDOWN);

        scene.chat(platform).fails(null);
        bot.turnUntil(request, State.EXECUTING);

        assertThat(scene.posts(platform, "%votes-unreadable%")).isEqualTo(1);
    }

    @Test
    void case_39_what_never_becomes_readable_expires() {
        bothKeys(SLACK);
        scene.chat(DISCORD).fails(ChatTrouble.Kind.UNAVAILABLE);
        bot.turnUntilSaid(SLACK, "does not begin yet");

        scene.jdbi.useHandle(handle -> handle.execute(
                "update approval set expires_at = clock_timestamp(), granted_at = granted_at - interval '16 minutes'"));
        bot.turner.look();

        assertThat(bot.state(request)).isEqualTo(State.EXPIRED);
    }

    @Test
    void case_39_a_platform_that_another_replica_speaks_to_is_left_to_it() {
        bothKeys(SLACK);
        scene.chat(DISCORD).isHere(false);
        bot.turner.look();
        await().during(Duration.ofMillis(700)).untilAsserted(() -> {
            bot.turner.look();
            assertThat(bot.state(request)).isEqualTo(State.COUNTDOWN);
            assertThat(bot.said(SLACK)).doesNotContain("Not begun");
        });

        scene.jdbi.useHandle(
                handle -> handle.execute("update approval set granted_at = granted_at - interval '31 seconds', "
                        + "countdown_until = countdown_until - interval '31 seconds'"));
        bot.turnUntilSaid(SLACK, "nobody is connected to discord");

        scene.chat(DISCORD).isHere(true);
        bot.turnUntil(request, State.EXECUTING);
    }

    @Test
    void case_40_the_second_approver_still_has_buttons_and_reactions() {
        bot.reacts(MARIA, SLACK, request, YES);

        Message card = bot.story.card(bot.now(request), scene.here(request, SLACK));

        assertThat(card.buttons()).extracting(Button::id).contains("approve:" + request.id(), "deny:" + request.id());
        assertThat(card.reactions()).containsExactly(YES, NO);
        bot.reacts(KIM, DISCORD, request, YES);
        assertThat(bot.keys(request)).containsExactly("maria", "kim");
    }

    /** Nothing stands between a request and its card: both are one transaction, and nothing is asked for in between. */
    @Test
    void case_41_the_card_is_posted_with_the_request() {
        for (Platform platform : Platform.values()) {
            assertThat(scene.posts(platform, request.id() + "@%")).isEqualTo(1);
        }
    }

    @Test
    void case_42_a_slow_database() {
        Pointer.to(
                "chat.slack.SlackEndpointTest",
                "while_the_database_is_away_events_are_not_acknowledged_and_commands_are_asked_for_again");
    }

    @Test
    void case_43_told_to_wait_while_the_card_is_posted() {
        Pointer.to(
                "chat.outbox.OutboxTest",
                "a_rate_limited_thread_holds_only_itself_and_for_as_long_as_the_platform_asks");
    }

    @Test
    void case_44_the_connection_drops_after_the_command_was_sent() {
        Pointer.to(
                "operation.TakeOverTest",
                "another_replica_resumes_at_the_step_in_which_the_first_was_killed",
                "a_replica_that_froze_and_wakes_up_after_the_take_over_may_not_write_another_word");
        Pointer.to("operation.OperationRunnerTest", "an_unknown_end_is_asked_about_again_until_it_is_known");
    }

    @Test
    void case_45_not_enough_people() {
        Pointer.to("approval.ApprovalsTest", "a_request_that_cannot_reach_its_quorum_is_refused_with_who_is_missing");
    }

    @Test
    void case_46_a_subscription_missing_in_the_manifest() {
        Pointer.to("chat.slack.SlackManifestTest", "asks_for_exactly_what_is_used");
    }

    private void staysCountingDown(Replica replica) {
        await().during(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(replica.state(request)).isEqualTo(State.COUNTDOWN));
    }
}
